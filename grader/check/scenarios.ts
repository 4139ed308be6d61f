import path from 'node:path';
import type { Lab } from '../labs.ts';
import { missingAnchor, type Pages } from './links.ts';
import type { Problem } from './problem.ts';
import type { Tree } from './tree.ts';

/** What is read of a scenario; that the rest has its shape is the compiler's business. */
export type Heading = {
  readonly steps: readonly string[];
  readonly points: number;
  readonly title: string;
  readonly note: string;
};

export type LoadHeading = (file: string) => Promise<Heading>;

/** Ids, titles, notes, points; and that the manifest and the folder know the same scenarios. */
export async function scenarios(
  tree: Tree,
  pages: Pages,
  labs: readonly Lab[],
  load: LoadHeading,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const titles = new Map<string, string>();
  for (const lab of labs) {
    const folder = `grader/suites/${lab.folder}`;
    const points = new Map<string, number | undefined>();
    const stories = tree.files.filter((one) => path.posix.dirname(one) === folder);
    // A README may stand beside them.
    for (const file of stories.filter((one) => !one.endsWith('.md'))) {
      const say = (text: string) => void problems.push({ file, line: 1, text });
      const id = path.posix.basename(file, '.ts');
      const heading = await load(file).catch((error: unknown) =>
        say(`cannot be loaded: ${String(error)}`),
      );
      points.set(id, heading?.points);
      if (!heading) continue;
      [
        ...wrongId(id, heading, lab),
        ...wrongTitle(heading.title),
        ...wrongNote(heading.note, pages),
      ].forEach(say);
      const twin = titles.get(heading.title);
      if (twin !== undefined) say(`has the title of ${twin}. Two stories make two claims.`);
      titles.set(heading.title, file);
    }
    problems.push(...wrongManifest(lab, points));
  }
  return problems;
}

function wrongId(id: string, { steps }: Heading, lab: Lab): string[] {
  const [first = ''] = steps;
  const start = `${lab.id.replace('lab', '')}${first.charAt(0).toLowerCase()}-`;
  if (!/^\d[a-e]-[a-z0-9-]+$/.test(id))
    return [`is called "${id}". An id is like 3c-figure-8: lab, part, words in kebab-case.`];
  const problems = id.startsWith(start)
    ? []
    : [`shows step ${first} of ${lab.id}, so its name begins with "${start}".`];
  const known = new Set(lab.parts.flatMap((part) => part.steps.map((step) => step.id)));
  const unknown = steps.filter((step) => !known.has(step));
  return [
    ...problems,
    ...unknown.map((step) => `shows a step ${step}, which grader/labs.ts does not know.`),
  ];
}

function wrongTitle(title: string): string[] {
  const problems: string[] = [];
  if (typeof title !== 'string' || title.trim() === '')
    return ['has no title. A title is a claim that could be false.'];
  if (!/^\p{Ll}/u.test(title))
    problems.push(`has the title "${title}". A claim begins with a small letter.`);
  if (!title.endsWith('.'))
    problems.push(`has the title "${title}". A claim ends with a full stop.`);
  return problems;
}

/** What is wrong with a note that a scenario or a rule tells to read: `05-exactly-once#ids`. */
export function wrongNote(note: string, pages: Pages): string[] {
  const [page = '', anchor] = note.split('#');
  const file = `notes/${page}.md`;
  if (!pages.has(file)) return [`tells to read the note "${note}", but there is no ${file}.`];
  const missing = anchor === undefined ? undefined : missingAnchor(file, anchor, pages);
  return missing === undefined ? [] : [`tells to read the note "${note}": it ${missing}`];
}

function wrongManifest(lab: Lab, points: ReadonlyMap<string, number | undefined>): Problem[] {
  const file = 'grader/labs.ts';
  const folder = `grader/suites/${lab.folder}`;
  const listed = lab.parts.flatMap((part) => part.scenarios);
  const absent = listed
    .filter((id) => !points.has(id))
    .map((id) => `lists ${id}, but there is no ${folder}/${id}.ts.`);
  const unlisted = [...points.keys()]
    .filter((id) => !listed.includes(id))
    .map((id) => `does not list ${id} of ${folder}, so nobody runs it. Add it to its part.`);
  const twice = listed
    .filter((id, index) => listed.indexOf(id) < index)
    .map((id) => `lists ${id} twice.`);
  const sums = lab.parts.flatMap((part) => {
    const sum = part.scenarios.reduce((total, id) => total + (points.get(id) ?? 0), 0);
    const complete = part.scenarios.every((id) => points.get(id) !== undefined);
    const given = `gives part ${part.id} of ${lab.id} ${part.points} points`;
    const text = `${given}, but its scenarios are worth ${sum}.`;
    return complete && sum !== part.points ? [text] : [];
  });
  return [...absent, ...unlisted, ...twice, ...sums].map((text) => ({ file, text }));
}
