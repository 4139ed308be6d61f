import {
  Recorder,
  Replayer,
  World,
  type Boot,
  type Labels,
  type LifeHandle,
  type Millis,
  type NodeId,
  type Namer,
  type Plain,
  type RunEnd,
  type Script,
  type TraceEvent,
  type WorldOptions,
} from '#harness';
import {
  settled,
  type MonitorContext,
  type Rule,
  type RuleBook,
  type Tell,
  type Violation,
} from './monitor.ts';
import { lastStepOf, type Scenario } from './scenario.ts';
import type { Story } from './story.ts';
import { conclude, RUN_ENDS, sayThrown, Unanswered } from './verdict.ts';

/** What a submission gives for one life of a node: its `start`, evaluated afresh. */
export type Program = (life: LifeHandle) => {
  readonly start: (env: never, world: never) => unknown;
};

/** What a lab brings to the grader: its rules, its vocabulary of stories, its words for reports. */
export type LabKit = {
  readonly rules: RuleBook;
  /** The story that its scenarios are told with. */
  readonly story: (world: World, scenario: Scenario, program: Program) => Story;
  /** Makes a node's boot from what its story says of it. */
  readonly boot: (program: Program, role: Plain) => Boot;
  /** Names the messages of one run. */
  readonly namer: () => Namer;
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
  /** Given what was done to the world, and when. */
  readonly recorded?: (script: Script) => void;
};

/** The rules that a scenario checks, in the order in which violations of one event are said. */
export function activeRules({ rules }: RuleBook, scenario: Scenario): Rule[] {
  const step = lastStepOf(scenario);
  return rules.filter(({ id, from, onRequest }) => {
    if (scenario.without?.includes(id)) return false;
    return scenario.rules?.includes(id) || (from <= step && !onRequest);
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

  tell(...[rule, node, text, proof]: Parameters<Tell>): void {
    if (!this.#order.includes(rule)) return;
    const at = this.#world.at();
    if (this.#told.some((before) => before.at < at)) return;
    this.#told.push({ rule, node, at, text, proof: proof.map(settled) });
    this.#world.stop();
  }

  /** Of several in one event, the one that stands first in the rule list. */
  get verdict(): Violation | undefined {
    const rank = ({ rule }: Violation) => this.#order.indexOf(rule);
    return this.#told.toSorted((a, b) => rank(a) - rank(b))[0];
  }
}

/** What a run is judged by, and where it takes place. */
type Trial = {
  readonly kit: LabKit;
  readonly rules: readonly Rule[];
  readonly options: MonitorContext['options'];
  readonly world: WorldOptions;
  readonly tell: (world: World) => Promise<RunEnd>;
};

/** Runs a story, or a script of one, with all monitors on. */
async function judged({ kit, rules, options, world: where, tell }: Trial): Promise<Judged> {
  const world = new World(where);
  const judge = new Judge(rules, world);
  const context: MonitorContext = {
    tell: (...said) => judge.tell(...said),
    now: () => world.at(),
    after: (ms, check) =>
      world.kernel.schedule(world.kernel.now + Math.round(ms * 1000), 0xffffffff, () => {
        check();
        return false;
      }),
    options,
  };
  const checked = (id: string): boolean => rules.some((rule) => rule.id === id);
  const monitors = kit.rules.monitors
    .filter((one) => one.rules.some(checked))
    .map((one) => one.create(context));
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
  const end = await tell(world);
  if (!judge.verdict && end.end === 'done' && end.error === undefined)
    for (const monitor of monitors) monitor.finish?.();
  if (judge.verdict) world.emit({ type: 'violation', ...judge.verdict });
  const { at, events, digest } = end;
  const verdict = conclude(judge.verdict, step, stack, end, unanswered.first);
  return { ...verdict, digest, at, events, end: end.end };
}

type Judged = Omit<Run, 'witnessed'> & Pick<RunEnd, 'end'>;

/** Tells a scenario once, at one seed; `recorded` is given the script of the run. */
export async function runOnce({
  kit,
  scenario,
  program,
  seed,
  observers = [],
  heartbeat,
  recorded,
}: RunOptions): Promise<Run> {
  const { network, disk, limits, options = {} } = scenario;
  let witnessed: ReadonlySet<string> = new Set();
  let recorder: Recorder | undefined;
  const { end, ...run } = await judged({
    kit,
    rules: activeRules(kit.rules, scenario),
    options,
    world: {
      seed,
      ...(network && { network }),
      ...(disk && { disk }),
      ...(limits && { limits }),
      ...(heartbeat && { heartbeat }),
      observers,
    },
    tell: (world) => {
      if (recorded) recorder = new Recorder(world, kit.namer());
      const story = kit.story(world, scenario, program);
      ({ witnessed } = story);
      return world.run(() => (scenario.run as (story: Story) => Promise<void>)(story));
    },
  });
  if (recorder) recorded?.({ ...recorder.script, ...(end === 'stopped' && { until: run.at }) });
  return { ...run, witnessed: [...witnessed] };
}

export type ScriptOptions = Pick<RunOptions, 'kit' | 'program' | 'observers' | 'heartbeat'> & {
  readonly script: Script;
  /** The rules that are checked, by their ids. */
  readonly rules: readonly string[];
  readonly options: MonitorContext['options'];
};

/** Runs a script: what a scenario once did to its world, without the scenario. */
export async function runScript({
  kit,
  program,
  script,
  rules,
  options,
  observers = [],
  heartbeat,
}: ScriptOptions): Promise<Run> {
  const { seed, network, disk, limits, until } = script;
  const { end, ...run } = await judged({
    kit,
    rules: kit.rules.rules.filter(({ id }) => rules.includes(id)),
    options,
    world: {
      seed,
      network,
      disk,
      limits: { ...limits, time: until ?? limits.time },
      ...(heartbeat && { heartbeat }),
      observers,
    },
    tell: (world) => {
      const boot = (_: NodeId, role: Plain): Boot => kit.boot(program, role);
      void new Replayer(world, script, kit.namer(), boot);
      return world.play();
    },
  });
  // The story ended elsewhere: the script was cut where a rule was broken, and here none was.
  const cut = until !== undefined && (end === 'out-of-time' || end === 'stuck');
  const endless = run.violation === undefined || run.violation.rule === RUN_ENDS;
  if (cut && endless && run.step === undefined) return { ...passing(run), witnessed: [] };
  return { ...run, witnessed: [] };
}

const passing = ({ digest, at, events }: Omit<Judged, 'end'>): Omit<Run, 'witnessed'> => ({
  verdict: 'pass',
  digest,
  at,
  events,
});

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
