import { expect, test } from 'vitest';
import { deferred, World, type LinkDials } from '../../../../labs/harness/index.ts';
import {
  startWith,
  type Application,
  type World as Config,
} from '../../../../labs/lab1-rpc/node.ts';
import type { Client, ClientEnv, Outcome } from '../../../../labs/lab1-rpc/types.ts';
import { lab1Rules } from '../../../kit/monitors/lab1/index.ts';

/** Asks ten times a second until it is answered, under one id. */
function createClient(env: ClientEnv): Client {
  const open = new Map<string, (outcome: Outcome) => void>();
  env.net.receive((message) => {
    const { id, result } = message as { id: string; result: Outcome };
    open.get(id)?.(result);
    open.delete(id);
  });
  const ask: Client['call'] = async (to, method, args) => {
    const id = args.memo;
    const { promise, resolve } = deferred<Outcome>();
    open.set(id, resolve);
    env.spawn('ask', async () => {
      for (; open.has(id); await env.sleep(100)) {
        env.net.send(to, { kind: 'request', id, method, args });
      }
    });
    return (await promise) as never;
  };
  return { call: ask };
}

const none = (): never => {
  throw new Error('this story needs no such part');
};

/** Ten deposits by a client that asks again, of the server that is given: the rules that break. */
async function tell(network: LinkDials): Promise<readonly string[]> {
  const world = new World({ seed: 'naive', network });
  const told = new Set<string>();
  const now = (): number => world.at();
  const after = (ms: number, check: () => void): void => void world.sleep(ms).then(check);
  const context = { tell: (rule: string) => void told.add(rule), now, after, options: {} };
  const monitors = lab1Rules.monitors.map((one) => one.create(context));
  world.observe((event) => monitors.forEach((monitor) => monitor.observe(event)));
  const parts = {
    createClient,
    createServer: none,
    putPayment: none,
    createDurableClient: none,
    sealedNet: none,
  };
  const add = (id: string, config: Config): void => {
    world.add(id, (env, life) => {
      const stepped: NonNullable<Config['stepped']> = (memo, value, receipts) =>
        life.probe('step', { memo, value, receipts });
      return startWith(parts)(env as never, { ...config, stepped }) as never;
    });
    world.start(id);
  };
  add('bank', { server: 'given' });
  add('c1', { clients: 1 });
  const end = await world.run(async () => {
    const call: keyof Application = 'call';
    for (let i = 1; i <= 10; i++) {
      const args = { memo: `m${i}`, account: 'alice', amount: 10 };
      await world.invoke('c1', call, 0, 'bank', 'deposit', args);
    }
  });
  expect(end.end).toBe('done');
  return [...told];
}

const latency = { kind: 'uniform', min: 1, max: 5 } as const;

test('a client that asks again breaks no rule on a line that loses nothing', async () => {
  expect(await tell({ latency, loss: 0, duplication: 0 })).toEqual([]);
});

test('on a line that loses, the given server executes a call twice', async () => {
  const told = await tell({ latency, loss: 0.4, duplication: 0 });
  expect(told.toSorted()).toEqual(['at-most-once', 'same-answer']);
});
