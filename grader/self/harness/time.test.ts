import { expect, test } from 'vitest';
import type { Plain } from '#harness';
import { listener, program, received, Recorder, sender } from './worlds.ts';

/** Says when it does what, by its own clock. */
const worker = program((env) => {
  env.net.receive((message) => env.trace(`${env.now()}: ${String(message)}`));
  return {
    work: async (ms: number, name = 'work') => {
      await env.work(ms);
      env.trace(`${env.now()}: ${name} done`);
    },
    sleep: async (ms: number, name = 'slept') => {
      await env.sleep(ms);
      env.trace(`${env.now()}: ${name}`);
    },
    now: () => env.now(),
  };
});

const n1 = (run: Recorder) => run.said.map((line) => line.replace('n1 ', ''));

test('a paused node does nothing, and then everything in the order of its coming', async () => {
  const run = new Recorder().nodes({ n1: worker, n2: sender });
  await run.story(async (world) => {
    void world.invoke('n1', 'sleep', 10, 'timer');
    await world.sleep(5);
    world.pause('n1');
    for (const name of ['a', 'b', 'c']) {
      await world.sleep(4);
      void world.invoke('n2', 'send', 'n1', name);
    }
    await world.sleep(23);
    expect(run.said).toEqual([]);
    world.resume('n1');
    world.network.forge('n2', 'n1', 'younger', 0);
    await world.sleep(0.001);
  });
  expect(n1(run)).toEqual(['40 40: timer', '40 40: a', '40 40: b', '40 40: c', '40 40: younger']);
  expect(
    run.events
      .filter(({ type }) => type === 'pause' || type === 'resume')
      .map(({ at, type }) => [at, type]),
  ).toEqual([
    [5, 'pause'],
    [40, 'resume'],
  ]);
});

test('pauses that overlap end together; who starts in a pause waits for its end', async () => {
  const run = new Recorder().nodes({ n1: worker, n2: sender });
  await run.story(async (world) => {
    world.apply([
      { id: 'f1', kind: 'pause', node: 'n1', at: 1, for: 10 },
      { id: 'f2', kind: 'pause', node: 'n1', at: 5, for: 10 },
      { id: 'f3', kind: 'crash', node: 'n1', at: 6, for: 1 },
    ]);
    await world.sleep(9);
    void world.invoke('n2', 'send', 'n1', 'hello');
    await world.sleep(20);
  });
  expect(n1(run)).toEqual(['15 8: hello']);
});

test('a fault that is ended twice ends nothing of another', async () => {
  const run = new Recorder().nodes({ n1: worker });
  await run.story(async (world) => {
    const [first, second] = [
      world.inject({ kind: 'pause', node: 'n1' }),
      world.inject({ kind: 'pause', node: 'n1' }),
    ];
    first();
    first();
    void world.invoke('n1', 'sleep', 1);
    await world.sleep(10);
    expect(run.said).toEqual([]);
    second();
    await world.sleep(10);
  });
  expect(run.said).toHaveLength(1);
});

test('work occupies a node, a slow one for longer, and its other events wait', async () => {
  const run = new Recorder().nodes({ n1: worker, n2: sender });
  await run.story(async (world) => {
    void world.invoke('n1', 'work', 10);
    void world.invoke('n2', 'send', 'n1', 'hello');
    await world.sleep(20);
    const end = world.inject({ kind: 'slow-node', node: 'n1', factor: 5 });
    void world.invoke('n1', 'work', 10);
    await world.sleep(60);
    end();
    void world.invoke('n1', 'work', 10);
    await world.sleep(20);
  });
  expect(n1(run)).toEqual([
    '10 10: work done',
    '10 10: hello',
    '70 70: work done',
    '90 90: work done',
  ]);
});

test('what comes after work is the next step, whatever waits and in whichever order', async () => {
  for (const order of ['scheduled', 'drawn'] as const) {
    const stepper = program((env) => {
      env.net.receive((message) => env.trace(String(message)));
      env.spawn('timer', () => env.sleep(2).then(() => env.trace('timer')));
      env.spawn('work', async () => {
        for (let step = 1; step <= 3; step++) {
          await env.work(step === 2 ? 0 : 5);
          env.trace(`step ${step}`);
          env.disk.save({ step });
        }
      });
    });
    const run = new Recorder({ order }).nodes({ n1: stepper });
    await run.story(async (world) => {
      world.network.forge('n2', 'n1', 'in the middle', 3);
      world.network.forge('n2', 'n1', 'at the end', 5);
      await world.sleep(4);
      world.pause('n1');
      await world.sleep(4);
      world.resume('n1');
      await world.sleep(20);
    });
    expect(n1(run).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'step 1',
      'step 2',
      'step 3',
      'timer',
      'in the middle',
      'at the end',
    ]);
  }
});

