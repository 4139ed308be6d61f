/** Part B: given this log and these arguments, what does the follower do? npm run open lab3 */
import { tell } from '#kit';
import { scenario } from '#kit/lab3';
import { describe, expect, test } from 'vitest';
import { append, cutFrom, emptyLog, entriesFrom, entryAt, termAt, type Log } from './log.ts';
import { followerCommit, majorityIndex, matches, mayCommit, merged } from './replication.ts';

/** A log by the terms of its entries: `112` holds entries 1 and 2 of term 1, and 3 of term 2. */
const log = (terms: string): Log => ({ ...emptyLog, entries: entries(terms) });
const entries = (terms: string) => [...terms].map((term) => ({ term: +term, command: `t${term}` }));
const terms = (one: Log): string => one.entries.map(({ term }) => term).join('');

describe('a log', () => {
  test('knows the terms of its entries, and of index 0', () => {
    expect([0, 1, 3, 4].map((index) => termAt(log('112'), index))).toEqual([0, 1, 2, undefined]);
    expect(entryAt(log('112'), 3)).toEqual({ term: 2, command: 't2' });
    expect(entryAt(log('112'), 4)).toBeUndefined();
  });

  test('grows, is cut, and is read from an index on', () => {
    expect(terms(append(log('1'), entries('22')))).toBe('122');
    expect(terms(cutFrom(log('112'), 2))).toBe('1');
    expect(entriesFrom(log('1123'), 2, 2).map(({ term }) => term)).toEqual([1, 2]);
    expect(entriesFrom(log('1'), 2, 9)).toEqual([]);
  });

  test('is never changed, but made anew', () => {
    const one = Object.freeze({ ...emptyLog, entries: Object.freeze(entries('1')) });
    append(one, entries('2'));
    cutFrom(one, 1);
    expect(terms(one)).toBe('1');
  });
});

describe('matches: log, prevLogIndex, prevLogTerm', () => {
  test.each([
    ['the beginning is the same everywhere', '', 0, 0, true],
    ['the very entry', '112', 3, 2, true],
    ['an entry in the middle', '112', 2, 1, true],
    ['another term', '112', 3, 3, false],
    ['the log is too short', '112', 4, 2, false],
  ])('%s', (_why, own, prevLogIndex, prevLogTerm, expected) => {
    expect(matches(log(own), { prevLogIndex, prevLogTerm })).toBe(expected);
  });
});

describe('merged: log, prevLogIndex, entries → log', () => {
  test.each([
    ['new entries go to the end', '11', 2, '23', '1123'],
    ['known entries change nothing', '1123', 1, '12', '1123'],
    ['a conflict cuts what follows it', '1122', 2, '33', '1133'],
    ['an old, short message cuts nothing', '1123', 1, '1', '1123'],
    ['a heartbeat cuts nothing', '1123', 1, '', '1123'],
    ['half known, half new', '112', 2, '233', '11233'],
  ])('%s', (_why, own, prevLogIndex, more, expected) => {
    expect(terms(merged(log(own), prevLogIndex, entries(more)))).toBe(expected);
  });
});

describe('followerCommit: commitIndex, leaderCommit, last new entry', () => {
  test.each([
    ['as far as the leader', 2, 4, 9, 4],
    ['not beyond what was sent', 2, 9, 4, 4],
    ['never back: the message may be an old one', 5, 3, 3, 5],
  ])('%s', (_why, commitIndex, leaderCommit, lastNew, expected) => {
    expect(followerCommit(commitIndex, leaderCommit, lastNew)).toBe(expected);
  });
});

describe('what a leader commits', () => {
  test.each([
    [[5, 5, 5], 5],
    [[5, 3, 0], 3],
    [[7, 2, 2, 2, 9], 2],
    [[9, 8, 7, 2, 1], 7],
    [[4, 3, 2, 1], 2],
  ])('%j is held by a majority up to %i', (matchIndexes, expected) => {
    expect(majorityIndex(matchIndexes)).toBe(expected);
  });

  test.each([
    ['an entry of its own term', '112', 3, 2, true],
    ['an entry of an earlier term, by counting', '112', 2, 2, false],
  ])('%s', (_why, own, index, currentTerm, expected) => {
    expect(mayCommit(log(own), index, currentTerm)).toBe(expected);
  });
});

const agreement = scenario({
  steps: ['B3'],
  points: 0,
  title: 'three commands are applied by three servers.',
  note: '12-raft-log#commit',
  shape: 'story',
  witnesses: {},
  async run(story) {
    story.servers(3);
    story.nemesis.rest();
    for (let i = 0; i < 3; i++) await story.proposeToLeader();
    await story.sleep(2000);
  },
});

test('three commands are applied by three servers', async () => {
  const { run, timeline } = await tell(agreement, { lab: 'lab3' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
