import { expect, test } from 'vitest';
import type { Boot, Plain } from '#harness';
import { listener, program, Recorder, sender, type TestEnv } from './worlds.ts';

/** Saves two cells of one number, between a send before and all kinds of acts after. */
const saver = program((env: TestEnv) => {
  env.net.receive((message) => env.trace(`got ${String(message)}`));
  return {
    save: (n: number) => {
      env.net.send('n2', `before ${n}`);
      env.disk.save({ a: n, b: n });
      env.net.send('n2', `after ${n}`);
      env.trace(`saved ${n} at ${env.now()}, a is ${String(env.disk.load('a'))}`);
      return n;
    },
  };
});

test('what comes before a save happens, what comes after waits until it is durable', async () => {
  const run = new Recorder().nodes({ n1: saver, n2: listener });
  const answered: number[] = [];
  await run.story(async (world) => {
    await world.sleep(10);
    void world.invoke('n1', 'save', 1).then(() => answered.push(world.at()));
    await world.sleep(0.5);
    expect(world.cells('n1')).toEqual({});
    expect(run.of('send').map(({ at, message }) => [at, message])).toEqual([[10, 'before 1']]);
    await world.sleep(10);
    expect(world.cells('n1')).toEqual({ a: 1, b: 1 });
  });
  const done = 10 + 1;
  expect(run.of('send').map(({ at, message }) => [at, message])).toEqual([
    [10, 'before 1'],
    [done, 'after 1'],
  ]);
  expect(run.of('say').find(({ node }) => node === 'n1')).toMatchObject({
    at: done,
    text: 'saved 1 at 11, a is 1',
  });
  expect(run.of('return').map(({ at }) => at)).toEqual([done]);
  expect(answered).toEqual([done]);
  const told = ['save', 'durable', 'send', 'say', 'return'];
  const order = run.events.filter(
    (event) => told.includes(event.type) && 'node' in event && event.node === 'n1',
  );
  expect(order.slice(0, 6).map(({ type }) => type)).toEqual([
    'send',
    'save',
    'durable',
    'send',
    'say',
    'return',
  ]);
});

test('what its application is told of after a save is told when the save is durable', async () => {
  const run = new Recorder();
  await run.story(async (world) => {
    const tells: Boot = (env, life) => ({
      save: () => {
        env.disk.save({ a: 1 } as never);
        life.probe('apply', { index: 1 });
      },
    });
    world.add('n1', tells);
    world.start('n1');
    for (const [down, told] of [
      [0.5, 0],
      [1.5, 1],
    ] as const) {
      void world.invoke('n1', 'save');
      await world.sleep(down);
      expect(run.of('probe').length).toBe(told);
      world.inject({ kind: 'crash', node: 'n1' }, { for: 1 });
      await world.sleep(2);
    }
  });
  expect(run.of('probe').length).toBe(1);
});

test('other events of the node wait while it saves, and come after what it held back', async () => {
  const run = new Recorder().nodes({ n1: saver, n2: listener, n3: sender });
  await run.story(async (world) => {
    // Both arrive while n1 is busy; the second one at the very end of the save.
    world.network.forge('n3', 'n1', 'in the middle', 0.5);
    world.network.forge('n3', 'n1', 'at the end', 1);
    void world.invoke('n1', 'save', 7);
    await world.sleep(20);
  });
  const mine = run.events.filter(
    (event) =>
      'node' in event && event.node === 'n1' && event.type !== 'invoke' && event.type !== 'start',
  );
  const told = mine.map((event) => {
    const { at, type } = event;
    const message = type === 'send' || type === 'deliver' ? ` ${String(event.message)}` : '';
    return `${at} ${type}${message}`;
  });
  expect(told).toEqual([
    '0 send before 7',
    '0 save',
    '1 durable',
    '1 send after 7',
    '1 say',
    '1 return',
    '1 deliver in the middle',
    '1 say',
    '1 deliver at the end',
    '1 say',
  ]);
});

test('a datagram that arrives as a save ends comes after what the save held back', async () => {
  const run = new Recorder().nodes({ n1: saver, n2: listener });
  await run.story(async (world) => {
    world.network.forge('n2', 'n1', 'at the end', 1);
    void world.invoke('n1', 'save', 7);
    await world.sleep(20);
  });
  const mine = run.events.filter(
    (event) => event.at === 1 && 'node' in event && event.node === 'n1',
  );
  expect(mine.map(({ type }) => type)).toEqual([
    'durable',
    'send',
    'say',
    'return',
    'deliver',
    'say',
  ]);
});

test('a crash in a save leaves all the old cells or all the new, as the trace says', async () => {
  const left = new Set<string>();
  for (let i = 0; i < 60; i++) {
    const run = new Recorder({ seed: `torn ${i}` }).nodes({ n1: saver, n2: listener });
    await run.story(async (world) => {
      void world.invoke('n1', 'save', 1);
      await world.sleep(10);
      void world.invoke('n1', 'save', 2);
      await world.sleep((i % 10) / 10);
      world.crash('n1');
    });
    const cells = JSON.stringify(run.world.cells('n1'));
    left.add(cells);
    const [torn] = run.of('torn');
    expect(cells).toBe(torn?.kept ? '{"a":2,"b":2}' : '{"a":1,"b":1}');
    expect(run.events.slice(-2).map(({ type }) => type)).toEqual(['torn', 'crash']);
    expect(run.of('send').map(({ message }) => message)).not.toContain('after 2');
  }
  expect(left.size).toBe(2);
});

