import { createContext, runInContext } from 'node:vm';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { swarm, type FaultPlan } from '#harness';
import { bundleForBrowser } from './bundle.ts';
import { runSample } from './sample-world.ts';
import { listener, program, Recorder } from './worlds.ts';

const plans: readonly (readonly [string, FaultPlan])[] = Array.from({ length: 10 }, (_, i) => [
  `browser ${i}`,
  swarm(`browser ${i}`, { nodes: ['n1', 'n2', 'n3'], until: 1000 }),
]);

/** Which ports were made: one that goes on listening would keep the process alive. */
const ports: object[] = [];

class WatchedChannel extends MessageChannel {
  constructor() {
    super();
    ports.push(this.port1, this.port2);
  }
}

/** What a page has of what the harness could ask for, and no more: no process, no setImmediate. */
function page(code: string): typeof runSample {
  const context = createContext({ MessageChannel: WatchedChannel, performance, console });
  runInContext(code, context);
  return runInContext('bundle.runSample', context) as typeof runSample;
}

test('in a browser the same world gives the same digest as on Node', async () => {
  const { code } = await bundleForBrowser('grader/self/harness/sample-world.ts');
  const runInPage = page(code);
  for (const [seed, plan] of plans) {
    const here = await runSample({ seed, plan, until: 1000 });
    expect(await runInPage({ seed, plan, until: 1000 })).toEqual(here);
    expect(here.events).toBeGreaterThan(200);
  }
  expect(ports).toHaveLength(2);
  expect(ports.filter((port) => (port as { hasRef(): boolean }).hasRef())).toEqual([]);
});

test('without a synchronous drain Node gives the same digest, and blames rejections', async () => {
  const { process: node } = globalThis as unknown as { process: { _tickCallback: unknown } };
  const drain = node._tickCallback;
  const [seed, plan] = plans[0] ?? ['', []];
  const here = await runSample({ seed, plan });
  node._tickCallback = undefined;
  try {
    expect(await runSample({ seed, plan })).toEqual(here);
    const careless = program(
      (env) => void env.sleep(3).then(() => Promise.reject(new Error('oops'))),
    );
    const run = new Recorder().nodes({ n1: listener, n2: careless });
    await run.ending((world) => world.sleep(10));
    expect(run.of('bug')).toMatchObject([{ at: 3, node: 'n2', error: { message: 'oops' } }]);
  } finally {
    node._tickCallback = drain;
  }
});
