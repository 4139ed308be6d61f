/** Note 15: a server that does nothing but trim its log, in the wrong order. */
import type { Play } from '#kit';
import type { Entry, RaftEnv } from '../types.ts';
import { play, server } from './define.ts';

const entries: readonly Entry[] = ['x1', 'x2', 'x3'].map((command) => ({ term: 1, command }));
const whole = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries };

// #region hole
/** Saves the shorter log, and then what stands in the place of the rest. */
function trimmer(env: RaftEnv): void {
  const log = env.disk.load('log') ?? whole;
  const snapshot = env.disk.load('snapshot');
  env.trace(`snapshot up to ${snapshot?.lastIncludedIndex ?? 0}`);
  env.trace(`log from ${log.lastIncludedIndex + 1}`);
  env.spawn('trim', async () => {
    await env.sleep(10);
    const upTo2 = { lastIncludedIndex: 2, lastIncludedTerm: 1 };
    env.disk.save({ log: { ...upTo2, entries: log.entries.slice(2) } });
    env.disk.save({ snapshot: { ...upTo2, data: 'the state after x1 and x2' } });
  });
}
// #endregion hole

const hole = play({
  id: 'hole',
  step: 'A1',
  program: 'the program of plays/hole.ts',
  opening:
    'n1 has x1, x2 and x3 in its log, and the state after x2 for a snapshot. It saves the ' +
    'shorter log, and then the snapshot. Between the two it crashes.',
  question: 'What will its next life find on the disk?',
  decisive: (event) => event.type === 'start' && event.life === 2,
  answer:
    'A log from 3 on, and no snapshot. x1 and x2 are nowhere: neither they nor what they did. ' +
    'The other way round, it would find a snapshot and a log that is too long, and could mend ' +
    'that by itself.',
  async run(story) {
    server(story, 'n1', trimmer);
    story.nemesis.crashAtEndOfSave('n1', 10);
    await story.sleep(25);
  },
});

export const holes: readonly Play[] = [hole];
