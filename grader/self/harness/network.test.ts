import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FaultKind, LinkDials, World } from '#harness';
import { exact, listener, program, received, Recorder, sender } from './worlds.ts';

const triple = () => ({ n1: sender, n2: listener, n3: listener });

async function sendAt(world: World, times: readonly number[], to = 'n2'): Promise<void> {
  for (const at of times) {
    await world.sleep(at - world.at());
    void world.invoke('n1', 'send', to, at);
  }
  await world.sleep(100);
}

/** The part of 4,000 datagrams of which something holds. */
async function part(network: LinkDials, holds: (run: Recorder) => number): Promise<number> {
  const run = new Recorder({ network }).nodes(triple());
  await run.story(async (world) => {
    for (let i = 0; i < 40; i++)
      void world.invoke('n1', 'send', 'n2', ...Array.from({ length: 100 }, (_, n) => n));
    await world.sleep(5000);
  });
  return holds(run) / 4000;
}

test('so many are lost and so many are doubled as the dials say', async () => {
  const dials = { ...exact, loss: 0.2, duplication: 0.3 };
  expect(await part(dials, (run) => run.of('drop').length)).toBeCloseTo(0.2, 1);
  expect(
    await part(dials, (run) => run.of('deliver').filter(({ copy }) => copy === 1).length),
  ).toBeCloseTo(0.8 * 0.3, 1);
  expect(await part({ ...exact, loss: 1 }, (run) => run.of('deliver').length)).toBe(0);
  expect(await part({ ...exact, duplication: 1 }, (run) => run.of('deliver').length)).toBe(2);
});

test('loss is decided when a datagram is sent: what had left before still arrives', async () => {
  const run = new Recorder({
    network: { ...exact, latency: { kind: 'constant', value: 20 } },
  }).nodes(triple());
  await run.story(async (world) => {
    await sendAt(world, [0]);
    void world.invoke('n1', 'send', 'n2', 'left');
    await world.sleep(1);
    world.network.dials = { ...world.network.dials, loss: 1 };
    void world.invoke('n1', 'send', 'n2', 'lost');
    await world.sleep(1);
    world.network.dials = { ...world.network.dials, loss: 0 };
    await world.sleep(100);
  });
  expect(received(run, 'n2')).toEqual([0, 'left']);
  expect(run.of('drop').map(({ at, why }) => [at, why])).toEqual([[101, 'loss']]);
});

test('a cut loses what is sent while it lasts, and nothing that had left before', async () => {
  const run = new Recorder({
    network: { ...exact, latency: { kind: 'constant', value: 10 } },
  }).nodes(triple());
  await run.story(async (world) => {
    world.apply([{ id: 'f1', kind: 'halves', groups: [['n1'], ['n2', 'n3']], at: 15, for: 10 }]);
    await sendAt(world, [1, 10, 14, 16, 20, 24, 26, 30]);
  });
  expect(received(run, 'n2')).toEqual([1, 10, 14, 26, 30]);
  expect(run.of('drop').every(({ why }) => why === 'cut')).toBe(true);
});

test('a link that several faults cut works again when all have ended, and not before', async () => {
  const aCut = fc.record({
    from: fc.integer({ min: 0, max: 50 }),
    length: fc.integer({ min: 1, max: 40 }),
    isolate: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(aCut, { minLength: 1, maxLength: 6 }), async (cuts) => {
      const run = new Recorder().nodes(triple());
      const times = Array.from({ length: 60 }, (_, i) => 1.5 + 2 * i);
      await run.story(async (world) => {
        world.apply(
          cuts.map(({ from, length, isolate }, i) => {
            const kind: FaultKind = isolate
              ? { kind: 'isolate', node: 'n2' }
              : { kind: 'one-way', from: ['n1'], to: ['n2'] };
            return { ...kind, id: `f${i}`, at: from, for: length };
          }),
        );
        await sendAt(world, times);
      });
      const whole = (at: number) =>
        cuts.every(({ from, length }) => at < from || at > from + length);
      expect(received(run, 'n2')).toEqual(times.filter(whole));
    }),
    { seed: 3, numRuns: 60 },
  );
});

