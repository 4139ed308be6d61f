import type { Page } from './markdown.ts';
import type { Pages } from './links.ts';
import type { Problem } from './problem.ts';

/** The front matter of a note, and whether each key must say something. */
const KEYS: Readonly<Record<string, 'something' | 'perhaps nothing'>> = {
  title: 'something',
  lab: 'something',
  /** Notes and papers that it builds on. */
  reads: 'perhaps nothing',
  /** The note before it. */
  after: 'perhaps nothing',
  minutes: 'something',
};

/** Numbered notes begin with what the syllabus and the site need to know of them. */
export function notes(pages: Pages): Problem[] {
  return [...pages].flatMap(([file, page]) =>
    /^notes\/\d\d-[^/]*\.md$/.test(file)
      ? wrongFront(page).map((text) => ({ file, line: 1, text }))
      : [],
  );
}

function wrongFront({ front }: Page): string[] {
  const all = Object.keys(KEYS).join(', ');
  if (!front)
    return [`has no front matter. Begin with a block between two lines of ---, with ${all}.`];
  const missing = Object.entries(KEYS).flatMap(([key, need]) => {
    const value = front.get(key);
    if (value === undefined) return [`lacks "${key}" in its front matter, which has ${all}.`];
    return value === '' && need === 'something'
      ? [`says nothing under "${key}" in its front matter.`]
      : [];
  });
  const unknown = [...front.keys()]
    .filter((key) => !Object.hasOwn(KEYS, key))
    .map((key) => `has "${key}" in its front matter, which nothing reads. It has ${all}.`);
  const minutes = front.get('minutes');
  const uncounted =
    minutes && !/^[1-9]\d*$/.test(minutes)
      ? [`says "minutes: ${minutes}". Write a whole number: how long a reader takes.`]
      : [];
  return [...missing, ...unknown, ...uncounted];
}
