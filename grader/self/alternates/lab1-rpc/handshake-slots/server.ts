import type { NodeId } from '#harness';
import {
  isMessage,
  type RequestMessage,
  type Result,
  type ServerEnv,
  type Service,
} from '../../../../../labs/lab1-rpc/types.ts';

/** Of each slot, the youngest call that was executed in it, and what that returned. */
type Slots = { readonly [slot: string]: { readonly sequence: number; readonly result: Result } };
type Sessions = { readonly [session: string]: Slots };

type Verdict = { readonly known: Result } | 'new' | 'nothing to say';

export function createServer(env: ServerEnv, service: Service): void {
  const sessions = (): Sessions => (env.disk.load('memory') ?? {}) as Sessions;

  env.net.receive((message, from) => {
    if (!isMessage(message)) return;
    if (message.kind === 'note') welcome(message.extra, from);
    if (message.kind === 'request') env.spawn('serve', () => serve(message, from));
  });

  /** Saved before it is welcomed, so no later life takes it for a stranger. */
  function welcome(note: unknown, from: NodeId): void {
    const { hello: session } = (note ?? {}) as { readonly hello?: unknown };
    if (typeof session !== 'string') return;
    if (!sessions()[session]) env.disk.save({ memory: { ...sessions(), [session]: {} } });
    env.net.send(from, { kind: 'note', extra: { welcome: session } });
  }

  function judge(session: string, slot: string, sequence: number): Verdict {
    const slots = sessions()[session];
    // A request that has overtaken its handshake will come again.
    if (!slots) return 'nothing to say';
    const last = slots[slot];
    if (!last || sequence > last.sequence) return 'new';
    return sequence === last.sequence ? { known: last.result } : 'nothing to say';
  }

  async function serve({ id, method, args }: RequestMessage, from: NodeId): Promise<void> {
    const [session = '', slot = '', count = ''] = id.split('.');
    const sequence = Number(count);
    const reply = (result: Result) => env.net.send(from, { kind: 'reply', id, result });
    if (!service.offers(method)) return reply({ status: 'refused', reason: 'no-such-method' });
    const early = judge(session, slot, sequence);
    if (typeof early === 'object') return reply(early.known);
    if (early === 'nothing to say') return;
    const step = await service.begin(method, args);
    // Meanwhile a copy may have been executed, or its client may have gone on to the next call.
    const verdict = judge(session, slot, sequence);
    if (typeof verdict === 'object') return reply(verdict.known);
    if (verdict === 'nothing to say') return;
    const { books, value } = step(env.disk.load('books') ?? service.initial);
    const result: Result = { status: 'ok', value };
    const slots = { ...sessions()[session], [slot]: { sequence, result } };
    env.disk.save({ books, memory: { ...sessions(), [session]: slots } });
    reply(result);
  }
}