/** Every node sends its name to every other; who heard whom. */
async function whoHears(
  ids: readonly string[],
  fault: FaultKind,
): Promise<Record<string, string[]>> {
  const chatty = program((env) => {
    env.net.receive(() => {});
    return { shout: () => ids.forEach((id) => env.net.send(id, env.id)) };
  });
  const run = new Recorder().nodes(Object.fromEntries(ids.map((id) => [id, chatty])));
  await run.story(async (world) => {
    world.inject(fault);
    for (const id of ids) void world.invoke(id, 'shout');
    await world.sleep(10);
  });
  return Object.fromEntries(ids.map((id) => [id, received(run, id).map(String).toSorted()]));
}

test('each shape of a partition cuts what its name says', async () => {
  const ids = ['n1', 'n2', 'n3', 'n4', 'n5'];
  expect(await whoHears(ids, { kind: 'isolate', node: 'n3' })).toEqual({
    n1: ['n1', 'n2', 'n4', 'n5'],
    n2: ['n1', 'n2', 'n4', 'n5'],
    n3: ['n3'],
    n4: ['n1', 'n2', 'n4', 'n5'],
    n5: ['n1', 'n2', 'n4', 'n5'],
  });
  expect(
    await whoHears(ids, {
      kind: 'bridge',
      node: 'n3',
      groups: [
        ['n1', 'n2'],
        ['n4', 'n5'],
      ],
    }),
  ).toEqual({
    n1: ['n1', 'n2', 'n3'],
    n2: ['n1', 'n2', 'n3'],
    n3: ids,
    n4: ['n3', 'n4', 'n5'],
    n5: ['n3', 'n4', 'n5'],
  });
  const oneWay = await whoHears(['n1', 'n2'], { kind: 'one-way', from: ['n1'], to: ['n2'] });
  expect(oneWay).toEqual({ n1: ['n1', 'n2'], n2: ['n2'] });
});

test('in a ring of majorities every node sees a majority, and no two see the same', async () => {
  for (const size of [3, 4, 5, 6, 7, 8, 9]) {
    const ids = Array.from({ length: size }, (_, i) => `n${i + 1}`);
    const heard = await whoHears(ids, { kind: 'ring', nodes: ids.toSorted(() => 1) });
    const views = Object.values(heard);
    for (const view of views) expect(view.length, `of ${size}`).toBeGreaterThan(size / 2);
    expect(new Set(views.map(String)).size, `of ${size}`).toBe(size);
  }
  const three = await whoHears(['n1', 'n2', 'n3'], { kind: 'ring', nodes: ['n2', 'n1', 'n3'] });
  expect(three).toEqual({ n1: ['n1', 'n2', 'n3'], n2: ['n1', 'n2'], n3: ['n1', 'n3'] });
});

test('datagrams overtake each other as latencies fall; a late part is later still', async () => {
  const uniform: LinkDials = { ...exact, latency: { kind: 'uniform', min: 5, max: 10 } };
  const arrivals = async (network: LinkDials): Promise<{ order: number[]; delays: number[] }> => {
    const run = new Recorder({ network }).nodes(triple());
    await run.story((world) =>
      sendAt(
        world,
        Array.from({ length: 100 }, (_, i) => 1 + i),
      ),
    );
    const order = received(run, 'n2').map(Number);
    return { order, delays: run.of('deliver').map(({ at, message }) => at - Number(message)) };
  };
  const plain = await arrivals(uniform);
  expect(plain.order).not.toEqual(plain.order.toSorted((a, b) => a - b));
  expect(plain.delays.every((ms) => ms >= 5 && ms <= 10)).toBe(true);
  const late = await arrivals({
    ...uniform,
    reorder: { part: 0.5, later: { kind: 'constant', value: 30 } },
  });
  const later = late.delays.filter((ms) => ms >= 35 && ms <= 40);
  expect(later.length).toBeGreaterThan(30);
  expect(later.length).toBeLessThan(70);
  expect(late.delays.filter((ms) => ms > 10 && ms < 35)).toEqual([]);
});

