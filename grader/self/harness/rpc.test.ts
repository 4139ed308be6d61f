import { expect, test } from 'vitest';
import { type Env, type Plain, RPC_TIMEOUT, type RpcMessage } from '#harness';
import { exact, program, Recorder, type TestEnv } from './worlds.ts';

const caller = program((env: TestEnv) => ({
  call: async (to: string, method: string, args: Plain, timeout?: number) => {
    const from = env.now();
    const reply = await env.rpc.call(to, method, args, timeout === undefined ? {} : { timeout });
    env.trace(`${method} took ${env.now() - from}: ${JSON.stringify(reply)}`);
    return reply ?? null;
  },
}));

const server = program((env: TestEnv) => {
  let executed = 0;
  env.rpc.handle('count', () => ++executed);
  env.rpc.handle('who', (_args, from) => from);
  env.rpc.handle('slow', async (args) => {
    await env.sleep(100);
    return args;
  });
  env.rpc.handle('wrong', () => new Date(0) as never);
  env.rpc.handle('nothing', () => undefined);
  env.rpc.handle('throws', () => {
    throw new Error('no');
  });
  env.rpc.handle('rejects', async () => {
    await env.sleep(1);
    throw new Error('no, later');
  });
  return { executed: () => executed };
});

const pair = (options = {}) => new Recorder(options).nodes({ n1: caller, n2: server });

test('a call is answered by the handler of its method, at once or later', async () => {
  const run = pair();
  await run.story(async (world) => {
    expect(await world.invoke('n1', 'call', 'n2', 'who', {})).toBe('n1');
    expect(await world.invoke('n1', 'call', 'n2', 'slow', { x: [1] })).toEqual({ x: [1] });
  });
  expect(run.said).toEqual(['2 n1 who took 2: "n1"', '104 n1 slow took 102: {"x":[1]}']);
});

test('a call that is not answered gives undefined after 7 s, or when told to', async () => {
  const run = pair();
  await run.story(async (world) => {
    void world.invoke('n1', 'call', 'n9', 'who', {});
    await world.invoke('n1', 'call', 'n2', 'nobody takes this', {}, 50);
    await world.invoke('n1', 'call', 'n2', 'slow', 'too late', 60);
    world.intervene({ kind: 'block' }, { kind: 'rpc-reply' });
    expect(await world.invoke('n1', 'call', 'n2', 'count', {})).toBe(null);
    expect(await world.invoke('n2', 'executed')).toBe(1);
  });
  expect(RPC_TIMEOUT).toBe(7000);
  expect(run.said).toEqual([
    '1 n2 no handler takes nobody takes this from n1',
    '50 n1 nobody takes this took 50: undefined',
    '110 n1 slow took 60: undefined',
    '7000 n1 who took 7000: undefined',
    '7110 n1 count took 7000: undefined',
  ]);
});

test('a request that arrives twice is executed twice, its caller is answered once', async () => {
  const run = pair({ network: { ...exact, duplication: 1 } });
  await run.story(async (world) => {
    expect(await world.invoke('n1', 'call', 'n2', 'count', {})).toBe(1);
    await world.sleep(10);
    expect(await world.invoke('n2', 'executed')).toBe(2);
  });
  expect(run.said).toHaveLength(1);
});

test('a reply that comes late, or to a later life, is not given to the program', async () => {
  const run = pair();
  await run.story(async (world) => {
    const hold = world.intervene({ kind: 'hold' }, { kind: 'rpc-reply', times: 1 });
    void world.invoke('n1', 'call', 'n2', 'count', {}, 20);
    await world.sleep(5);
    world.crash('n1');
    world.start('n1');
    await world.sleep(1);
    void world.invoke('n1', 'call', 'n2', 'slow', 'mine');
    await world.sleep(10);
    hold.release();
    await world.sleep(200);
    const late = world.intervene({ kind: 'hold' }, { kind: 'rpc-reply', times: 1 });
    void world.invoke('n1', 'call', 'n2', 'count', {}, 20);
    await world.sleep(50);
    late.release();
    await world.sleep(50);
  });
  expect(run.said.map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'n1 slow took 102: "mine"',
    'n1 count took 20: undefined',
  ]);
});

test('every request has its own number, every reply names the delivery it answers', async () => {
  const run = pair({ network: { ...exact, duplication: 0.5 } });
  await run.story(async (world) => {
    for (let i = 0; i < 30; i++) void world.invoke('n1', 'call', 'n2', 'count', { i });
    await world.sleep(100);
  });
  const messages = run.of('send').map(({ message }) => message as RpcMessage);
  const requests = messages.filter(({ kind }) => kind === 'rpc');
  expect(new Set(requests.map(({ call }) => call)).size).toBe(30);
  const deliveries = new Map(
    run.of('deliver').map(({ delivery, message }) => [delivery, message as RpcMessage]),
  );
  const replies = messages.filter((message) => message.kind === 'rpc-reply');
  expect(new Set(replies.map(({ delivery }) => delivery)).size).toBe(replies.length);
  for (const { call, delivery } of replies)
    expect(deliveries.get(delivery)).toMatchObject({ kind: 'rpc', call });
});

test.each([
  ['throws', 'handler of throws', 'no'],
  ['rejects', 'handler of rejects', 'no, later'],
  ['wrong', 'handler of wrong', 'wrong.reply is an instance of Date'],
  ['nothing', 'handler of nothing', 'nothing.reply is undefined'],
])('a handler that goes wrong (%s) is a bug of its node', async (method, where, message) => {
  const run = pair();
  const end = await run.ending((world) => world.invoke('n1', 'call', 'n2', method, {}));
  expect(end.end).toBe('stopped');
  expect(run.of('bug')).toHaveLength(1);
  expect(run.of('bug')[0]).toMatchObject({ node: 'n2', life: 1, where });
  expect(run.of('bug')[0]?.error.message).toContain(message);
});

test('arguments that are not plain are refused with their path, at the call', async () => {
  type Raft = { AppendEntries(args: { entries: { command: unknown }[] }): null };
  const leader = program((env) => ({
    act: () => {
      const { rpc } = env as unknown as Env<Raft>;
      const entries = [{ command: 1 }, { command: 2 }, { command: new Map() }];
      void rpc.call('n2', 'AppendEntries', { entries });
    },
  }));
  const run = new Recorder().nodes({ n1: leader });
  await run.ending((world) => world.invoke('n1', 'act'));
  expect(run.of('bug')).toHaveLength(1);
  expect(run.of('bug')[0]?.error.message).toMatch(
    /^AppendEntries\.args\.entries\[2\]\.command is an instance of Map\./,
  );
  expect(run.of('send')).toEqual([]);
});

test('datagrams that are no calls, even null, do not disturb a node with handlers', async () => {
  const run = pair();
  await run.story(async (world) => {
    for (const message of [
      null,
      1,
      'rpc',
      [],
      {},
      { kind: 'rpc' },
      { kind: 'rpc-reply', call: 77 },
    ])
      world.network.forge('n1', 'n2', message, 1);
    await world.sleep(5);
    expect(await world.invoke('n1', 'call', 'n2', 'who', {})).toBe('n1');
  });
});
