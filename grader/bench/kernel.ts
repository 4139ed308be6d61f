import { student, World, type TraceEvent } from '#harness';
import { Heap } from '../../labs/harness/heap.ts';
import { Stream } from '../../labs/harness/random.ts';
import { compileIsolated, lockRealm } from '../loader/isolate.ts';

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5'];
const VIRTUAL_MS = 40_000;
const ROUNDS = 5;

export type KernelBench = {
  readonly fullNs: number;
  readonly heapNs: number;
  readonly eventsPerSecond: number;
  readonly virtualPerSecond: number;
  readonly bytesPerEvent: number;
};

/**
 * A monitor's work at every event: looks at the message, remembers, compares. It watches Election
 * Safety (Raft, Figure 3).
 */
function monitor(): (event: TraceEvent) => void {
  const leaders = new Map<number, string>();
  return (event) => {
    if (event.type !== 'send') return;
    const { kind, term } = event.message as { kind: string; term: number };
    if (kind !== 'AppendEntries') return;
    const leader = leaders.get(term);
    if (leader === undefined) leaders.set(term, event.node);
    else if (leader !== event.node) throw new Error(`two leaders in term ${term}`);
  };
}

type Measure = {
  readonly ns: number;
  readonly events: number;
  readonly bytes: number;
  readonly wall: number;
};

async function fullPath(code: string, seed: string): Promise<Measure> {
  const compiled = compileIsolated(code, { ...student });
  const world = new World({
    seed,
    observers: [monitor()],
    limits: { time: VIRTUAL_MS * 2, events: 1e9 },
  });
  const config = Object.freeze({ peers: Object.freeze([...NODES]) });
  for (const id of NODES) {
    world.add(id, (env, life) =>
      (compiled.evaluate(life)['start'] as (env: unknown, config: unknown) => never)(
        compiled.harden(env),
        config,
      ),
    );
    world.start(id);
  }
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  const end = await world.run(() => world.sleep(VIRTUAL_MS));
  const wall = performance.now() - started;
  return {
    ns: (wall * 1e6) / end.events,
    events: end.events,
    wall,
    bytes: Math.max(0, process.memoryUsage().heapUsed - before) / end.events,
  };
}

/** The floor: the same heap, as full as a run's, popped and pushed. */
function bareHeap(count: number): number {
  const heap = new Heap();
  const draws = new Stream('bench', 'latency', 'heap');
  const delays = Array.from({ length: 1024 }, (_, n) => 500 + Math.floor(draws.u01(n) * 2500));
  let done = 0;
  let sequence = 0;
  const run = (): boolean => ++done > 0;
  const push = (now: number): void => {
    heap.push({
      at: now + (delays[sequence & 1023] as number),
      tie: 0,
      sequence: sequence++,
      run,
      aside: false,
    });
  };
  while (sequence < 64) push(0);
  const started = performance.now();
  while (done < count) {
    const event = heap.pop();
    if (!event) break;
    event.run();
    push(event.at);
  }
  return ((performance.now() - started) * 1e6) / count;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/**
 * Run in a process of its own: measures the full path of an event against a bare heap, in turns.
 * @param code the bundled program of the nodes
 */
export async function benchKernel(code: string): Promise<void> {
  lockRealm();
  await fullPath(code, 'warm');
  bareHeap(400_000);
  const full: Measure[] = [];
  const heap: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    full.push(await fullPath(code, `round ${i}`));
    heap.push(bareHeap(400_000));
  }
  const fullNs = median(full.map(({ ns }) => ns));
  const result: KernelBench = {
    fullNs,
    heapNs: median(heap),
    eventsPerSecond: 1e9 / fullNs,
    virtualPerSecond: median(full.map(({ wall }) => VIRTUAL_MS / wall)),
    bytesPerEvent: median(full.map(({ bytes }) => bytes)),
  };
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
}
