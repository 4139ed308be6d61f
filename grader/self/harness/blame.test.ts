import { expect, test } from 'vitest';
import { todo, type Boot, type EventOf, type RunEnd } from '#harness';
import { listener, program, Recorder, sender, type TestEnv } from './worlds.ts';

const oops = (): never => {
  throw new TypeError('oops');
};

/** Each way in which a program can go wrong, and where the blame says it did. */
const wrongs: readonly (readonly [
  string,
  string,
  (env: TestEnv) => Record<string, () => unknown> | void,
])[] = [
  ['start', 'start', () => oops()],
  ['a receiver', 'receiver', (env) => env.net.receive(oops)],
  ['an async receiver', 'receiver', (env) => env.net.receive(async () => oops())],
  [
    'a receiver, after an await',
    'receiver',
    (env) =>
      env.net.receive(async () => {
        await env.sleep(1);
        oops();
      }),
  ],
  ['a spawned task', 'task t', (env) => env.spawn('t', oops)],
  [
    'a spawned task, after a sleep',
    'task t',
    (env) =>
      env.spawn('t', async () => {
        await env.sleep(3);
        oops();
      }),
  ],
  [
    'what follows a timer',
    'a rejection that nobody handled',
    (env) => void env.sleep(2).then(oops),
  ],
  [
    'what follows some work',
    'a rejection that nobody handled',
    (env) => void env.work(2).then(oops),
  ],
  ['an invoked method', 'act', () => ({ act: oops })],
  ['an invoked async method', 'act', () => ({ act: async () => oops() })],
  [
    'a promise that nobody looks at',
    'a rejection that nobody handled',
    () => ({ act: () => void Promise.reject(new TypeError('oops')) }),
  ],
  [
    'a message that is not plain',
    'act',
    (env) => ({ act: () => env.net.send('n1', Symbol('oops') as never) }),
  ],
  ['a result that is not plain', 'act', () => ({ act: () => ({ oops: () => 1 }) })],
  ['a method that is not there', 'act', () => ({})],
];

async function runWrong(boot: Boot): Promise<{ end: RunEnd; bug: EventOf<'bug'>; bugs: number }> {
  const run = new Recorder().nodes({ n1: sender, n2: boot, n3: listener });
  const end = await run.ending(async (world) => {
    void world.invoke('n1', 'send', 'n2', 'hello');
    await world.sleep(2);
    void world.invoke('n2', 'act');
    await world.sleep(1000);
  });
  return { end, bug: run.of('bug')[0] as EventOf<'bug'>, bugs: run.of('bug').length };
}

test.each(wrongs)(
  'a throw in %s ends the run, and is blamed on its node',
  async (_name, where, start) => {
    const { end, bug, bugs } = await runWrong(program((env) => start(env) ?? { act: () => null }));
    expect(end.end).toBe('stopped');
    expect(bugs).toBe(1);
    expect(bug).toMatchObject({ node: 'n2', life: 1, where });
    if (bug.error.message === 'oops') expect(bug.error.stack).toContain('blame.test.ts');
    expect(bug.at).toBe(end.at);
  },
);

test('a rejection is blamed on the event that caused it, also if a catch comes later', async () => {
  const late = program((env) => ({
    act: async () => {
      const failing = (async () => {
        await env.sleep(5);
        oops();
      })();
      await env.sleep(10);
      await failing.catch(() => {});
    },
  }));
  const { bug, end } = await runWrong(late);
  expect(bug).toMatchObject({
    node: 'n2',
    at: 7,
    where: 'a rejection that nobody handled',
    error: { name: 'TypeError', message: 'oops' },
  });
  expect(end.at).toBe(7);
});

test('a rejection that is handled within the event that caused it is no bug', async () => {
  const early = program((env) => ({
    act: async () => {
      const failing = (async () => {
        await env.sleep(1);
        oops();
      })();
      await Promise.allSettled([failing, env.sleep(10)]);
    },
  }));
  expect((await runWrong(early)).bugs).toBe(0);
});

test('a bug of one node is not blamed on another that runs in the same instant', async () => {
  const at5 = (act: () => void) => program((env) => void env.sleep(5).then(act));
  const run = new Recorder().nodes({ n1: at5(() => {}), n2: at5(oops), n3: at5(() => {}) });
  const end = await run.ending((world) => world.sleep(10));
  expect(run.of('bug').map(({ node, at }) => [node, at])).toEqual([['n2', 5]]);
  expect(end.at).toBe(5);
});

test('whatever was thrown is told as data, and nothing of it is run', async () => {
  let ran = 0;
  const spy = (): string => `ran ${++ran}`;
  const thrown: readonly (readonly [unknown, object])[] = [
    ['text', { name: 'thrown', message: 'text' }],
    [undefined, { name: 'thrown', message: 'undefined' }],
    [Symbol('s'), { name: 'thrown', message: 'Symbol(s)' }],
    [Object.assign(() => {}, { toString: spy }), { name: 'thrown', message: 'a function' }],
    [
      { toString: spy, message: 'own' },
      { name: 'thrown', message: 'own', stack: '' },
    ],
    [{ toString: spy }, { name: 'thrown', message: 'an object' }],
    [
      Object.defineProperties(new Error('x'), {
        message: { get: spy },
        stack: { get: spy },
        name: { get: spy },
      }),
      { name: 'Error', message: '', stack: '' },
    ],
    [new RangeError('far'), { name: 'RangeError', message: 'far' }],
  ];
  // Putting a getter in the place of the stack makes the engine write it, and read the message.
  ran = 0;
  for (const [error, told] of thrown) {
    const boot = program(() => ({
      act: () => {
        throw error;
      },
    }));
    expect((await runWrong(boot)).bug.error).toMatchObject(told);
  }
  expect(ran).toBe(0);
});

test('what has not been written yet is told with its step', async () => {
  expect((await runWrong(program(() => ({ act: () => todo('1A1') })))).bug.error).toMatchObject({
    name: 'TodoError',
    step: '1A1',
  });
});
