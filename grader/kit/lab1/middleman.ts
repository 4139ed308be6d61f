/** What somebody in the middle can do: make other messages of those that pass by. */
import type { NodeId, Plain } from '#harness';
import type { Keys } from '../../../labs/lab1-rpc/types.ts';
import type { Dice } from '../story.ts';

type Fields = { readonly [key: string]: Plain };

const fieldsOf = (value: Plain | undefined): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;

/** Gives each node its keys: one secret for each pair. */
export function keyring(seed: string, nodes: readonly NodeId[]): (self: NodeId) => Keys {
  const secret = (...pair: readonly NodeId[]): string => `${seed} ${pair.toSorted().join(' ')}`;
  return (self) =>
    Object.fromEntries(
      nodes.filter((peer) => peer !== self).map((peer) => [peer, secret(self, peer)]),
    );
}

/** The part that a bank or a client acts upon. */
function contentOf(message: Fields): Fields | undefined {
  return fieldsOf(message['args']) ?? fieldsOf(fieldsOf(message['result'])?.['value']);
}

function withContent(message: Fields, content: Fields): Fields {
  if ('args' in message) return { ...message, args: content };
  return { ...message, result: { ...fieldsOf(message['result']), value: content } };
}

/** Every number in it becomes another. */
function inflated(value: Plain): Plain {
  if (typeof value === 'number') return value + 1_000_000;
  if (Array.isArray(value)) return value.map((one: Plain) => inflated(one));
  const fields = fieldsOf(value);
  if (!fields) return value;
  return Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, inflated(one)]));
}

type Alteration = (message: Fields, dice: Dice, earlier: readonly Plain[]) => Fields | undefined;

const amount: Alteration = (message) => {
  const content = contentOf(message);
  return content && withContent(message, inflated(content) as Fields);
};

/** A number becomes its text: the same, where both are only written down. */
const amountAsText: Alteration = (message) => {
  const content = contentOf(message);
  if (!content) return undefined;
  const asText = ([key, one]: [string, Plain]) => [
    key,
    typeof one === 'number' ? String(one) : one,
  ];
  return withContent(message, Object.fromEntries(Object.entries(content).map(asText)));
};

/** The last character of one field moves to the next: the same text, if fields are just joined. */
const slide: Alteration = (message, dice) => {
  const content = contentOf(message) ?? {};
  const names = Object.keys(content).toSorted();
  const pairs = names.slice(1).flatMap((name, i) => {
    const [before, after] = [content[names[i] ?? ''], content[name]];
    const left = String(before).slice(0, -1);
    const right = String(before).slice(-1) + String(after);
    if (left === '' || !isLike(before, left) || !isLike(after, right)) return [];
    const back = (like: Plain | undefined, text: string) =>
      typeof like === 'number' ? Number(text) : text;
    return [{ ...content, [names[i] ?? '']: back(before, left), [name]: back(after, right) }];
  });
  return pairs.length > 0 ? withContent(message, dice.pick(pairs)) : undefined;
};

function isLike(value: Plain | undefined, text: string): boolean {
  if (typeof value === 'number') return String(Number(text)) === text;
  return typeof value === 'string';
}

/** Under the id of another call, one of the last: it may still be open. */
const otherId: Alteration = (message, dice, earlier) => {
  const others = earlier.slice(-8).flatMap((one) => {
    const id = fieldsOf(one)?.['id'];
    return id !== undefined && id !== message['id'] ? [id] : [];
  });
  return others.length > 0 ? { ...message, id: dice.pick(others) } : undefined;
};

const fieldAdded: Alteration = (message) => {
  const content = contentOf(message);
  return content && withContent(message, { ...content, priority: 1 });
};

/** Whatever a seal may ride in is cut off, and then it says something else. */
const sealCutOff: Alteration = (message, dice, earlier) => {
  const { kind, id, method, args, result } = message;
  const bare = { kind, id, ...(kind === 'request' ? { method, args } : { result }) } as Fields;
  return dice.pick([amount, fieldAdded])(bare, dice, earlier);
};

const extraInflated: Alteration = (message) =>
  message['extra'] === undefined ? undefined : { ...message, extra: inflated(message['extra']) };

/** Whatever a seal may be, an empty text is the beginning of it. */
const sealEmptied: Alteration = (message, dice, earlier) => {
  const extra = fieldsOf(message['extra']);
  if (!extra) return undefined;
  const emptied = ([key, one]: [string, Plain]) => [key, typeof one === 'string' ? '' : one];
  return amount(
    { ...message, extra: Object.fromEntries(Object.entries(extra).map(emptied)) },
    dice,
    earlier,
  );
};

const otherMethod: Alteration = (message) =>
  message['kind'] === 'request' ? { ...message, method: 'balance' } : undefined;

const refusal: Alteration = (message) =>
  message['kind'] === 'reply'
    ? { ...message, result: { status: 'refused', reason: 'no-such-method' } }
    : undefined;

const ALTERATIONS = [
  amount,
  amountAsText,
  slide,
  otherId,
  fieldAdded,
  sealCutOff,
  extraInflated,
  sealEmptied,
  otherMethod,
  refusal,
];

/** A message that its sender has not written; undefined where there is nothing to alter. */
export function altered(message: Plain, dice: Dice, earlier: readonly Plain[]): Plain | undefined {
  const fields = fieldsOf(message);
  return fields && dice.pick(ALTERATIONS)(fields, dice, earlier);
}
