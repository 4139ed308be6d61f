/**
 * The client's side of a session. A session is named by its client and made known to one server by
 * a handshake of notes. It has slots; a slot carries one call at a time, and counts them.
 */
import type { NodeId, Plain } from '#harness';
import { isMessage, type ClientEnv, type Result } from '../../../../../labs/lab1-rpc/types.ts';

export type Place = { readonly session: string; readonly slot: number; readonly sequence: number };

export type Asking = {
  readonly place: Place;
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
  readonly answered: (result: Result) => void;
};

export const callId = ({ session, slot, sequence }: Place): string =>
  `${session}.${slot}.${sequence}`;

export function newSession(env: ClientEnv): string {
  const part = (): string => Math.floor(env.random() * 0x7fff_ffff).toString(16);
  return `${part()}-${part()}-${part()}`;
}

function request(env: ClientEnv, { place, to, method, args }: Asking): void {
  env.net.send(to, { kind: 'request', id: callId(place), method, args });
}

export type Asker = { ask(asking: Asking): void; stop(asking: Asking): void };

export function createAsker(env: ClientEnv): Asker {
  const asked = new Map<string, Asking>();
  const welcome = new Set<string>();

  env.net.receive((message, from) => {
    if (!isMessage(message)) return;
    if (message.kind === 'note') return enter(message.extra, from);
    if (message.kind !== 'reply') return;
    const asking = asked.get(message.id);
    if (!asking) return;
    asked.delete(message.id);
    asking.answered(message.result);
  });

  /** The server knows this session now: what it could not place before is sent again at once. */
  function enter(note: Plain, from: NodeId): void {
    const { welcome: session } = (note ?? {}) as { readonly welcome?: unknown };
    if (typeof session !== 'string' || welcome.has(session)) return;
    const waiting = [...asked.values()].filter((one) => one.place.session === session);
    if (waiting.length === 0) return;
    welcome.add(session);
    for (const asking of waiting) if (asking.to === from) request(env, asking);
  }

  function knock(asking: Asking): void {
    const { session } = asking.place;
    if (!welcome.has(session)) env.net.send(asking.to, { kind: 'note', extra: { hello: session } });
    request(env, asking);
  }

  async function keepAsking(asking: Asking): Promise<void> {
    // Equal jitter: half of the pause is certain, the other half is drawn.
    for (let pause = 120; asked.get(callId(asking.place)) === asking; pause *= 2) {
      knock(asking);
      const whole = Math.min(pause, 1_900);
      await env.sleep(whole / 2 + (env.random() * whole) / 2);
    }
  }

  return {
    ask(asking) {
      asked.set(callId(asking.place), asking);
      env.spawn('ask', () => keepAsking(asking));
    },
    stop({ place }) {
      asked.delete(callId(place));
    },
  };
}
