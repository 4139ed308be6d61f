import path from 'node:path';
import { renderList, renderTimeline, type TimelineOptions } from '#harness';
import { positive, readArgs, UsageError } from '../args.ts';
import { givenFiles, openSupervisor, solutionEntry, studentEntry } from '../grade.ts';
import { lastReport } from '../grades.ts';
import { kitOf } from '../kit/index.ts';
import type { LabKit } from '../kit/run.ts';
import { LABS, scenariosOf, seedOf, type Lab } from '../labs.ts';
import { bundle, BundleError } from '../loader/bundle.ts';
import { StackMapper } from '../loader/stack.ts';
import { nearest } from '../near.ts';
import type { Failure } from '../protocol.ts';
import { failureLines } from '../report/terminal.ts';
import { judge, type Row } from '../score.ts';
import { terminal, type Style } from '../style.ts';
import { printer } from './grade.ts';

/** More than any run makes that a person would look at. */
const ALL = 200_000;

/** The seed that failed last, for a scenario; 1 if none did. */
function lastSeed(lab: Lab, id: string): { number: number; digest: string | undefined } {
  const failure = lastReport(lab)?.scenarios.find((one) => one.id === id)?.failure;
  return { number: failure?.seed?.number ?? 1, digest: failure?.digest };
}

function millis(flag: 'from' | 'to', value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(value))
    throw new UsageError(`--${flag} wants virtual milliseconds, not "${value}".`);
  return Number(value);
}

/** What the command line asks for. */
type Wanted = {
  readonly id: string;
  readonly lab: Lab;
  readonly entry: string;
  readonly number: number;
  readonly seed: string;
  /** The digest of this very run in the last report, if it tells of it. */
  readonly digest: string | undefined;
  readonly list: boolean;
  readonly view: Pick<TimelineOptions, 'from' | 'to' | 'nodes'>;
};

function readWanted(args: readonly string[]): Wanted {
  const allowed = ['seed', 'salt', 'solution', 'entry', 'from', 'to', 'node', 'list'] as const;
  const { words, flags } = readArgs('replay', args, allowed);
  const id = words[0];
  const lab = LABS.find((one) => scenariosOf(one).includes(id ?? ''));
  if (!id || !lab || words.length > 1) {
    const ids = LABS.flatMap(scenariosOf);
    throw new UsageError(
      (id && !lab ? `There is no scenario "${id}". ` : '') +
        `Replay what? Type the id of a scenario: npm run replay ${nearest(id ?? '', ids) ?? ids[0]}`,
    );
  }
  const own = flags.entry ? path.resolve(flags.entry) : studentEntry(lab);
  const last = lastSeed(lab, id);
  const number = positive('seed', flags.seed) ?? last.number;
  const reported = !flags.solution && !flags.entry && last.number === number;
  const from = millis('from', flags.from);
  const to = millis('to', flags.to);
  if (from !== undefined && to !== undefined && from > to)
    throw new UsageError(`--from ${from} comes after --to ${to}: nothing lies between them.`);
  return {
    id,
    lab,
    entry: flags.solution ? solutionEntry(lab) : own,
    number,
    seed: seedOf(id, number, flags.salt),
    digest: reported ? last.digest : undefined,
    list: flags.list ?? false,
    view: {
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(flags.node && { nodes: flags.node }),
    },
  };
}

/** What came of the run, and its trace, if it came to one. */
type Replayed = { readonly row: Row; readonly trace: Failure | undefined };

/** @throws BundleError */
async function replay({ id, lab, entry, number, seed }: Wanted): Promise<Replayed> {
  const { supervisor, suite } = await openSupervisor(lab, 1);
  try {
    const submission = await bundle(entry);
    const seeds = [{ number, seed }];
    const settled = await supervisor.run(submission, {
      type: 'run',
      scenario: id,
      seeds,
      keepGoing: true,
      recheck: 1,
      tail: ALL,
      always: true,
    });
    const scenario = suite.find((one) => one.id === id);
    if (!scenario) throw new Error(`${id} is in the manifest and not in the suite`);
    const mapper = new StackMapper(submission.map, givenFiles(lab));
    const row = judge(scenario, seeds, false, settled, (stack) => mapper.places(stack));
    const passing = settled.kind === 'result' ? settled.result.passing : undefined;
    return { row, trace: row.failure?.trace ?? passing };
  } finally {
    supervisor.end();
  }
}

/** The timeline: what was asked for, or what led to the violation, or all. */
function timelineLines(
  { tail, run }: Failure,
  { view, list }: Wanted,
  kit: LabKit,
  { width, unicode }: Style,
): string[] {
  const at = run.violation?.at;
  const whole = view.from !== undefined || view.to !== undefined || at === undefined;
  const around = whole ? {} : { around: { at, before: 40, after: 4 } };
  const options = { width, unicode, ...kit.labels, ...view, ...around };
  const render = list ? renderList : renderTimeline;
  return [render(tail, options).trimEnd(), ''];
}

/** What tells this run from others, and whether it is the run that the report tells of. */
function runLine({ run, traced }: Failure, { digest }: Wanted): string {
  const same =
    run.digest === digest
      ? ', the run of the last grade'
      : '; not the run of the last grade: the code has changed since';
  return (
    `digest ${run.digest}, ${traced} trace events, ` +
    `${Number(run.at.toFixed(3))} ms of virtual time` +
    (digest === undefined ? '' : same)
  );
}

/** `npm run replay ID [-- --seed N]`: the same run again, with its timeline. */
export async function replayCommand(args: readonly string[]): Promise<number> {
  const wanted = readWanted(args);
  const { id, number, lab } = wanted;
  const style = terminal();
  const print = printer(style);
  try {
    const { row, trace } = await replay(wanted);
    const kit = await kitOf(lab.id);
    if (trace) print(...timelineLines(trace, wanted, kit, style));
    if (row.verdict === 'pass')
      print(`${style.green(`✓ ${id}`)}  seed ${number} passes: ${row.title}`);
    else print(...failureLines(row, kit, style, false));
    if (trace) print(style.dim(runLine(trace, wanted)));
    return row.verdict === 'pass' ? 0 : row.verdict === 'broken' ? 2 : 1;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    print(...error.sentences);
    return 1;
  }
}
