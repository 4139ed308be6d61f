import { plainName, type Namer, type NodeId, type Plain } from '#harness';

/** What is read of a message; junk has none of it. */
type Said = {
  readonly kind?: string;
  readonly id?: string;
  readonly args?: { readonly memo?: string };
};

/** Says which call, by its memo, a message is about: a reply by its id, which a request named. */
export function callNamer(): (message: Plain, from: NodeId, to: NodeId) => string | undefined {
  const named = new Map<string, string>();
  return (message, from, to) => {
    const { kind, id, args } = (message ?? {}) as Said;
    if (kind !== 'request') return named.get(`${to} ${from} ${id}`);
    if (args?.memo) named.set(`${from} ${to} ${id}`, args.memo);
    return args?.memo;
  };
}

/** `request m7`: the same, whatever id the call has in this run. */
export function nameMessages(): Namer {
  const memoOf = callNamer();
  return (message, from, to) => {
    const memo = memoOf(message, from, to);
    return memo === undefined
      ? plainName(message, from, to)
      : `${(message as Said).kind ?? ''} ${memo}`;
  };
}
