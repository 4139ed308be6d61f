import {
  World,
  type Boot,
  type Env,
  type FaultPlan,
  type LinkDials,
  type Plain,
  type RunEnd,
  type TraceEvent,
} from '#harness';

/**
 * A small busy world: nodes that gossip, save what they heard and answer. It is made
 * of nothing but the harness, so it can be bundled and run where there is no Node.
 */
type Rumour = { kind: 'rumour' | 'thanks'; from: string; n: number; draw: number };
type GossipEnv = Env<{}, { heard: number; last: Plain }>;

const names = ['n1', 'n2', 'n3'] as const;
const network: LinkDials = {
  latency: { kind: 'exponential', min: 1, mean: 8 },
  loss: 0.1,
  duplication: 0.1,
  reorder: { part: 0.2, later: { kind: 'uniform', min: 10, max: 60 } },
};

/** Called for each draw of a node's own dice. */
export type Drawn = (node: string, draw: number) => void;

function gossip(env: GossipEnv, drawn: Drawn): void {
  const draw = (): number => {
    const u = env.random();
    drawn(env.id, u);
    return u;
  };
  env.net.receive((message) => {
    const { kind, from, n } = message as Rumour;
    if (kind !== 'rumour') return;
    env.disk.save({ heard: (env.disk.load('heard') ?? 0) + 1, last: message as Plain });
    env.net.send(from, { kind: 'thanks', from: env.id, n, draw: draw() });
  });
  env.spawn('gossip', async () => {
    for (let n = 0; ; n++) {
      await env.sleep(10 + 30 * draw());
      if (n % 5 === 4) await env.work(2);
      const to = names[Math.floor(draw() * names.length)] as string;
      env.net.send(to, { kind: 'rumour', from: env.id, n, draw: draw() });
    }
  });
}

export type SampleOptions = {
  readonly seed: string;
  readonly plan?: FaultPlan;
  readonly until?: number;
  readonly drawn?: Drawn;
  readonly observer?: (event: TraceEvent) => void;
};

/** The world, not yet run. */
export function sampleWorld({
  seed,
  plan = [],
  drawn = () => {},
  observer = () => {},
}: SampleOptions): World {
  const world = new World({ seed, network, observers: [observer] });
  const boot: Boot = (env) => {
    gossip(env as unknown as GossipEnv, drawn);
    return {};
  };
  for (const name of names) {
    world.add(name, boot);
    world.start(name);
  }
  world.apply(plan);
  return world;
}

export function runSample(options: SampleOptions): Promise<RunEnd> {
  const world = sampleWorld(options);
  return world.run(() => world.sleep(options.until ?? 500));
}
