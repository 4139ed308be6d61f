import {
  UNHANDLED,
  World,
  type EventOf,
  type Boot,
  type Labels,
  type LifeHandle,
  type Millis,
  type Proof,
  type RunEnd,
  type TraceEvent,
  type WorldOptions,
} from '#harness';
import type { MonitorContext, Rule, RuleBook, Violation } from './monitor.ts';
import { partOf, type Scenario } from './scenario.ts';
import type { Story } from './story.ts';

/** What a submission gives for one life of a node: its `start`, evaluated afresh. */
export type Program = (life: LifeHandle) => {
  readonly start: (env: never, world: never) => unknown;
};

/** What a lab brings to the grader: its rules, its vocabulary of stories, its words for reports. */
export type LabKit = {
  readonly rules: RuleBook;
  /** The story that its scenarios are told with. */
  readonly story: (world: World, scenario: Scenario, program: Program) => Story;
  /** Messages, calls and answers in a few words, for timelines. */
  readonly labels: Labels;
};

export type Run = {
  readonly verdict: 'pass' | 'fail' | 'not-started' | 'broken';
  readonly violation?: Violation;
  /** The step whose `todo` was reached. */
  readonly step?: string;
  /** Ours: what the scenario, or the grader, threw. */
  readonly error?: string;
  readonly stack?: string;
  readonly witnessed: readonly string[];
  readonly digest: string;
  readonly at: Millis;
  readonly events: number;
};

export type RunOptions = {
  readonly kit: LabKit;
  readonly scenario: Scenario;
  readonly program: Program;
  readonly seed: string;
  /** Told of every event, e.g. to keep a trace. */
  readonly observers?: readonly ((event: TraceEvent) => void)[];
  readonly heartbeat?: NonNullable<WorldOptions['heartbeat']>;
};

/** The rules that a scenario checks, in the order in which violations of one event are said. */
export function activeRules({ rules }: RuleBook, scenario: Scenario): Rule[] {
  const part = partOf(scenario);
  return rules.filter(({ id, from, onRequest }) => {
    if (scenario.without?.includes(id)) return false;
    return scenario.rules?.includes(id) || (from <= part && !onRequest);
  });
}

/** Records what monitors tell; the first event that breaks a rule ends the run. */
class Judge {
  readonly #order: readonly string[];
  readonly #world: World;
  #told: Violation[] = [];

  constructor(rules: readonly Rule[], world: World) {
    this.#order = rules.map(({ id }) => id);
    this.#world = world;
  }

