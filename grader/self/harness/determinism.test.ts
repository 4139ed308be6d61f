import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FaultPlan, TraceEvent } from '#harness';
import { runSample, sampleWorld } from './sample-world.ts';
import { aFault } from './arbitraries.ts';

const aPlan = (length: number): fc.Arbitrary<FaultPlan> =>
  fc
    .array(aFault, { minLength: length, maxLength: length })
    .map((plan) => plan.map((fault, i) => ({ ...fault, id: `f${i}` })));

test('the same seed and plan give the same digest, events and all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), aPlan(5), async (seed, plan) => {
      const runs = [];
      for (let i = 0; i < 2; i++) {
        const events: string[] = [];
        const end = await runSample({
          seed,
          plan,
          observer: (event) => events.push(JSON.stringify(event)),
        });
        runs.push({ end, events });
      }
      expect(runs[1]).toEqual(runs[0]);
    }),
    { seed: 1, numRuns: 40 },
  );
});

test('another seed gives another digest', async () => {
  const digests = new Set<string>();
  for (let i = 0; i < 200; i++)
    digests.add((await runSample({ seed: `seed ${i}`, until: 200 })).digest);
  expect(digests.size).toBe(200);
});

test('a message to another node, or another moment, is another digest', async () => {
  const digestOf = async (to: string, at: number): Promise<string> => {
    const world = sampleWorld({ seed: 'one' });
    const end = await world.run(async () => {
      await world.sleep(at);
      world.network.forge('x', to, 'hello', 5);
      await world.sleep(20 - at);
    });
    return end.digest;
  };
  const digests = await Promise.all([
    digestOf('n1', 3),
    digestOf('n1', 3),
    digestOf('n2', 3),
    digestOf('n1', 4),
  ]);
  expect(digests[1]).toBe(digests[0]);
  expect(new Set(digests).size).toBe(3);
});

/** What was drawn in a run, by what the draw belongs to. */
type Draws = Map<string, string>;

/** Runs the sample world and notes each decision of the network, the disks and the nodes' dice. */
async function decisions(
  seed: string,
  plan: FaultPlan,
): Promise<{ events: string[]; draws: Draws }> {
  const events: string[] = [];
  const draws: Draws = new Map();
  let fate: string[] = [];
  let key = '';
  const observer = (event: TraceEvent): void => {
    events.push(JSON.stringify(event));
    if (event.type === 'send') key = `${event.node}>${event.to}#${event.number}`;
    if (event.type === 'drop') fate.push(event.why);
    if (event.type === 'torn') draws.set(`torn ${event.node}#${event.save}`, String(event.kept));
  };
  const drawn = (node: string, u: number): void => {
    draws.set(`dice ${node}#${world.nodes.get(node)?.draws}`, String(u));
  };
  const world: ReturnType<typeof sampleWorld> = sampleWorld({ seed, plan, observer, drawn });
  const { kernel, network } = world;
  const send = network.send.bind(network);
  const schedule = kernel.schedule.bind(kernel);
  const emit = world.emit.bind(world);
  let sending = false;
  // Everything about a datagram is decided when it is sent: what the network schedules
  // meanwhile is its fate, and what a trigger schedules when it hears of the send is not.
  world.emit = (event) => {
    const before = sending;
    sending = false;
    emit(event);
    sending = before;
  };
  kernel.schedule = (at, tie, run) => {
    if (sending) fate.push(`${at - kernel.now}:${tie}`);
    schedule(at, tie, run);
  };
  network.send = (...args) => {
    fate = [];
    sending = true;
    send(...args);
    sending = false;
    draws.set(key, fate.join(' '));
  };
  await world.run(() => world.sleep(500));
  return { events, draws };
}

/** Whether a fault, or nothing, took the datagram before the dice did. */
const undrawn = (fate: string): boolean => fate === 'cut' || fate === 'blocked';

/** @param pushed datagrams that a fault of the plan delays, if they are sent while it lasts */
function expectSameDraws(whole: Draws, less: Draws, pushed: ReadonlySet<string>): number {
  let compared = 0;
  for (const [key, fate] of less) {
    const before = whole.get(key);
    if (before === undefined || undrawn(before) || undrawn(fate) || pushed.has(key)) continue;
    if (before !== fate) expect(`${key} ${fate}`).toBe(`${key} ${before}`);
    compared++;
  }
  return compared;
}

test('taking one fault of twenty away moves no other random decision', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer(), aPlan(20), async (n, plan) => {
      const whole = await decisions(`seed ${n}`, plan);
      const pushed = new Set(
        plan.map((one) => (one.kind === 'delay' ? `${one.from}>${one.to}#${one.number}` : '')),
      );
      for (const fault of plan) {
        const less = await decisions(
          `seed ${n}`,
          plan.filter((one) => one !== fault),
        );
        const begin = whole.events.findIndex((event) =>
          event.includes(`"type":"fault","id":"${fault.id}"`),
        );
        const untouched = begin < 0 ? whole.events.length : begin;
        for (let i = 0; i < untouched; i++) {
          if (less.events[i] !== whole.events[i]) expect(less.events[i]).toBe(whole.events[i]);
        }
        compared += expectSameDraws(whole.draws, less.draws, pushed);
      }
    }),
    { seed: 2, numRuns: 100 },
  );
  expect(compared).toBeGreaterThan(100_000);
});
