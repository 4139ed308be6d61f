import {
  World,
  type Boot,
  type Env,
  type EventOf,
  type LifeHandle,
  type LinkDials,
  type Plain,
  type RunEnd,
  type Server,
  type TraceEvent,
  type WorldOptions,
} from '#harness';

/** Any method with plain arguments, any cell: what the tests of the world itself need. */
export type TestCalls = { readonly [method: string]: (args: Plain) => Plain | undefined };
export type TestCells = { readonly [cell: string]: Plain };
export type TestEnv = Env<TestCalls, TestCells>;

/** A program for one node. */
export function program(start: (env: TestEnv, life: LifeHandle) => Server | void): Boot {
  return ((env: TestEnv, life: LifeHandle) => start(env, life) ?? {}) as unknown as Boot;
}

/** A network that takes one millisecond and loses nothing, so that times can be told by heart. */
export const exact: LinkDials = {
  latency: { kind: 'constant', value: 1 },
  loss: 0,
  duplication: 0,
};

/** What a run left behind, and how to look at it. */
export class Recorder {
  readonly world: World;
  readonly events: TraceEvent[] = [];
  end: RunEnd | undefined;

  constructor(options: Partial<WorldOptions> = {}) {
    this.world = new World({ seed: 'test', network: exact, order: 'scheduled', ...options });
    this.world.observe((event) => this.events.push(event));
  }

  /** Adds nodes and starts them. */
  nodes(boots: { readonly [id: string]: Boot }): this {
    for (const [id, boot] of Object.entries(boots)) {
      this.world.add(id, boot);
      this.world.start(id);
    }
    return this;
  }

  /**
   * Tells a story to its end. What it throws is the test's failure, and so is a run that
   * ends before it: the checks that come later in the story would not have been made.
   */
  async story(tell: (world: World) => Promise<unknown>): Promise<RunEnd> {
    const end = await this.ending(tell);
    if ('error' in end) throw end.error;
    if (end.end !== 'done')
      throw new Error(`the run ended ${end.end}: ${JSON.stringify(this.of('bug'))}`);
    return end;
  }

  /** For a run that may end in any way. */
  async ending(tell: (world: World) => Promise<unknown>): Promise<RunEnd> {
    this.end = await this.world.run(async () => void (await tell(this.world)));
    return this.end;
  }

  of<T extends TraceEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** What nodes said with env.trace, in order: `12 n1 text`. */
  get said(): string[] {
    return this.of('say').map(({ at, node, text }) => `${at} ${node} ${text}`);
  }
}

/** A node that says what comes to it, and when by the world's clock. */
export const listener = program((env) => {
  env.net.receive((message, from) => env.trace(`${from}: ${JSON.stringify(message)}`));
});

/** A node that sends what it is told to. */
export const sender = program((env) => ({
  send: (to: string, ...messages: Plain[]) => {
    for (const message of messages) env.net.send(to, message);
  },
}));

/** The content of what reached a node, in order. */
export function received(run: Recorder, node: string): Plain[] {
  return run
    .of('deliver')
    .filter((event) => event.node === node)
    .map((event) => event.message);
}