  tell(rule: string, node: string, text: string, proof: readonly Proof[]): void {
    if (!this.#order.includes(rule)) return;
    const at = this.#world.at();
    if (this.#told.some((before) => before.at < at)) return;
    this.#told.push({ rule, node, at, text, proof });
    this.#world.stop();
  }

  /** Of several in one event, the one that stands first in the rule list. */
  get verdict(): Violation | undefined {
    const rank = ({ rule }: Violation) => this.#order.indexOf(rule);
    return this.#told.toSorted((a, b) => rank(a) - rank(b))[0];
  }
}

/** Tells a scenario once, at one seed, with all monitors on. */
export async function runOnce({
  kit,
  scenario,
  program,
  seed,
  observers = [],
  heartbeat,
}: RunOptions): Promise<Run> {
  const { network, disk, limits } = scenario;
  const world = new World({
    seed,
    ...(network && { network }),
    ...(disk && { disk }),
    ...(limits && { limits }),
    ...(heartbeat && { heartbeat }),
    observers,
  });
  const judge = new Judge(activeRules(kit.rules, scenario), world);
  const context: MonitorContext = {
    tell: (...said) => judge.tell(...said),
    now: () => world.at(),
    after: (ms, check) =>
      world.kernel.schedule(world.kernel.now + Math.round(ms * 1000), 0xffffffff, () => {
        check();
        return false;
      }),
    options: scenario.options ?? {},
  };
  const monitors = kit.rules.monitors.map((one) => one.create(context));
  let step: string | undefined;
  let stack: string | undefined;
  const unanswered = new Unanswered();
  world.observe((event) => {
    unanswered.observe(event);
    if (event.type === 'bug') {
      step ??= event.error.step;
      stack ??= event.error.stack;
      judge.tell('no-throw', event.node, sayThrown(event), []);
    } else for (const monitor of monitors) monitor.observe(event);
  });
  const story = kit.story(world, scenario, program);
  const end = await world.run(() => (scenario.run as (story: Story) => Promise<void>)(story));
  if (!judge.verdict && end.end === 'done' && end.error === undefined)
    for (const monitor of monitors) monitor.finish?.();
  if (judge.verdict) world.emit({ type: 'violation', ...judge.verdict });
  const { at, events, digest } = end;
  const seen = { witnessed: [...story.witnessed], digest, at, events };
  return { ...conclude(judge.verdict, step, stack, end, unanswered.first), ...seen };
}

/** What a story has asked of lives that still live, and has not been told. */
class Unanswered {
  readonly #asked = new Map<number, EventOf<'invoke'>>();

  observe(event: TraceEvent): void {
    if (event.type === 'invoke') this.#asked.set(event.call, event);
    else if (event.type === 'return') this.#asked.delete(event.call);
    else if (event.type === 'crash')
      for (const { call, node } of this.#asked.values())
        if (node === event.node) this.#asked.delete(call);
  }

  get first(): EventOf<'invoke'> | undefined {
    return [...this.#asked.values()][0];
  }
}

function conclude(
  violation: Violation | undefined,
  step: string | undefined,
  stack: string | undefined,
  end: RunEnd,
  open: EventOf<'invoke'> | undefined,
): Pick<Run, 'verdict'> & Partial<Run> {
  const thrown = stack === undefined ? {} : { stack };
  if (step !== undefined) return { verdict: 'not-started', step, ...thrown };
  if (violation) return { verdict: 'fail', violation, ...thrown };
  if (end.error !== undefined) return { verdict: 'broken', error: String(end.error) };
  if (end.end === 'done') return { verdict: 'pass' };
  if (end.end === 'stopped') return { verdict: 'broken', error: 'the run was stopped' };
  // Who waits for no program waits for itself.
  if (!open && end.end !== 'out-of-events')
    return { verdict: 'broken', error: `${WHY_ENDLESS[end.end]}, and no node owes it an answer` };
  const asked = open
    ? `${open.method} of ${open.node}, called at ${open.at} ms, has not settled, and `
    : '';
  const text =
    asked +
    (end.end === 'out-of-events'
      ? `the run made ${end.events} events without ending: ` +
        'does something send, sleep or call without a pause?'
      : `${WHY_ENDLESS[end.end]}: is there a promise that nothing resolves?`);
  return {
    verdict: 'fail',
    violation: { rule: 'run-ends', node: open?.node ?? '', at: end.at, text, proof: [] },
  };
}

const WHY_ENDLESS = {
  stuck: 'nothing more can happen, and the story still waits',
  'out-of-time': 'the story did not end within its virtual time',
} as const;

const noError = (thrown: string): string =>
  `${thrown}, which is no Error: throw new Error(…), which knows the line that made it`;

const TOO_LATE =
  '. A rejection must be handled within the event that caused it: ' +
  'await the promise at once, or give it its catch where it is made.';

function sayThrown({ node, where, error }: EventOf<'bug'>): string {
  const what = error.name === 'thrown' ? noError(error.message) : `${error.name}: ${error.message}`;
  const said = `${node} threw in ${where}: ${what}`;
  return where === UNHANDLED ? said.replace(/[.!?]?$/, TOO_LATE) : said;
}

/** Boots a node: evaluates the submission, looks at what it exports, and starts it. */
export function bootOf(program: Program, config: (life: LifeHandle) => object): Boot {
  return (env, life) => {
    const { start } = program(life);
    const server: unknown = start(env as never, config(life) as never);
    if (typeof server !== 'object' || server === null)
      throw new TypeError('start must return an object of functions');
    return server as ReturnType<Boot>;
  };
}
