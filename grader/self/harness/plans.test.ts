import { expect, test } from 'vitest';
import {
  storm,
  SWARM_KINDS,
  swarm,
  type Fault,
  type FaultKind,
  type FaultPlan,
  type Trigger,
} from '#harness';
import { exact, listener, program, received, Recorder, sender, type TestEnv } from './worlds.ts';

const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
const stops = (fault: Fault): boolean => fault.kind === 'crash' || fault.kind === 'pause';

/** The most nodes that a plan keeps down at once. */
function mostDown(plan: FaultPlan): number {
  const down = (at: number) =>
    plan.filter(
      (fault) => stops(fault) && (fault.at ?? 0) <= at && at < (fault.at ?? 0) + fault.for,
    );
  return Math.max(0, ...plan.map((fault) => down(fault.at ?? 0).length));
}

test('a swarm is the same for the same seed, bounded, within its time, and data', () => {
  const sizes = new Set<number>();
  const kinds = new Set<string>();
  for (let i = 0; i < 300; i++) {
    const options = { nodes, from: 500, until: 20_000, maxDown: 1 + (i % 3) };
    const plan = swarm(`seed ${i}`, options);
    expect(swarm(`seed ${i}`, options)).toEqual(plan);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(mostDown(plan)).toBeLessThanOrEqual(options.maxDown);
    expect(new Set(plan.map(({ id }) => id)).size).toBe(plan.length);
    for (const fault of plan) {
      kinds.add(fault.kind);
      expect(fault.at).toBeGreaterThanOrEqual(500);
      expect((fault.at ?? 0) + fault.for).toBeLessThanOrEqual(20_000.002);
      if (fault.kind === 'bridge' || fault.kind === 'halves')
        expect(fault.groups.map(({ length }) => length > 0)).toEqual([true, true]);
    }
    sizes.add(plan.length);
  }
  expect(sizes.size).toBeGreaterThan(30);
  for (const kind of SWARM_KINDS) if (kind !== 'swizzle') expect(kinds).toContain(kind);
});

test('a swarm switches kinds off, strikes only its victims, and differs between seeds', () => {
  const plans = Array.from({ length: 50 }, (_, i) =>
    swarm(`seed ${i}`, {
      nodes,
      victims: ['n2'],
      until: 10_000,
      kinds: ['crash', 'pause', 'slow-disk'],
    }),
  );
  expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).toBe(50);
  expect(plans.some((plan) => !plan.some(({ kind }) => kind === 'crash') && plan.length > 0)).toBe(
    true,
  );
  for (const fault of plans.flat()) expect(fault).toMatchObject({ node: 'n2' });
});

test('no node is down twice at once, and a storm is bounded too', () => {
  for (let i = 0; i < 100; i++) {
    const plan = storm(`seed ${i}`, { victims: nodes, until: 5000, down: [100, 900], maxDown: 2 });
    expect(
      storm(`seed ${i}`, { victims: nodes, until: 5000, down: [100, 900], maxDown: 2 }),
    ).toEqual(plan);
    expect(plan.length).toBeGreaterThan(5);
    expect(plan.every(({ kind }) => kind === 'crash')).toBe(true);
    expect(mostDown(plan)).toBeLessThanOrEqual(2);
    for (const node of nodes)
      expect(
        mostDown(plan.filter((fault) => 'node' in fault && fault.node === node)),
      ).toBeLessThanOrEqual(1);
  }
});

/** Answers each ping with a save and a pong. */
const ponger = program((env: TestEnv) => {
  env.net.receive((message, from) => {
    if ((message as { kind: string }).kind !== 'ping') return;
    env.disk.save({ n: 1 });
    env.net.send(from, { kind: 'pong' });
  });
  return { hello: () => 'hello' };
});

async function crashWhen(when: Trigger): Promise<[number, string][]> {
  const run = new Recorder().nodes({ n1: sender, n2: ponger });
  await run.story(async (world) => {
    world.apply([{ id: 'f1', kind: 'crash', node: 'n2', when, for: 5 }]);
    for (let i = 0; i < 4; i++) {
      void world.invoke('n1', 'send', 'n2', { kind: 'ping' });
      await world.sleep(10);
    }
    await Promise.race([world.invoke('n2', 'hello'), world.sleep(10)]);
    await world.sleep(10);
  });
  return run.events
    .filter(({ type }) => type === 'crash' || type === 'start')
    .map(({ at, type }): [number, string] => [at, type])
    .slice(2);
}

