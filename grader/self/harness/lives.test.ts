import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deferred, type Plain } from '#harness';
import { listener, program, Recorder, sender, type TestEnv } from './worlds.ts';

/**
 * Does something of every kind all the time, and tells of it on a channel that no crash can close.
 */
function busybody(ran: (life: number) => void) {
  return program((env: TestEnv, { life }) => {
    const tick = (): void => ran(life);
    const { promise, resolve } = deferred<void>();
    env.net.receive((message, from) => {
      tick();
      if (message === 'ping') env.net.send(from, 'pong');
    });
    env.rpc.handle('echo', async (args) => {
      await env.sleep(3);
      tick();
      return args;
    });
    env.spawn('timers', async () => {
      for (let i = 0; ; i++) {
        await env.sleep(2 + env.random());
        tick();
        env.net.send('n2', 'ping');
        if (i % 3 === 0) env.disk.save({ i });
        if (i % 4 === 0) await env.work(1);
        if (i === 5) resolve();
        env.trace('alive');
      }
    });
    env.spawn('calls', async () => {
      for (let i = 0; ; i++) {
        await env.rpc.call('n2', 'echo', i, { timeout: 20 });
        tick();
      }
    });
    void promise.then(tick);
    return { slow: (ms: number) => env.sleep(ms).then(() => 'done') };
  });
}