test('a crash before the disk begins leaves the old cells, after the save the new', async () => {
  const double = program((env) => ({
    save: () => {
      env.disk.save({ a: 1 });
      env.disk.save({ a: 2, b: 2 });
    },
    late: () => {
      void env.work(5);
      env.disk.save({ a: 3 });
    },
  }));
  const seen = new Set<string>();
  for (let at = 0.25; at < 4; at += 0.5) {
    for (let i = 0; i < 8; i++) {
      const run = new Recorder({ seed: `two ${i}` }).nodes({ n1: double });
      await run.story(async (world) => {
        void world.invoke('n1', 'save');
        await world.sleep(at);
        world.crash('n1');
      });
      seen.add(`${Math.floor(at)} ${JSON.stringify(run.world.cells('n1'))}`);
      expect(run.of('save').length).toBe(at < 1 ? 1 : 2);
    }
  }
  expect([...seen].toSorted()).toEqual([
    '0 {"a":1}',
    '0 {}',
    '1 {"a":1}',
    '1 {"a":2,"b":2}',
    '2 {"a":2,"b":2}',
    '3 {"a":2,"b":2}',
  ]);
  const run = new Recorder().nodes({ n1: double });
  await run.story(async (world) => {
    void world.invoke('n1', 'late');
    await world.sleep(4);
    world.crash('n1');
  });
  expect(run.world.cells('n1')).toEqual({});
  expect(run.of('torn')).toEqual([]);
});

test('the next life finds what was durable, and nothing that was not', async () => {
  const reader = program((env) => {
    env.trace(`found ${JSON.stringify([env.disk.load('a') ?? null, env.disk.load('b') ?? null])}`);
    return {
      save: (cells: { [cell: string]: Plain }) => env.disk.save(cells),
      drop: () => env.disk.save({ a: undefined }),
    };
  });
  const run = new Recorder().nodes({ n1: reader });
  await run.story(async (world) => {
    void world.invoke('n1', 'save', { a: 1, b: 2 });
    await world.sleep(5);
    void world.invoke('n1', 'drop');
    await world.sleep(5);
    world.crash('n1');
    world.start('n1');
    await world.sleep(5);
  });
  expect(run.said.map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'n1 found [null,null]',
    'n1 found [null,2]',
  ]);
  expect(run.of('save').map(({ cells }) => cells)).toEqual([{ a: 1, b: 2 }, { a: null }]);
});

test('a save takes 1 ms and its bytes at 200 MB/s, a slow disk so many times as long', async () => {
  const big = program((env) => ({
    save: (length: number) => env.disk.save({ text: 'x'.repeat(length) }),
  }));
  const run = new Recorder().nodes({ n1: big });
  await run.story(async (world) => {
    const timed = async (length: number): Promise<number> => {
      const from = world.at();
      await world.invoke('n1', 'save', length);
      return world.at() - from;
    };
    expect(await timed(198)).toBeCloseTo(1.001, 6);
    expect(await timed(2_000_000)).toBeCloseTo(11, 3);
    const end = world.inject({ kind: 'slow-disk', node: 'n1', factor: 10 });
    const more = world.inject({ kind: 'slow-disk', node: 'n1', factor: 3 });
    expect(await timed(198)).toBeCloseTo(30.03, 6);
    end();
    expect(await timed(198)).toBeCloseTo(3.003, 6);
    more();
    expect(await timed(198)).toBeCloseTo(1.001, 6);
  });
});

test('a save is checked whole before any of it is believed, and no getter is run', async () => {
  const wrong = program((env) => ({
    save: (how: string) => {
      const cells =
        how === 'getter'
          ? Object.defineProperty({}, 'a', { get: () => env.trace('ran'), enumerable: true })
          : { a: 1, b: { c: [new Date(0)] } };
      try {
        env.disk.save(cells as never);
      } catch (error) {
        env.trace((error as { path: string }).path);
      }
      env.trace(`a is ${String(env.disk.load('a'))}`);
    },
  }));
  const run = new Recorder().nodes({ n1: wrong });
  await run.story(async (world) => {
    await world.invoke('n1', 'save', 'date');
    await world.invoke('n1', 'save', 'getter');
  });
  expect(run.said).toEqual([
    '0 n1 cell b.c[0]',
    '0 n1 a is undefined',
    '0 n1 cell a',
    '0 n1 a is undefined',
  ]);
});

test('a save that ends while its node stands still is durable, although it crashes', async () => {
  for (let i = 0; i < 10; i++) {
    const run = new Recorder({ seed: `frozen ${i}` }).nodes({ n1: saver, n2: listener });
    await run.story(async (world) => {
      void world.invoke('n1', 'save', 1);
      await world.sleep(0.5);
      world.pause('n1');
      await world.sleep(100);
      world.crash('n1');
    });
    expect(run.world.cells('n1')).toEqual({ a: 1, b: 1 });
    expect(run.of('send').map(({ message }) => message)).toEqual(['before 1']);
  }
});
