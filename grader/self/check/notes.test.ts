import { describe, expect, it } from 'vitest';
import { links, pagesOf } from '../../check/links.ts';
import { slug } from '../../check/markdown.ts';
import { notes } from '../../check/notes.ts';
import { sentence } from '../../check/problem.ts';
import { treeOf } from './tree-of.ts';

const linksIn = (texts: Record<string, string>): string[] => links(treeOf(texts)).map(sentence);
const notesIn = (texts: Record<string, string>): string[] =>
  notes(pagesOf(treeOf(texts))).map(sentence);

describe('links', () => {
  it('are followed to files, folders, headings and marks in HTML', () => {
    const page = [
      '# A page, with `code` and *stress*',
      '[a](b.md) [b](sub/) [c](#a-page-with-code-and-stress) [d](b.md#again-1) [e](../labs/x.ts)',
      '[f](https://example.org/#x) [g](b.md#here) <a href="b.md">h</a> ![i](sub/i.png) [j][ref]',
      '',
      '[ref]: b.md#again',
    ].join('\n');
    const other = '## Again\n## Again\n<a id="here"></a>\n';
    const tree = {
      'notes/a.md': page,
      'notes/b.md': other,
      'notes/sub/i.png': '',
      'labs/x.ts': '',
    };
    expect(linksIn(tree)).toEqual([]);
  });

  it('are told of, with their line, when they lead nowhere', () => {
    const page = [
      '---',
      'title: x',
      '---',
      '# X',
      '',
      'first',
      '[a](gone.md) and',
      '[b](#y), [c](/b.md), <a href="no.md">d</a>',
      '',
      '| a |',
      '|---|',
      '| [e](none.md) |',
    ].join('\n');
    expect(linksIn({ 'notes/a.md': page })).toEqual([
      'notes/a.md:7 links to "gone.md", but there is no notes/gone.md.',
      'notes/a.md:8 points to "#y", but no heading of notes/a.md is called so.',
      'notes/a.md:8 links to "/b.md". Write a path that is relative to this file.',
      'notes/a.md:8 links to "no.md", but there is no notes/no.md.',
      'notes/a.md:12 links to "none.md", but there is no notes/none.md.',
    ]);
  });

  it('in code are no links', () => {
    expect(linksIn({ 'a.md': '`[a](gone.md)`\n\n```text\n[a](gone.md)\n```\n' })).toEqual([]);
  });

  it.each([
    ['Lab 1: remote calls', 'lab-1-remote-calls'],
    ['What “exactly once” means — really?', 'what-exactly-once-means--really'],
    ['snake_case & kebab-case', 'snake_case--kebab-case'],
  ])('find the heading %s under %s', (heading, anchor) => {
    expect(slug(heading)).toBe(anchor);
  });
});

describe('the front matter of a note', () => {
  const front = 'title: "Start here"\nlab: 1\nreads:\nafter:\nminutes: 10\n';

  it('has five keys', () => {
    expect(notesIn({ 'notes/00-start.md': `---\n${front}---\n# Start\n` })).toEqual([]);
    expect(notesIn({ 'notes/glossary.md': '# Glossary\n' })).toEqual([]);
  });

  it.each([
    ['# Start\n', 'has no front matter'],
    [`---\n${front.replace('lab: 1\n', '')}---\n`, 'lacks "lab"'],
    [`---\n${front}author: me\n---\n`, 'has "author"'],
    [`---\n${front.replace('10', 'ten')}---\n`, 'a whole number'],
    [`---\n${front.replace('"Start here"', '')}---\n`, 'says nothing under "title"'],
  ])('is refused: %j', (text, why) => {
    const sentences = notesIn({ 'notes/00-start.md': text });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(why);
  });
});