test('nothing of a dead life runs, whenever the crash comes', async () => {
  const aCrash = fc.record({
    at: fc.integer({ min: 0, max: 60_000 }).map((us) => us / 1000),
    down: fc.integer({ min: 0, max: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.string(),
      fc.array(aCrash, { maxLength: 4 }),
      fc.boolean(),
      async (seed, crashes, drawn) => {
        const run = new Recorder({ seed, order: drawn ? 'drawn' : 'scheduled' });
        let now = 0;
        const ran = (life: number): void => {
          if (now !== life) throw new Error(`life ${life} ran when life ${now} was led`);
        };
        run.world.observe((event) => {
          if (!('life' in event) || event.node !== 'n1') return;
          if (event.type === 'start') now = event.life;
          else if (event.type === 'crash') now = 0;
          else if (event.life !== now) throw new Error(`${event.type} of life ${event.life}`);
        });
        run.nodes({ n1: busybody(ran), n2: busybody(() => {}) });
        await run.story(async (world) => {
          world.apply(
            crashes.map(({ at, down }, i) => ({
              id: `f${i}`,
              kind: 'crash',
              node: 'n1',
              at,
              for: down,
            })),
          );
          await world.sleep(100);
        });
        expect(run.of('bug')).toEqual([]);
      },
    ),
    { seed: 5, numRuns: 100 },
  );
});

test('a crash within an event undoes what the rest of that event does', async () => {
  let reached = false;
  const victim = program((env) => {
    env.net.receive(() => env.trace('a second receiver'));
    return {
      act: () => {
        env.net.send('n2', 'before');
        env.net.send('n2', 'after');
        env.trace('after');
        env.disk.save({ x: 1 });
        env.spawn('task', async () => {
          await env.sleep(1);
          env.trace('later');
        });
        reached = true;
        return 'done';
      },
    };
  });
  const run = new Recorder().nodes({ n1: victim, n2: listener });
  run.world.observe((event) => {
    if (event.type === 'send') run.world.crash('n1');
  });
  let answered = false;
  await run.story(async (world) => {
    void world.invoke('n1', 'act').then(() => (answered = true));
    await world.sleep(20);
  });
  expect(reached).toBe(true);
  expect(answered).toBe(false);
  expect(run.said).toEqual(['1 n2 n1: "before"']);
  expect(run.of('save')).toEqual([]);
  expect(run.world.cells('n1')).toEqual({});
});

test('of two receivers the second does not run when the first brought the node down', async () => {
  const victim = program((env) => {
    env.net.receive((message) => env.net.send('n9', message as Plain));
    env.net.receive(() => {
      throw new Error('runs in a dead life');
    });
  });
  const run = new Recorder().nodes({ n1: sender, n2: victim });
  run.world.observe((event) => {
    if (event.type === 'send' && event.to === 'n9') run.world.crash('n2');
  });
  await run.story(async (world) => {
    void world.invoke('n1', 'send', 'n2', 1);
    await world.sleep(5);
  });
  expect(run.of('bug')).toEqual([]);
});

test('what waits at a node that crashes is lost, and the trace says so', async () => {
  const busy = program((env) => {
    env.net.receive(() => env.disk.save({ n: 1 }));
    return { work: () => env.work(20) };
  });
  const run = new Recorder().nodes({ n1: sender, n2: busy, n3: listener });
  await run.story(async (world) => {
    void world.invoke('n1', 'send', 'n2', 'in time');
    await world.sleep(1.5);
    void world.invoke('n1', 'send', 'n2', 'while it saves', 'and again');
    void world.invoke('n2', 'work');
    world.pause('n3');
    void world.invoke('n1', 'send', 'n3', 'in a pause');
    await world.sleep(5);
    world.crash('n2');
    await world.sleep(1);
    world.crash('n3');
    world.resume('n3');
    for (const node of ['n2', 'n3']) world.start(node);
    await world.sleep(50);
  });
  expect(run.of('deliver').map(({ message }) => message)).toEqual(['in time']);
  const lost = run.of('drop').map(({ at, id, from, to, why }) => [at, id, from, to, why]);
  expect(lost).toEqual([
    [6.5, 1, 'n1', 'n2', 'node-down'],
    [6.5, 2, 'n1', 'n2', 'node-down'],
    [7.5, 3, 'n1', 'n3', 'node-down'],
  ]);
  const crash = run.events.findIndex(({ type }) => type === 'crash');
  expect(run.events.slice(crash, crash + 3).map(({ type }) => type)).toEqual([
    'crash',
    'drop',
    'drop',
  ]);
});

test('a call is never answered by a life that ended, nor by a node that is down', async () => {
  const run = new Recorder().nodes({ n1: busybody(() => {}), n2: busybody(() => {}) });
  const answers: unknown[] = [];
  await run.story(async (world) => {
    void world.invoke('n1', 'slow', 10).then((answer) => answers.push(answer));
    await world.sleep(5);
    world.crash('n1');
    void world.invoke('n1', 'slow', 1).then((answer) => answers.push(answer));
    await world.sleep(1);
    world.start('n1');
    await world.sleep(50);
    expect(answers).toEqual([]);
    expect(await world.invoke('n1', 'slow', 1)).toBe('done');
  });
});

test('a life that ends in the instant in which it begins never runs', async () => {
  const run = new Recorder().nodes({ n1: program(() => {}) });
  let booted = 0;
  run.world.add(
    'n2',
    program(() => void booted++),
  );
  await run.story(async (world) => {
    world.start('n2');
    world.crash('n2');
    world.start('n2');
    await world.sleep(1);
  });
  expect(booted).toBe(1);
  expect(run.of('start').map(({ node, life }) => `${node} ${life}`)).toEqual([
    'n1 1',
    'n2 1',
    'n2 2',
  ]);
});

test('a datagram that arrives in the instant of a start is received', async () => {
  const run = new Recorder().nodes({ n1: sender, n2: listener });
  await run.story(async (world) => {
    world.crash('n2');
    void world.invoke('n1', 'send', 'n2', 'hello');
    await world.sleep(0);
    world.network.forge('n1', 'n2', 'early', 1);
    await world.sleep(1);
    world.start('n2');
    world.network.forge('n1', 'n2', 'now', 0);
    await world.sleep(1);
  });
  expect(run.said).toEqual(['1 n2 n1: "now"']);
});

test('a node that its story keeps down is not started by the end of a crash', async () => {
  const run = new Recorder().nodes({ n1: listener });
  await run.story(async (world) => {
    world.crash('n1');
    const end = world.inject({ kind: 'crash', node: 'n1' });
    end();
    await world.sleep(1);
    expect(run.of('start')).toHaveLength(1);
    const [first, second] = [
      world.inject({ kind: 'crash', node: 'n1' }),
      world.inject({ kind: 'crash', node: 'n1' }),
    ];
    world.start('n1');
    first();
    await world.sleep(1);
    expect(run.of('start')).toHaveLength(1);
    second();
    await world.sleep(1);
    expect(run.of('start')).toHaveLength(2);
  });
});
