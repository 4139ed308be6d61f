import { expect } from 'vitest';
import {
  deferred,
  unreliable,
  World,
  type LinkDials,
  type Plain,
  type Proof,
  type TraceEvent,
} from '#harness';
import { short } from '../../../labs/harness/timeline.ts';
import { startWith, type Parts } from '../../../labs/lab1-rpc/node.ts';
import type { Client, ClientEnv, Message, Result } from '../../../labs/lab1-rpc/types.ts';

/** Asks again every 20 ms, for ever. */
function naiveClient(env: ClientEnv): Client {
  const open = new Map<string, (result: Result) => void>();
  let calls = 0;
  env.net.receive((message) => {
    const reply = message as Message;
    if (reply.kind !== 'reply') return;
    open.get(reply.id)?.(reply.result);
    open.delete(reply.id);
  });
  return {
    call(to, method, args) {
      const id = `${env.id}.${++calls}`;
      const outcome = deferred<Result>();
      open.set(id, outcome.resolve);
      env.spawn('ask', async () => {
        while (open.has(id)) {
          env.net.send(to, { kind: 'request', id, method, args });
          await env.sleep(20);
        }
      });
      return outcome.promise as Promise<never>;
    },
  };
}

const unused = (): never => {
  throw new Error('not part of this test');
};
const parts: Parts = {
  createClient: naiveClient,
  createServer: unused,
  putPayment: unused,
  createDurableClient: unused,
  sealedNet: unused,
};

/** A message as the lab would say it, shorter than the default. */
export function label(message: Plain): string {
  const one = message as Message;
  if (one.kind === 'request') return `${one.method} ${one.id}`;
  if (one.kind === 'reply')
    return `reply ${one.id} ${short(one.result.status === 'ok' ? one.result.value : null)}`;
  return short(message);
}

type Run = { readonly world: World; deposit(client: string, memo: string): Promise<Plain> };

async function record(
  network: LinkDials,
  story: (run: Run) => Promise<void>,
  seed = 's',
): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const observers = [(event: TraceEvent) => void events.push(event)];
  const world = new World({ seed, network, observers, order: 'scheduled', limits: { time: 5000 } });
  const start = startWith(parts);
  world.add('c1', (env) => start(env, { clients: 1 }));
  world.add('bank', (env) => start(env, { server: 'given', think: 5 }));
  world.add('c2', (env) => start(env, { clients: 1 }));
  for (const node of ['c1', 'bank', 'c2']) world.start(node);
  const deposit = (client: string, memo: string) =>
    world.invoke(client, 'call', 0, 'bank', 'deposit', { memo, account: 'alice', amount: 10 });
  const { end, error } = await world.run(() => story({ world, deposit }));
  expect({ end, error }).toEqual({ end: 'done', error: undefined });
  return events;
}

/** Two ms from node to node, whatever is drawn. */
const steady: LinkDials = { latency: { kind: 'uniform', min: 2, max: 2 }, loss: 0, duplication: 0 };

export const lostReply = () =>
  record(steady, async ({ world, deposit }) => {
    world.note('Alice deposits 10. The reply is lost, so the client asks again.');
    const proof: Proof[] = [];
    world.observe(({ type, at }) => {
      if (type === 'durable') proof.push({ at, node: 'bank', text: 'an entry for m1' });
    });
    world.intervene({ kind: 'block' }, { kind: 'reply', times: 1 });
    await deposit('c1', 'm1');
    const text = 'the deposit m1 has two entries in the books.';
    world.emit({
      at: world.at(),
      type: 'violation',
      rule: 'at-most-once',
      node: 'bank',
      text,
      proof,
    });
  });

export const crashInSave = () =>
  record(steady, async ({ world, deposit }) => {
    const hold = world.intervene({ kind: 'hold', copy: true }, { from: 'c2', times: 1 });
    await deposit('c2', 'm1');
    const answered = deposit('c1', 'm2');
    await world.sleep(7.5);
    const heal = world.inject({ kind: 'one-way', from: ['c1'], to: ['bank'] });
    const restart = world.inject({ kind: 'crash', node: 'bank' });
    await world.sleep(20);
    heal();
    hold.release();
    await world.sleep(20);
    restart();
    await answered;
    world.inject({ kind: 'pause', node: 'c2' });
    await world.sleep(3000);
    world.calm();
  });

export const noisy = (seed: string) =>
  record(
    { ...unreliable, duplication: 0.3 },
    async ({ world, deposit }) => {
      world.note(
        '日本語 and a colour \x1b[31m and\na new line, which are longer than a line can be: '.repeat(
          3,
        ),
      );
      world.apply([
        {
          id: 'f1',
          kind: 'crash',
          node: 'bank',
          for: 50,
          when: { event: 'save', nth: 2, after: 0.5 },
        },
      ]);
      world.apply([{ id: 'f2', kind: 'isolate', node: 'c2', at: 15, for: 30 }]);
      await Promise.all([deposit('c1', 'm1'), deposit('c2', 'm2'), deposit('c1', 'm3')]);
    },
    seed,
  );