test.each<[string, Trigger, number]>([
  ['the first ping arrives', { event: 'deliver', node: 'n2', nth: 1 }, 1],
  ['the second save begins', { event: 'save', node: 'n2', nth: 2 }, 11],
  ['the third save is durable', { event: 'durable', nth: 3 }, 22],
  ['the second pong leaves', { event: 'send', match: { kind: 'pong' }, nth: 2 }, 12],
  [
    'half a millisecond after the first ping left',
    { event: 'send', node: 'n1', nth: 1, after: 0.5 },
    0.5,
  ],
  [
    'a ping of the link has its number',
    { event: 'send', match: { from: 'n1', to: 'n2', number: 2 }, nth: 1 },
    20,
  ],
  ['its method is called', { event: 'invoke', node: 'n2', match: { method: 'hello' }, nth: 1 }, 40],
  ['its method returns', { event: 'return', match: { method: 'hello' }, nth: 1 }, 40],
])('a trigger strikes when %s', async (_name, when, at) => {
  expect(await crashWhen(when)).toEqual([
    [at, 'crash'],
    [at + 5, 'start'],
  ]);
});

test('a trigger that strikes as a reply leaves lets it go, and crashes its sender', async () => {
  const run = new Recorder().nodes({ n1: sender, n2: ponger });
  await run.story(async (world) => {
    world.apply([
      {
        id: 'f1',
        kind: 'crash',
        node: 'n2',
        when: { event: 'send', node: 'n2', nth: 1 },
        for: 100,
      },
    ]);
    void world.invoke('n1', 'send', 'n2', { kind: 'ping' });
    await world.sleep(20);
  });
  expect(run.of('send').map(({ node }) => node)).toEqual(['n1', 'n2']);
  expect(run.of('crash')).toHaveLength(1);
  expect(run.world.cells('n2')).toEqual({ n: 1 });
});

test('faults are told when they begin and end, with their names and nodes', async () => {
  const run = new Recorder().nodes({ n1: listener, n2: listener });
  await run.story(async (world) => {
    world.apply([{ id: 'f7', kind: 'isolate', node: 'n2', at: 3, for: 4 }]);
    world.inject({ kind: 'pause', node: 'n1' })();
    await world.sleep(10);
  });
  expect(
    run.of('fault').map(({ at, id, phase, nodes: on, text }) => [at, id, phase, on.join(), text]),
  ).toEqual([
    [0, 's1', 'begin', 'n1', 'pause n1'],
    [0, 's1', 'end', 'n1', 'pause n1'],
    [3, 'f7', 'begin', 'n2', 'isolate n2'],
    [7, 'f7', 'end', 'n2', 'isolate n2'],
  ]);
});

test('faults of one kind that overlap end each for itself, in whichever order', async () => {
  const run = new Recorder().nodes({ n1: sender, n2: listener });
  await run.story(async (world) => {
    const late: FaultKind = { kind: 'dials', dials: { latency: { kind: 'constant', value: 5 } } };
    const lossy: FaultKind = { kind: 'dials', dials: { loss: 1 } };
    const later: FaultKind = { kind: 'dials', dials: { latency: { kind: 'constant', value: 9 } } };
    const [a, b, c] = [world.inject(late), world.inject(lossy), world.inject(later)];
    const send = async (): Promise<number> => {
      const before = received(run, 'n2').length;
      const from = world.at();
      void world.invoke('n1', 'send', 'n2', 'x');
      await world.sleep(20);
      return received(run, 'n2').length > before
        ? (run.of('deliver').at(-1)?.at ?? 0) - from
        : Number.POSITIVE_INFINITY;
    };
    expect(await send()).toBe(Number.POSITIVE_INFINITY);
    b();
    b();
    expect(await send()).toBe(9);
    a();
    expect(await send()).toBe(9);
    c();
    expect(await send()).toBe(1);
    expect(world.network.dials).toEqual(exact);
  });
});

test('a fault on a node that is not there does nothing', async () => {
  const run = new Recorder().nodes({ n1: listener });
  const kinds = ['crash', 'isolate', 'skew', 'slow-disk', 'slow-node'] as const;
  await run.story(async (world) => {
    for (const kind of kinds) world.inject({ kind, node: 'n9', rate: 1, factor: 2 } as FaultKind)();
    await world.sleep(1);
  });
  expect(run.of('bug')).toEqual([]);
});
