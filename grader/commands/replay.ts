import fs from 'node:fs';
import path from 'node:path';
import { describeEvent, nodesIn, renderList, renderTimeline, type TimelineOptions } from '#harness';
import { positive, readArgs, UsageError, type Flags } from '../args.ts';
import { ATTACH, DEBUG_PORT, mustBeFree } from '../attach.ts';
import { CapsuleError, readCapsule, type Capsule } from '../capsule.ts';
import { solutionEntry, studentEntry } from '../grade.ts';
import { lastReport } from '../grades.ts';
import { kitOf } from '../kit/index.ts';
import type { LabKit } from '../kit/run.ts';
import { LABS, scenariosOf, seedOf, type Lab } from '../labs.ts';
import { BundleError } from '../loader/bundle.ts';
import { nearest } from '../near.ts';
import type { Detour } from '../protocol.ts';
import {
  entryOfCapsule,
  replayCapsule,
  replayScenario,
  type Replayed,
  type ReplayOptions,
} from '../replay.ts';
import { failureLines } from '../report/terminal.ts';
import { terminal, wrap, type Style } from '../style.ts';
import { printer } from './grade.ts';

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

type View = Pick<TimelineOptions, 'from' | 'to' | 'nodes'>;

function viewOf({ node, ...flags }: Flags): View {
  const from = millis('from', flags.from);
  const to = millis('to', flags.to);
  if (from !== undefined && to !== undefined && from > to)
    throw new UsageError(`--from ${from} comes after --to ${to}: nothing lies between them.`);
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(node && { nodes: node }),
  };
}

/** What the command line asks for. */
type Wanted = {
  readonly id: string;
  readonly lab: Lab;
  readonly number: number;
  /** The digest of this very run, if something tells of it, and what. */
  readonly known: { readonly digest: string; readonly by: string } | undefined;
  readonly capsule?: Capsule;
  run(): Promise<Replayed>;
};

/** @throws UsageError */
function capsuleAt(word: string): Capsule {
  const file = path.resolve(word);
  if (!fs.existsSync(file))
    throw new UsageError(`There is no file ${word}. Failures are kept in .grades/failures.`);
  try {
    return readCapsule(file);
  } catch (error) {
    throw error instanceof CapsuleError ? new UsageError(error.message) : error;
  }
}

const codeOf = (lab: Lab, { solution, entry }: Flags, own: string): string =>
  solution ? solutionEntry(lab) : entry ? path.resolve(entry) : own;

const withDebugger = ({ inspect }: Flags): Pick<ReplayOptions, 'inspect'> =>
  inspect ? { inspect: DEBUG_PORT } : {};

function wantedCapsule(word: string, flags: Flags): Wanted {
  const capsule = capsuleAt(word);
  const lab = LABS.find(({ id }) => id === capsule.lab);
  if (!lab) throw new UsageError(`${word} is of ${capsule.lab}, and there is no such lab here.`);
  const entry = codeOf(lab, flags, entryOfCapsule(capsule));
  const { scenario: id, seed, digest } = capsule;
  const run = () => replayCapsule(capsule, { lab, entry, ...withDebugger(flags) });
  return { id, lab, number: seed.number, known: { digest, by: 'the capsule' }, capsule, run };
}

function wantedScenario(id: string, flags: Flags): Wanted {
  const lab = LABS.find((one) => scenariosOf(one).includes(id));
  if (!lab) throw new UsageError(noSuch(id));
  const entry = codeOf(lab, flags, studentEntry(lab));
  const last = lastSeed(lab, id);
  const number = positive('seed', flags.seed) ?? last.number;
  const reported = !flags.solution && !flags.entry && !flags.salt && last.number === number;
  const known = reported && last.digest !== undefined ? last.digest : undefined;
  const seed = { number, seed: seedOf(id, number, flags.salt) };
  const run = () => replayScenario(id, seed, { lab, entry, ...withDebugger(flags) });
  return {
    id,
    lab,
    number,
    known: known ? { digest: known, by: 'the last grade' } : undefined,
    run,
  };
}

