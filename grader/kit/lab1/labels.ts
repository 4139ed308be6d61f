import { short, type Labels, type NodeId, type Plain } from '#harness';
import type { Application } from '../../../labs/lab1-rpc/node.ts';
import type { Message } from '../../../labs/lab1-rpc/types.ts';

const cut = (value: Plain, most = 28): string => {
  const text = short(value);
  return text.length > most ? `${text.slice(0, most - 1).replace(/[…\s]+$/, '')}…` : text;
};

const round = (ms: number): number => Number(ms.toFixed(3));

/** An id as a reader can tell it from others: long ones by their ends. */
const shortId = (id: string): string => (id.length > 12 ? `${id.slice(0, 5)}…${id.slice(-5)}` : id);

/** What the two sides tell each other beside the call: often just what a failure is about. */
const besides = (extra: Plain | undefined): string => (extra === undefined ? '' : ` ${cut(extra)}`);

/** A message in a few words: the method, what it is about, and the call's id. */
function describe(message: Plain): string {
  const one = message as Message;
  switch ((one as { kind?: unknown } | null)?.kind) {
    case 'request': {
      const { id, method, args, extra } = one as Message & { kind: 'request' };
      const { memo } = (args ?? {}) as { memo?: unknown };
      const about = typeof memo === 'string' ? `${method} ${memo}` : method;
      return `request ${about} [${shortId(String(id))}]${besides(extra)}`;
    }
    case 'reply': {
      const { id, result, extra } = one as Message & { kind: 'reply' };
      const said = result?.status === 'ok' ? cut(result.value) : String(result?.status);
      return `reply ${said} [${shortId(String(id))}]${besides(extra)}`;
    }
    case 'note':
      return `note ${cut((one as { extra?: Plain }).extra ?? null)}`;
    default:
      return cut(message);
  }
}

/** A call of the bank by its values: `deposit m1 alice 10`, `transfer m2 alice → bob 5`. */
function request(to: NodeId, method: string, args: object): string {
  const values = Object.entries(args).map(([key, value]: [string, Plain]) =>
    key === 'to' ? `→ ${short(value)}` : short(value),
  );
  return `${[method, ...values].join(' ')}${to === 'bank' ? '' : `, at ${to}`}`;
}

type Arguments = {
  readonly [M in keyof Application]: Parameters<Application[M]>;
};

/** What the application asks: `deposit m1 alice 10, within 500 ms`, `intend i1: …`. */
function describeCall(name: string, args: readonly Plain[]): string {
  switch (name as keyof Application) {
    case 'call': {
      const [client, to, method, values, options] = args as unknown as Arguments['call'];
      const within = options?.within === undefined ? '' : `, within ${round(options.within)} ms`;
      return `${request(to, method, values)}${within}${client === 0 ? '' : `, client ${client}`}`;
    }
    case 'intend': {
      const [intent, to, method, values] = args as unknown as Arguments['intend'];
      return `intend ${intent}: ${request(to, method, values)}`;
    }
    case 'outcome':
      return `outcome of ${String(args[0])}?`;
    case 'forget':
      return `forget ${String(args[0])}`;
    // Programs of a play offer functions of their own.
    default:
      return `${name}(${args.map((arg) => short(arg)).join(', ')})`;
  }
}

/** What it is told: `ok {receipt: 1, balance: 10}`, `unknown`, `refused`; or whatever else came. */
function describeAnswer(name: string, value: Plain): string {
  if (name === 'intend' || name === 'forget') return 'done';
  const { status, value: returned } = (value ?? {}) as { status?: unknown; value?: Plain };
  if (status === 'ok') return `ok ${short(returned ?? null)}`;
  return typeof status === 'string' ? status : short(value);
}

export const labels: Labels = { describe, describeCall, describeAnswer };
