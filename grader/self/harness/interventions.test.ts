import { expect, test } from 'vitest';
import type { Plain } from '#harness';
import { listener, received, Recorder, sender } from './worlds.ts';

const pair = () => ({ n1: sender, n2: listener, n3: listener });
const request = (n: number, method = 'deposit'): Plain => ({ kind: 'request', method, n });
const numbers = (run: Recorder, node = 'n2') =>
  received(run, node).map((message) => (message as { n?: number } | null)?.n ?? message);

test('what is held arrives when released, in the order of sending; a lift ends it', async () => {
  const run = new Recorder().nodes(pair());
  await run.story(async (world) => {
    const hold = world.intervene({ kind: 'hold' }, { to: 'n2' });
    void world.invoke('n1', 'send', 'n2', request(1), request(2));
    void world.invoke('n1', 'send', 'n3', request(9));
    await world.sleep(50);
    expect(numbers(run)).toEqual([]);
    expect(hold.count).toBe(2);
    hold.release();
    await world.sleep(5);
    expect(numbers(run)).toEqual([1, 2]);
    void world.invoke('n1', 'send', 'n2', request(3));
    await world.sleep(5);
    hold.lift();
    void world.invoke('n1', 'send', 'n2', request(4));
    await world.sleep(5);
    expect(numbers(run)).toEqual([1, 2, 4]);
    hold.release();
    await world.sleep(5);
  });
  expect(numbers(run)).toEqual([1, 2, 4, 3]);
  expect(numbers(run, 'n3')).toEqual([9]);
  expect(run.of('hold')).toHaveLength(3);
  expect(run.of('release').map(({ at }) => at)).toEqual([50, 50, 65]);
});

test('a copy can be held while the datagram itself goes on', async () => {
  const run = new Recorder().nodes(pair());
  await run.story(async (world) => {
    const hold = world.intervene({ kind: 'hold', copy: true }, { times: 1 });
    void world.invoke('n1', 'send', 'n2', request(1), request(2));
    await world.sleep(3_600_000);
    hold.release();
    await world.sleep(5);
  });
  const arrivals = run.of('deliver');
  expect(arrivals.map(({ id, copy }) => [id, copy])).toEqual([
    [0, 0],
    [1, 0],
    [0, 2],
  ]);
  expect(arrivals[2]?.at).toBe(3_600_000);
  expect(arrivals[2]?.message).toBe(arrivals[0]?.message);
});

test('messages are blocked by kind, method, sender, number, and so many times', async () => {
  const run = new Recorder().nodes(pair());
  await run.story(async (world) => {
    const through = async (...messages: Plain[]): Promise<unknown[]> => {
      const before = received(run, 'n2').length;
      void world.invoke('n1', 'send', 'n2', ...messages);
      await world.sleep(5);
      return numbers(run).slice(before);
    };
    const three = [request(1), { kind: 'note', n: 2 }, request(3, 'balance')];
    const byKind = world.intervene({ kind: 'block' }, { kind: 'request' });
    expect(await through(...three, 'no kind at all', null)).toEqual([2, 'no kind at all', null]);
    byKind.lift();
    const byMethod = world.intervene({ kind: 'block' }, { method: 'deposit' });
    expect(await through(...three)).toEqual([2, 3]);
    byMethod.lift();
    const bySender = world.intervene({ kind: 'block' }, { from: ['n2', 'n3'] });
    expect(await through(...three)).toEqual([1, 2, 3]);
    bySender.lift();
    const window = world.intervene({ kind: 'block' }, { skip: 1, times: 2 });
    expect(await through(request(1), request(2), request(3), request(4))).toEqual([1, 4]);
    window.lift();
    const byNumber = world.intervene({ kind: 'block' }, { number: 16, from: 'n1', to: 'n2' });
    expect(await through(request(1), request(2), request(3))).toEqual([1, 3]);
    byNumber.lift();
    const byContent = world.intervene(
      { kind: 'block' },
      { where: (message) => (message as { n: number }).n > 2 },
    );
    expect(await through(...three)).toEqual([1, 2]);
    byContent.lift();
  });
  expect(run.of('drop').every(({ why }) => why === 'blocked')).toBe(true);
});

test('one datagram is delayed, and those after it overtake it', async () => {
  const run = new Recorder().nodes(pair());
  await run.story(async (world) => {
    world.apply([
      { id: 'f1', kind: 'delay', from: 'n1', to: 'n2', number: 1, by: 40, at: 0, for: 1000 },
    ]);
    await world.sleep(1);
    void world.invoke('n1', 'send', 'n2', request(0), request(1), request(2));
    await world.sleep(100);
  });
  expect(run.of('deliver').map(({ at, message }) => [at, (message as { n: number }).n])).toEqual([
    [2, 0],
    [2, 2],
    [42, 1],
  ]);
});

test('somebody in the middle alters a message on its way, and leaves others alone', async () => {
  const run = new Recorder().nodes(pair());
  const change = (message: Plain): Plain | undefined => {
    const { kind, n } = message as { kind: string; n: number };
    return kind === 'request' ? { ...(message as object), n: n * 100 } : undefined;
  };
  await run.story(async (world) => {
    world.intervene({ kind: 'tamper', change });
    void world.invoke('n1', 'send', 'n2', request(1), { kind: 'note', n: 2 });
    await world.sleep(5);
  });
  expect(numbers(run)).toEqual([100, 2]);
  expect(run.of('send').map(({ message }) => (message as { n: number }).n)).toEqual([1, 2]);
  expect(run.of('tamper')).toMatchObject([{ id: 0, from: 'n1', to: 'n2', message: { n: 100 } }]);
});

test('a forged datagram arrives in the name of another, and takes no number', async () => {
  const run = new Recorder().nodes(pair());
  await run.story(async (world) => {
    void world.invoke('n1', 'send', 'n2', 'true');
    await world.sleep(1);
    world.network.forge('n1', 'n2', 'false', 5);
    void world.invoke('n1', 'send', 'n2', 'true again');
    await world.sleep(20);
  });
  expect(run.said).toEqual(['1 n2 n1: "true"', '2 n2 n1: "true again"', '6 n2 n1: "false"']);
  const sends = run.of('send');
  expect(sends.map(({ number, forged }) => [number, forged])).toEqual([
    [0, undefined],
    [-1, true],
    [1, undefined],
  ]);
  expect(run.world.network.cost.get('n1')?.messages).toBe(2);
});

test('the first intervention that matches has the datagram, before any dice', async () => {
  const run = new Recorder({
    network: { latency: { kind: 'constant', value: 1 }, loss: 1, duplication: 0 },
  }).nodes(pair());
  await run.story(async (world) => {
    const hold = world.intervene({ kind: 'hold' }, { kind: 'request' });
    const block = world.intervene({ kind: 'block' });
    void world.invoke('n1', 'send', 'n2', request(1), 'other');
    await world.sleep(5);
    expect([hold.count, block.count]).toEqual([1, 1]);
    hold.release();
    await world.sleep(5);
  });
  expect(numbers(run)).toEqual([1]);
});
