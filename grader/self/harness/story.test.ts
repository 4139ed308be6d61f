import { expect, test } from 'vitest';
import type { TraceEvent, World } from '#harness';
import { listener, program, received, Recorder, sender } from './worlds.ts';

const pair = () => ({ n1: sender, n2: listener });

test('sleep lets virtual time pass, to the microsecond, and no wall time', async () => {
  const started = Date.now();
  const end = await new Recorder().story(async (world) => {
    await world.sleep(0.001);
    expect(world.at()).toBe(0.001);
    await world.sleep(3_600_000);
    expect(world.at()).toBe(3_600_000.001);
  });
  expect(end).toMatchObject({ end: 'done', at: 3_600_000.001 });
  expect(Date.now() - started).toBeLessThan(2000);
});

test('until goes on when its condition holds, or says false when its time is over', async () => {
  const run = new Recorder().nodes(pair());
  await run.story(async (world) => {
    void world.invoke('n1', 'send', 'n2', 1);
    expect(await world.until(() => received(run, 'n2').length === 1, 100)).toBe(true);
    expect(world.at()).toBe(1);
    expect(await world.until(() => received(run, 'n2').length === 2, 100)).toBe(false);
    expect(world.at()).toBe(101);
    expect(await world.until(() => true, 100)).toBe(true);
    expect(world.at()).toBe(101);
    const both = Promise.all([
      world.until(() => world.at() >= 110, 50),
      world.until(() => world.at() >= 105, 2),
    ]);
    await world.sleep(9);
    expect(await both).toEqual([true, false]);
  });
});

test('a story whose end never comes is stuck, when nothing is left to happen', async () => {
  const run = new Recorder().nodes(pair());
  const end = await run.ending(() => new Promise(() => {}));
  expect(end).toMatchObject({ end: 'stuck', at: 0 });
  expect('error' in end).toBe(false);
});

test('a run ends at its limit of virtual time: what comes later does not happen', async () => {
  const ticker = program((env) => {
    env.spawn('tick', async () => {
      for (;;) {
        await env.sleep(40);
        env.trace('tick');
      }
    });
  });
  const run = new Recorder({ limits: { time: 100 } }).nodes({ n1: ticker });
  const end = await run.ending(() => new Promise(() => {}));
  expect(end).toMatchObject({ end: 'out-of-time', at: 80 });
  expect(run.said).toEqual(['40 n1 tick', '80 n1 tick']);
});

test('a run ends at its limit of events, though no time passes', async () => {
  const busy = program((env) => {
    env.spawn('busy', async () => {
      for (;;) await env.sleep(0);
    });
  });
  const end = await new Recorder({ limits: { events: 500 } })
    .nodes({ n1: busy })
    .ending((world) => world.sleep(1));
  expect(end).toMatchObject({ end: 'out-of-events', events: 500, at: 0 });
});

test('the run ends with its story: what would come after does not happen', async () => {
  const run = new Recorder().nodes(pair());
  const end = await run.story(async (world) => {
    void world.invoke('n1', 'send', 'n2', 1);
    await world.sleep(0.5);
  });
  expect(end).toMatchObject({ end: 'done', at: 0.5 });
  expect(received(run, 'n2')).toEqual([]);
});

test('what a story throws, in whatever way, is in the result, and no bug of a node', async () => {
  const stories: ((world: World) => Promise<unknown>)[] = [
    async () => {
      throw new Error('mine');
    },
    () => {
      throw new Error('mine');
    },
    async (world) => {
      await world.sleep(3);
      throw new Error('mine');
    },
    async (world) => {
      void world.sleep(2).then(() => {
        throw new Error('mine');
      });
      await world.sleep(10);
    },
    (world) =>
      world.until(() => {
        throw new Error('mine');
      }, 10),
  ];
  for (const tell of stories) {
    const run = new Recorder().nodes(pair());
    const end = await run.ending(tell);
    expect(end.error).toMatchObject({ message: 'mine' });
    expect(end.end).toBe('done');
    expect(run.of('bug')).toEqual([]);
  }
});

test('an observer can stop the run after the event that it saw', async () => {
  const run = new Recorder().nodes(pair());
  run.world.observe((event) => {
    if (event.type === 'deliver') run.world.stop();
  });
  const end = await run.ending(async (world) => {
    void world.invoke('n1', 'send', 'n2', 1, 2);
    await world.sleep(100);
  });
  expect(end).toMatchObject({ end: 'stopped', at: 1 });
  expect(received(run, 'n2')).toEqual([1]);
});

test('a story speaks in the trace', async () => {
  const run = new Recorder();
  await run.story(async (world) => {
    world.note('once upon a time');
    await world.sleep(1);
    world.calm();
  });
  expect(run.events).toEqual([
    { at: 0, type: 'note', text: 'once upon a time' },
    { at: 1, type: 'calm' },
  ]);
});

test('events are told in the order of time, and are data', async () => {
  const run = new Recorder().nodes({
    n1: program((env) => {
      env.spawn('all', async () => {
        for (let i = 0; i < 20; i++) {
          env.trace('before', { i });
          env.disk.save({ i });
          env.trace('between', { i });
          env.disk.save({ i: -i });
          env.trace('after');
          await env.sleep(env.random());
        }
      });
    }),
  });
  await run.story((world) => world.sleep(100));
  const times = run.events.map(({ at }: TraceEvent) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(JSON.parse(JSON.stringify(run.events))).toEqual(run.events);
  const between = run
    .of('say')
    .filter(({ text }) => text === 'between')
    .map(({ at }) => at);
  expect(
    run
      .of('durable')
      .filter(({ save }) => save % 2 === 0)
      .map(({ at }) => at),
  ).toEqual(between);
});

test('a node is added once; a name that none has is told with those that there are', async () => {
  const { world } = new Recorder().nodes(pair());
  expect(() => world.add('n1', listener)).toThrow('a node n1 already');
  expect(() => world.crash('n7')).toThrow('no node n7; it has n1, n2');
});