test('two works take as long as both, and a sleep begins when they are done', async () => {
  const both = program((env) => ({
    act: async () => {
      void env.work(3);
      void env.work(4);
      env.trace(`begins at ${env.now()}`);
      await env.sleep(5);
      env.trace(`slept until ${env.now()}`);
    },
  }));
  const run = new Recorder().nodes({ n1: both });
  await run.story((world) => world.invoke('n1', 'act'));
  expect(n1(run)).toEqual(['7 begins at 7', '12 slept until 12']);
});

test('a skewed clock moves now and sleep, and has its rate again when the fault ends', async () => {
  const run = new Recorder().nodes({ n1: worker });
  await run.story(async (world) => {
    const now = () => world.invoke('n1', 'now');
    await world.sleep(100);
    const fast = world.inject({ kind: 'skew', node: 'n1', rate: 2 });
    await world.sleep(100);
    expect(await now()).toBe(300);
    void world.invoke('n1', 'sleep', 50, 'fast');
    await world.sleep(100);
    const faster = world.inject({ kind: 'skew', node: 'n1', rate: 1.5 });
    fast();
    await world.sleep(100);
    expect(await now()).toBe(500 + 150);
    faster();
    await world.sleep(100);
    expect(await now()).toBe(750);
  });
  expect(n1(run)).toEqual(['225 350: fast']);
});

test('a clock is monotonic within a life, and starts anew with each', async () => {
  const run = new Recorder().nodes({ n1: worker });
  await run.story(async (world) => {
    const now = async () => Number(await world.invoke('n1', 'now'));
    let last = 0;
    for (const rate of [0.5, 2, 0.98, 1.02, 0.1]) {
      const end = world.inject({ kind: 'skew', node: 'n1', rate });
      for (let i = 0; i < 5; i++) {
        await world.sleep(0.3);
        const next = await now();
        expect(next).toBeGreaterThan(last);
        last = next;
      }
      end();
    }
    world.crash('n1');
    world.start('n1');
    await world.sleep(2);
    expect(await now()).toBe(2);
  });
});

test('events of one instant run in the order of their making, or in a drawn one', async () => {
  const order = async (seed: string, kind: 'scheduled' | 'drawn'): Promise<string> => {
    const run = new Recorder({ seed, order: kind }).nodes({ n1: sender, n2: listener });
    await run.story(async (world) => {
      void world.invoke('n1', 'send', 'n2', ...Array.from({ length: 6 }, (_, i) => i));
      await world.sleep(5);
    });
    return received(run, 'n2').join('');
  };
  expect(await order('a', 'scheduled')).toBe('012345');
  expect(await order('b', 'scheduled')).toBe('012345');
  const drawn = new Set<string>();
  for (let i = 0; i < 50; i++) drawn.add(await order(`seed ${i}`, 'drawn'));
  expect(drawn.size).toBeGreaterThan(40);
  expect(await order('seed 7', 'drawn')).toBe(await order('seed 7', 'drawn'));
});

test('in about a third of the seeds one instant is in order, unless the world says which', () => {
  let inOrder = 0;
  for (let i = 0; i < 300; i++) {
    const { world } = new Recorder({ seed: `seed ${i}`, order: undefined } as never);
    if (!world.drawnOrder) inOrder++;
  }
  expect(inOrder).toBeGreaterThan(70);
  expect(inOrder).toBeLessThan(130);
});

test('a time that is no time is a bug of the node that asks for it', async () => {
  for (const [method, ms] of [
    ['sleep', -1],
    ['work', -0.5],
    ['sleep', 'soon'],
  ] as [string, Plain][]) {
    const run = new Recorder().nodes({ n1: worker });
    await run.ending((world) => world.invoke('n1', method, ms));
    expect(run.of('bug')[0]).toMatchObject({
      node: 'n1',
      where: method,
      error: { name: 'RangeError' },
    });
  }
});
