/** Whether somebody in the middle made a message, or only carried it. */
import { pack, type Plain } from '#harness';
import { isFields } from './wire.ts';

type Fields = { readonly [key: string]: Plain };

const KNOWN: ReadonlySet<string> = new Set(['kind', 'id', 'method', 'args', 'result', 'extra']);

/**
 * A message is its sender's own if the sender sent it, byte for byte, to this receiver; when does
 * not
 * matter here. A field that somebody added, where nobody looks for it, makes it no other message.
 * @param hashes of all that the sender sent to this receiver
 */
export function wasSent(message: Fields, hashes: ReadonlySet<number>): boolean {
  const sent = (one: Plain): boolean => hashes.has(pack(one, 'message').hash);
  if (sent(message)) return true;
  const { extra } = message;
  const added = Object.keys(message).filter((key) => key === 'extra' || !KNOWN.has(key));
  if (added.some((key) => sent(without(message, key)))) return true;
  return (
    isFields(extra) &&
    Object.keys(extra).some((key) => sent({ ...message, extra: without(extra, key) }))
  );
}

function without(fields: Fields, key: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([one]) => one !== key));
}
