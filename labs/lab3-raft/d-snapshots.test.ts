/** Part D: a log behind a snapshot, as tables, and a story. npm run open lab3 */
import { tell } from '#kit';
import { scenario } from '#kit/lab3';
import { describe, expect, test } from 'vitest';
import { compact, emptyLog, entriesFrom, entryAt, lastIndex, termAt, type Log } from './log.ts';
import { matches, merged } from './replication.ts';
import { besideSnapshot } from './snapshots.ts';

const entries = (terms: string) => [...terms].map((term) => ({ term: +term, command: `t${term}` }));
/** The entries 5, 6, … by their terms, behind a snapshot whose last entry is 4, of term 2. */
const trimmed = (terms: string): Log => ({
  lastIncludedIndex: 4,
  lastIncludedTerm: 2,
  entries: entries(terms),
});
const terms = (log: Log): string => log.entries.map(({ term }) => term).join('');

describe('a trimmed log', () => {
  test('knows its terms by absolute indexes', () => {
    const log = trimmed('233');
    expect([3, 4, 5, 7, 8].map((index) => termAt(log, index))).toEqual([
      undefined,
      2,
      2,
      3,
      undefined,
    ]);
    expect(lastIndex(log)).toBe(7);
    expect(entryAt(log, 6)).toEqual({ term: 3, command: 't3' });
    expect(entriesFrom(log, 6, 9).map(({ term }) => term)).toEqual([3, 3]);
  });

  test('is trimmed further, and from the beginning', () => {
    expect(compact(trimmed('233'), 6)).toEqual({
      lastIncludedIndex: 6,
      lastIncludedTerm: 3,
      entries: entries('3'),
    });
    expect(compact({ ...emptyLog, entries: entries('12') }, 2)).toEqual({
      lastIncludedIndex: 2,
      lastIncludedTerm: 2,
      entries: [],
    });
  });

  test('accepts what follows the snapshot, and what begins before it', () => {
    expect(matches(trimmed('23'), { prevLogIndex: 4, prevLogTerm: 2 })).toBe(true);
    expect(terms(merged(trimmed('2'), 4, entries('23')))).toBe('23');
    expect(terms(merged(trimmed('2'), 2, entries('2223')))).toBe('23');
  });
});

describe('besideSnapshot: a snapshot of index/term, beside the entries 5, 6, …', () => {
  test.each([
    ['the log holds its last entry: what follows stays', '233', 6, 3, '3'],
    ['the log has another entry there: nothing stays', '233', 6, 4, ''],
    ['the log ends before it', '2', 9, 4, ''],
    ['an older one changes nothing', '233', 3, 2, '233'],
  ])('%s', (_why, own, lastIncludedIndex, lastIncludedTerm, expected) => {
    const log = besideSnapshot(trimmed(own), { lastIncludedIndex, lastIncludedTerm });
    expect(terms(log)).toBe(expected);
    expect(log.lastIncludedIndex).toBe(Math.max(4, lastIncludedIndex));
  });
});

const lagging = scenario({
  steps: ['D2'],
  points: 0,
  title: 'a server that missed what has been trimmed catches up by a snapshot.',
  note: '15-raft-snapshots#install',
  shape: 'story',
  witnesses: {},
  async run(story) {
    story.servers(3, { snapshotEvery: 5 });
    const leader = await story.aLeader();
    const [other = ''] = leader === undefined ? [] : story.others(leader);
    const away = story.nemesis.isolate(other);
    for (let i = 0; i < 12; i++) await story.proposeToLeader();
    await story.sleep(500);
    away.end();
    story.nemesis.rest();
    await story.proposeToLeader();
    await story.sleep(2000);
  },
});

test('a server that missed what has been trimmed catches up by a snapshot', async () => {
  const { run, timeline } = await tell(lagging, { lab: 'lab3' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
