import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';
import { renderTimeline, type TraceEvent } from '#harness';
import { readArgs, targetOf, UsageError } from '../args.ts';
import { solutionEntry } from '../grade.ts';
import { kitOf, tell, type Play, type Told } from '../kit/index.ts';
import { labFolder, mutantFolder, type Lab } from '../labs.ts';
import { BundleError, shown } from '../loader/bundle.ts';
import { didYouMean } from '../near.ts';
import { terminal, wrap, type Style } from '../style.ts';
import { printer } from './grade.ts';

/** The entry of the wrong program that a play is about. */
export const misreadingOf = (lab: Lab, { misreading }: Play): string | undefined =>
  misreading === undefined ? undefined : path.join(mutantFolder(lab), `${misreading}.ts`);

/** On your code where it is written, on the reference where it is not; or on a wrong one. */
async function told(
  lab: Lab,
  play: Play,
  solution: boolean,
): Promise<Told & { readonly reference: boolean }> {
  const wrong = misreadingOf(lab, play);
  if (wrong !== undefined)
    return {
      ...(await tell(play.scenario, { lab: lab.id, seed: play.id, entry: wrong })),
      reference: false,
    };
  if (!solution) {
    try {
      const own = await tell(play.scenario, { lab: lab.id, seed: play.id });
      if (own.run.verdict !== 'not-started') return { ...own, reference: false };
    } catch (error) {
      if (!(error instanceof BundleError)) throw error;
    }
  }
  const entry = solutionEntry(lab);
  if (!fs.existsSync(entry))
    throw new UsageError(
      `What this play needs is not written yet, and the reference, ${shown(entry)}, is not here.`,
    );
  return { ...(await tell(play.scenario, { lab: lab.id, seed: play.id, entry })), reference: true };
}

function waitForKey(): Promise<void> {
  return new Promise((resolve) => {
    const line = readline.createInterface({ input: process.stdin, output: process.stdout });
    // The end of the input is as good as a key.
    line.once('close', resolve);
    line.question('  Say it aloud, then press Enter to see. ', () => {
      line.close();
      resolve();
    });
  });
}

/** The lines of a play: up to the decisive event, and after it. */
export async function playLines(
  lab: Lab,
  play: Play,
  style: Style,
  solution: boolean,
): Promise<{ before: string[]; after: string[] }> {
  const kit = await kitOf(lab.id);
  const { events, run, reference } = await told(lab, play, solution);
  const index = events.findIndex((event) => play.decisive(event));
  const split = index < 0 ? events.length : index;
  const draw = (some: readonly TraceEvent[], from = 0): string[] =>
    renderTimeline(some, {
      from,
      width: style.width,
      unicode: style.unicode,
      ...kit.labels,
    })
      .trimEnd()
      .split('\n');
  const before = draw(events.slice(0, split));
  const after = split < events.length ? draw(events, events[split]?.at) : [];
  const own = reference ? 'reference code' : 'your code';
  const misread = play.misreading && 'a Raft with one wrong decision';
  const code = play.program ?? misread ?? own;
  return {
    before: [
      ...wrap(play.opening, style.width),
      style.dim(`(${code}; the same run every time)`),
      '',
      ...before,
      '',
      ...wrap(play.question, style.width),
    ],
    after: [
      ...after,
      '',
      ...wrap(run.violation ? play.answer : (play.mended ?? play.answer), style.width),
      ...(run.violation
        ? wrap(`rule ${run.violation.rule}: ${run.violation.text}`, style.width)
        : []),
    ],
  };
}

export async function playsOf(lab: Lab): Promise<readonly Play[]> {
  const url = pathToFileURL(path.join(labFolder(lab), 'play.ts')).href;
  return ((await import(url)) as { plays: readonly Play[] }).plays;
}

/** `npm run play lab1 [-- --story ID]`. */
export async function playCommand(args: readonly string[]): Promise<number> {
  const { words, flags } = readArgs('play', args, ['story', 'solution']);
  if (words.length !== 1) throw new UsageError('Which lab? Type: npm run play lab1');
  const { lab } = targetOf(words[0] as string);
  const plays = await playsOf(lab);
  const play = flags.story === undefined ? plays[0] : plays.find(({ id }) => id === flags.story);
  if (!play) {
    const ids = plays.map(({ id }) => id);
    const near = didYouMean(flags.story ?? '', ids) || ` It has: ${ids.join(', ')}.`;
    throw new UsageError(`${lab.id} has no story "${flags.story}".${near}`);
  }
  const style = terminal();
  const print = printer(style);
  const { before, after } = await playLines(lab, play, style, flags.solution ?? false);
  print(...before);
  if (process.stdin.isTTY && process.stdout.isTTY) await waitForKey();
  print('', ...after);
  const next = plays[plays.indexOf(play) + 1];
  if (next) print('', style.dim(`next: npm run play ${lab.id} -- --story ${next.id}`));
  return 0;
}