function noSuch(id: string): string {
  const ids = LABS.flatMap(scenariosOf);
  const which = nearest(id, ids) ?? ids[0];
  const none = id ? `There is no scenario "${id}". ` : '';
  const what = 'Type the id of a scenario, or the file of a failure';
  return `${none}Replay what? ${what}: npm run replay ${which}`;
}

/** @throws UsageError */
function mustHaveNodes(known: readonly string[], asked: readonly string[]): void {
  const unknown = asked.find((node) => !known.includes(node));
  if (unknown === undefined) return;
  const are = known.length === 1 ? 'is' : 'are';
  const none = `There is no node ${unknown} in this run; there ${are} ${known.join(', ')}.`;
  const each = unknown.includes(',') ? ' Name each by itself: --node a --node b.' : '';
  throw new UsageError(none + each);
}

/** The timeline: what was asked for, or what led to the violation, or all. */
function timelineLines(
  { tail, run }: NonNullable<Replayed['trace']>,
  view: View,
  list: boolean,
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

/** What tells this run from others, and whether it is the run that was meant. */
function runLine({ run, traced }: NonNullable<Replayed['trace']>, { known }: Wanted): string {
  const line =
    `digest ${run.digest}, ${traced} trace events, ` +
    `${Number(run.at.toFixed(3))} ms of virtual time`;
  if (!known) return line;
  if (run.digest === known.digest) return `${line}, the run of ${known.by}`;
  return `${line}; not the run of ${known.by}: the code has changed since`;
}

/** Where a run left the way that its capsule describes. */
function detourLines(detour: Detour, { decisions }: Capsule, kit: LabKit, width: number): string[] {
  const { event, one, after } = detour;
  const last = after ? `, which was "${describeEvent(after, kit.labels)}"` : '';
  const now = one ? `at ${one.at} ms ${describeEvent(one, kit.labels)}` : 'nothing more happens';
  return wrap(
    `The run goes another way after decision ${detour.decisions} of ${decisions}${last}. ` +
      `Its event ${event} is not what it was: now ${now}.`,
    width,
  );
}

function conclusion(wanted: Wanted, replayed: Replayed, kit: LabKit, style: Style): string[] {
  const { id, number, capsule } = wanted;
  const { row, trace, retold } = replayed;
  const passed = capsule
    ? `fixed since: what is kept of seed ${number} breaks ${capsule.rule} no more`
    : `seed ${number} passes: ${row.title}`;
  return [
    ...(row.verdict === 'pass'
      ? [`${style.green(`✓ ${id}`)}  ${passed}`]
      : failureLines(row, kit, style, false)),
    ...(capsule && retold?.parting ? detourLines(retold.parting, capsule, kit, style.width) : []),
    ...(trace ? [style.dim(runLine(trace, wanted))] : []),
  ];
}

/** `npm run replay ID | FILE`: the same run again, with its timeline. */
export async function replayCommand(args: readonly string[]): Promise<number> {
  const allowed = ['seed', 'salt', 'solution', 'entry', 'from', 'to', 'node', 'list', 'inspect'];
  const { words, flags } = readArgs('replay', args, allowed as (keyof Flags)[]);
  const [word = ''] = words;
  if (words.length > 1) throw new UsageError(`Replay one run at a time: npm run replay ${word}`);
  const view = viewOf(flags);
  const kept = word.endsWith('.json');
  const wanted = kept ? wantedCapsule(word, flags) : wantedScenario(word, flags);
  const style = terminal();
  const print = printer(style);
  if (flags.inspect) {
    await mustBeFree(DEBUG_PORT);
    print(...ATTACH);
  }
  try {
    const replayed = await wanted.run();
    const kit = await kitOf(wanted.lab.id);
    const { trace, row } = replayed;
    if (trace) mustHaveNodes(nodesIn(trace.tail), view.nodes ?? []);
    if (trace) print(...timelineLines(trace, view, flags.list ?? false, kit, style));
    print(...conclusion(wanted, replayed, kit, style));
    return row.verdict === 'pass' ? 0 : row.verdict === 'broken' ? 2 : 1;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    print(...error.sentences);
    return 1;
  }
}
