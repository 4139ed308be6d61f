import { describe, expect, it } from 'vitest';
import { LABS, type Lab } from '../../labs.ts';
import { pagesOf } from '../../check/links.ts';
import { sentence } from '../../check/problem.ts';
import { rules } from '../../check/rules.ts';
import { scenarios, type Heading } from '../../check/scenarios.ts';
import { treeOf } from './tree-of.ts';

const [lab1] = LABS;
if (!lab1) throw new Error('the manifest has no lab');
const [partA] = lab1.parts;
if (!partA) throw new Error('lab 1 has no part');

const lab: Lab = { ...lab1, parts: [{ ...partA, points: 5, scenarios: ['1a-one', '1a-two'] }] };
const one: Heading = { steps: ['A1'], points: 2, title: 'one is one.', note: '04-rpc#ids' };
const two: Heading = { steps: ['A2', 'A1'], points: 3, title: 'two is two.', note: '04-rpc' };

async function said(headings: Record<string, Heading>): Promise<string[]> {
  const file = (id: string): string => `grader/suites/lab1-rpc/${id}.ts`;
  const tree = treeOf({
    'notes/04-rpc.md': '# Calls\n## Ids\n',
    ...Object.fromEntries(Object.keys(headings).map((id) => [file(id), ''])),
  });
  const load = async (wanted: string): Promise<Heading> => {
    const found = Object.entries(headings).find(([id]) => file(id) === wanted);
    if (!found) throw new Error(`no ${wanted}`);
    return found[1];
  };
  return (await scenarios(tree, pagesOf(tree), [lab], load)).map(sentence);
}

describe('scenarios', () => {
  it('agree with the manifest', async () => {
    expect(await said({ '1a-one': one, '1a-two': two })).toEqual([]);
  });

  it.each<[string, Heading, string]>([
    ['an empty title', { ...two, title: ' ' }, 'has no title'],
    ['a title that is no claim', { ...two, title: 'Two is two.' }, 'begins with a small letter'],
    ['a title without an end', { ...two, title: 'two is two' }, 'ends with a full stop'],
    [
      'a title told before',
      { ...two, title: one.title },
      'has the title of grader/suites/lab1-rpc/1a-one.ts',
    ],
    ['a note that is not there', { ...two, note: '99-none' }, 'there is no notes/99-none.md'],
    ['a place that is not there', { ...two, note: '04-rpc#id' }, 'Did you mean "#ids"?'],
    ['a step of another part', { ...two, steps: ['B1'] }, 'its name begins with "1b-"'],
    ['a step that nobody knows', { ...two, steps: ['A9'] }, 'shows a step A9'],
    ['points that do not add up', { ...two, points: 4 }, 'its scenarios are worth 6'],
  ])('may not have %s', async (_, heading, why) => {
    expect((await said({ '1a-one': one, '1a-two': heading })).join('\n')).toContain(why);
  });

  it('that only the folder or only the manifest knows are told of', async () => {
    const three = { ...one, title: 'three is three.' };
    expect(await said({ '1a-one': one, '1a-three': three })).toEqual([
      'grader/labs.ts lists 1a-two, but there is no grader/suites/lab1-rpc/1a-two.ts.',
      expect.stringMatching(/^grader\/labs\.ts does not list 1a-three .* Add it to its part\.$/),
    ]);
  });

  it('that cannot be loaded are told of once', async () => {
    const broken = { 'grader/suites/lab1-rpc/1a-one.ts': '', 'notes/04-rpc.md': '' };
    const small: Lab = { ...lab, parts: [{ ...partA, scenarios: ['1a-one'] }] };
    const load = () => Promise.reject(new Error('no kit'));
    const tree = treeOf(broken);
    expect((await scenarios(tree, pagesOf(tree), [small], load)).map(sentence)).toEqual([
      'grader/suites/lab1-rpc/1a-one.ts:1 cannot be loaded: Error: no kit',
    ]);
  });

  it('have an id of one form', async () => {
    expect(
      (await said({ '1a-one': one, '1a-two': two, '1a_Three': { ...one, title: 'x.' } })).join(),
    ).toContain('is called "1a_Three"');
  });
});

describe('rules', () => {
  const good = { id: 'own-reply', sentence: 'A call is its own.', note: '04-rpc#ids' };
  const pages = pagesOf(treeOf({ 'notes/04-rpc.md': '# Calls\n## Ids\n' }));
  const wrong = async (all: (typeof good)[]): Promise<string[]> =>
    (await rules(pages, [lab], async () => all)).map(sentence);

  it('have an id of their own, a sentence, and a note that is there', async () => {
    expect(await wrong([good])).toEqual([]);
    const file = 'grader/kit/monitors/lab1 rule own-reply';
    expect(await wrong([good, { ...good, sentence: 'no', note: '05-once' }])).toEqual([
      `${file} tells to read the note "05-once", but there is no notes/05-once.md.`,
      `${file} says "no". A rule is a sentence, from a capital to a full stop.`,
      `${file} has the id of another rule.`,
    ]);
  });
});
