/** Part A: the decisions as tables, and a story to run and to copy from. npm run open lab3 */
import { tell } from '#kit';
import { scenario } from '#kit/lab3';
import { describe, expect, test } from 'vitest';
import { isMajority, isUpToDate, mayGrantVote } from './votes.ts';

describe('isUpToDate: index/term of the candidate, of the voter', () => {
  test.each([
    ['an equal log will do', '3/2', '3/2', true],
    ['both empty', '0/0', '0/0', true],
    ['a longer log of the same term', '4/2', '3/2', true],
    ['a shorter log of the same term', '2/2', '3/2', false],
    ['a later term wins, though the log is shorter', '1/3', '9/2', true],
    ['an earlier term loses, though the log is longer', '9/2', '1/3', false],
  ])('%s: %s to %s', (_why, candidate, own, expected) => {
    expect(isUpToDate(end(candidate), end(own))).toBe(expected);
  });

  function end(text: string): { lastLogIndex: number; lastLogTerm: number } {
    const [lastLogIndex = 0, lastLogTerm = 0] = text.split('/').map(Number);
    return { lastLogIndex, lastLogTerm };
  }
});

describe('mayGrantVote: the voter’s term, and for whom it voted; n2 asks in term 5', () => {
  test.each([
    ['nobody yet', 5, null, true],
    ['the same candidate again, for its request came twice', 5, 'n2', true],
    ['another', 5, 'n3', false],
    ['nobody, but the voter is in a later term', 6, null, false],
  ])('%s', (_why, currentTerm, votedFor, expected) => {
    const args = { term: 5, candidateId: 'n2', lastLogIndex: 0, lastLogTerm: 0 };
    expect(mayGrantVote({ currentTerm, votedFor }, args)).toBe(expected);
  });
});

describe('isMajority', () => {
  test.each([
    [2, 3, true],
    [1, 3, false],
    [3, 5, true],
    [2, 5, false],
    [2, 4, false],
    [1, 1, true],
  ])('%i of %i: %s', (count, servers, expected) => {
    expect(isMajority(count, servers)).toBe(expected);
  });
});

const quiet = scenario({
  steps: ['A2'],
  points: 0,
  title: 'three servers on a quiet network agree on a leader.',
  note: '11-raft-elections#timers',
  shape: 'story',
  witnesses: {},
  async run(story) {
    story.servers(3);
    // From here on nothing goes wrong, and a leader that does not come breaks a rule.
    story.nemesis.rest();
    await story.sleep(4000);
  },
});

test('three servers on a quiet network agree on a leader', async () => {
  const { run, timeline } = await tell(quiet, { lab: 'lab3' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