test('a datagram arrives when the bytes before it, and its own, have been sent', async () => {
  const aSend = fc.record({
    gap: fc.integer({ min: 0, max: 30 }),
    length: fc.integer({ min: 0, max: 200 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(aSend, { minLength: 1, maxLength: 20 }), async (sends) => {
      // Ten bytes a millisecond, and one millisecond on the line.
      const run = new Recorder({ network: { ...exact, bandwidth: 10_000 } }).nodes(triple());
      await run.story(async (world) => {
        for (const { gap, length } of sends) {
          await world.sleep(gap);
          void world.invoke('n1', 'send', 'n2', 'x'.repeat(length));
        }
        await world.sleep(10_000);
      });
      let free = 0;
      let now = 0;
      const expected = sends.map(({ gap, length }) => {
        now += gap;
        free = Math.max(free, now) + (length + 2) / 10;
        return free + 1;
      });
      const arrived = run.of('deliver').map(({ at }) => at);
      expect(arrived.length).toBe(expected.length);
      expected.forEach((at, i) => expect(arrived[i]).toBeCloseTo(at, 6));
    }),
    { seed: 4, numRuns: 60 },
  );
});

test('what finds no room in the queue of a slow link is lost, and other links go on', async () => {
  const run = new Recorder({ network: { ...exact, bandwidth: 1000, queue: 30 } }).nodes(triple());
  await run.story(async (world) => {
    void world.invoke('n1', 'send', 'n2', ...Array.from({ length: 5 }, (_, i) => `12345678${i}`));
    void world.invoke('n1', 'send', 'n3', 'at once');
    await world.sleep(500);
    void world.invoke('n1', 'send', 'n2', 'room again');
    await world.sleep(500);
  });
  expect(received(run, 'n2')).toEqual(['123456780', '123456781', 'room again']);
  expect(run.of('drop').map(({ why }) => why)).toEqual(['queue-full', 'queue-full', 'queue-full']);
  expect(run.of('deliver').find(({ node }) => node === 'n3')?.at).toBe(10);
});

test('one link can have dials of its own', async () => {
  const run = new Recorder().nodes(triple());
  await run.story(async (world) => {
    world.network.tune('n1', 'n2', { loss: 1 });
    void world.invoke('n1', 'send', 'n2', 'lost');
    void world.invoke('n1', 'send', 'n3', 'arrives');
    await world.sleep(10);
    world.network.tune('n1', 'n2', undefined);
    void world.invoke('n1', 'send', 'n2', 'arrives too');
    await world.sleep(10);
  });
  expect(received(run, 'n2')).toEqual(['arrives too']);
  expect(received(run, 'n3')).toEqual(['arrives']);
});

test('what is sent to nobody, to a node that is down, or to a deaf one, is silence', async () => {
  const run = new Recorder().nodes({ n1: sender, deaf: program(() => {}), n2: listener });
  await run.story(async (world) => {
    world.crash('n2');
    for (const to of ['nobody', 'deaf', 'n2']) void world.invoke('n1', 'send', to, 'hello');
    await world.sleep(10);
  });
  expect(run.of('drop').map(({ to, why }) => `${to} ${why}`)).toEqual([
    'nobody no-such-node',
    'deaf no-receiver',
    'n2 node-down',
  ]);
});

test('every receiver of a node gets every datagram, in the order of their adding', async () => {
  const two = program((env) => {
    env.net.receive((message) => env.trace(`first ${String(message)}`));
    env.net.receive((message) => env.trace(`second ${String(message)}`));
  });
  const run = new Recorder().nodes({ n1: sender, n2: two });
  await run.story((world) => sendAt(world, [1, 2]));
  expect(run.said).toEqual(['2 n2 first 1', '2 n2 second 1', '3 n2 first 2', '3 n2 second 2']);
});

test('transport is counted: messages and bytes, by sender', async () => {
  const run = new Recorder().nodes(triple());
  await run.story((world) => sendAt(world, [1, 22, 333]));
  expect(run.world.network.cost.get('n1')).toEqual({ messages: 3, bytes: 6 });
});

test('an oversized datagram is a bug of its sender, and the largest one arrives', async () => {
  const run = new Recorder().nodes(triple());
  await run.ending(async (world) => {
    void world.invoke('n1', 'send', 'n2', 'x'.repeat(65_505));
    await world.sleep(10);
    void world.invoke('n1', 'send', 'n2', 'x'.repeat(65_506));
    await world.sleep(10);
  });
  expect(received(run, 'n2')).toHaveLength(1);
  expect(run.end?.end).toBe('stopped');
  expect(run.of('bug')[0]).toMatchObject({
    node: 'n1',
    where: 'send',
    error: { name: 'NotPlainError' },
  });
});
