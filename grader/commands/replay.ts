import path from 'node:path';
import { renderList, renderTimeline } from '#harness';
import { positive, readArgs, UsageError } from '../args.ts';
import { openSupervisor, solutionEntry, studentEntry } from '../grade.ts';
import { lastReport } from '../grades.ts';
import { kitOf } from '../kit/index.ts';
import { LABS, scenariosOf, seedOf, type Lab } from '../labs.ts';
import { bundle, BundleError } from '../loader/bundle.ts';
import { StackMapper } from '../loader/stack.ts';
import type { Failure } from '../protocol.ts';
import { failureLines } from '../report/terminal.ts';
import { judge } from '../score.ts';
import { terminal } from '../style.ts';
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

/** `npm run replay ID [-- --seed N]`: the same run again, with its timeline. */
export async function replayCommand(args: readonly string[]): Promise<number> {
  const allowed = ['seed', 'salt', 'solution', 'entry', 'from', 'to', 'node', 'list'] as const;
  const { words, flags } = readArgs('replay', args, allowed);
  const id = words[0];
  const lab = LABS.find((one) => scenariosOf(one).includes(id ?? ''));
  if (!id || !lab || words.length > 1) {
    throw new UsageError(
      `Replay what? Type the id of a scenario: npm run replay ${scenariosOf(LABS[0] as Lab)[0]}`,
    );
  }
  const last = lastSeed(lab, id);
  const number = positive('seed', flags.seed) ?? last.number;
  const own = !flags.solution && !flags.entry;
  const entry = flags.solution
    ? solutionEntry(lab)
    : flags.entry
      ? path.resolve(flags.entry)
      : studentEntry(lab);
  const from = millis('from', flags.from);
  const to = millis('to', flags.to);
  const style = terminal();
  const print = printer(style);
  const pool = await openSupervisor(lab, 1);
  try {
    const submission = await bundle(entry);
    const seeds = [{ number, seed: seedOf(id, number, flags.salt) }];
    const task = {
      type: 'run',
      scenario: id,
      seeds,
      keepGoing: true,
      recheck: 1,
      tail: ALL,
      always: true,
    } as const;
    const settled = await pool.supervisor.run(submission, task);
    const mapper = new StackMapper(submission.map);
    const suite = pool.suite.find((one) => one.id === id);
    if (!suite) throw new Error(`${id} is in the manifest and not in the suite`);
    const row = judge(suite, seeds, false, settled, (stack) => mapper.places(stack));
    const trace: Failure | undefined =
      settled.kind === 'result' ? (row.failure?.trace ?? settled.result.passing) : undefined;
    const kit = await kitOf(lab.id);
    if (trace) {
      const options = {
        width: style.width,
        unicode: style.unicode,
        describe: kit.describe,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(flags.node && { nodes: flags.node }),
      };
      const at = trace.run.violation?.at;
      const cut =
        from !== undefined || to !== undefined || at === undefined
          ? {}
          : { around: { at, before: 40, after: 4 } };
      const render = flags.list ? renderList : renderTimeline;
      print(render(trace.tail, { ...options, ...cut }).trimEnd(), '');
    }
    if (row.verdict === 'pass')
      print(style.green(`✓ ${id}`) + `  seed ${number} passes: ${row.title}`);
    else print(...failureLines(row, kit, style, false));
    if (trace)
      print(
        style.dim(
          `digest ${trace.run.digest}, ${trace.traced} trace events, ${trace.run.at} ms of virtual time${sameAs(own, trace, number, last)}`,
        ),
      );
    return row.verdict === 'pass' ? 0 : row.verdict === 'broken' ? 2 : 1;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    print(...error.sentences);
    return 1;
  } finally {
    pool.supervisor.end();
  }
}

/** Whether this is the run that the report tells of. */
function sameAs(
  own: boolean,
  { run }: Failure,
  number: number,
  last: ReturnType<typeof lastSeed>,
): string {
  if (!own || last.digest === undefined || last.number !== number) return '';
  return run.digest === last.digest
    ? ', the run of the last grade'
    : '; not the run of the last grade: the code has changed since';
}
