/**
 * Followers with one thing wrong, and a leader that is a list of messages. None of them is a Raft,
 * so of the rules only those that a play names are asked.
 */
import type { Millis } from '#harness';
import type { Play } from '#kit';
import { requests, type RaftStory } from '#kit/lab3';
import type { Entry, Index, LogCell, RaftEnv } from '../types.ts';
import { ONE_WAY, play, server } from './define.ts';

const program = 'the program of plays/followers.ts';

/** ms. */
const GATHERING = 3;

const entry = (command: string): Entry => ({ term: 1, command });
const logOf = (entries: readonly Entry[]): LogCell => ({
  lastIncludedIndex: 0,
  lastIncludedTerm: 0,
  entries,
});

// #region cutting
/** Keeps what stands before the new entries, and takes them for the rest. */
function cuttingFollower(env: RaftEnv): void {
  let mine: readonly Entry[] = [];
  env.rpc.handle('AppendEntries', ({ term, prevLogIndex, entries }) => {
    if (prevLogIndex > mine.length) return { term, success: false };
    mine = [...mine.slice(0, prevLogIndex), ...entries];
    env.disk.save({ log: logOf(mine) });
    return { term, success: true };
  });
}
// #endregion cutting

// #region early
/** Answers at once, and gathers for a while what it saves. */
function earlyFollower(env: RaftEnv): void {
  let mine = env.disk.load('log')?.entries ?? [];
  env.trace(`I have ${mine.length}`);
  env.rpc.handle('AppendEntries', ({ term, prevLogIndex, entries }) => {
    if (prevLogIndex > mine.length) return { term, success: false };
    mine = [...mine.slice(0, prevLogIndex), ...entries];
    env.spawn('save', async () => {
      await env.sleep(GATHERING);
      env.disk.save({ log: logOf(mine) });
    });
    return { term, success: true };
  });
}
// #endregion early

/** Sends all entries that it has, and again when it has one more. */
function leader(env: RaftEnv, commands: readonly string[], pause: Millis): void {
  env.spawn('replicate', async () => {
    env.disk.save({ currentTerm: 1, log: logOf(commands.map(entry)) });
    for (const count of commands.keys()) {
      const entries = commands.slice(0, count + 1).map(entry);
      const head = { term: 1, leaderId: env.id, prevLogIndex: 0, prevLogTerm: 0 };
      env.spawn('AppendEntries', async () => {
        const reply = await env.rpc.call('n2', 'AppendEntries', {
          ...head,
          entries,
          leaderCommit: 0,
        });
        if (reply?.success) env.trace(`n2 has ${count + 1}`);
      });
      await env.sleep(pause);
    }
  });
}

function pair(
  story: RaftStory,
  follower: (env: RaftEnv) => void,
  commands: readonly string[],
): void {
  server(story, 'n1', (env) => leader(env, commands, 10));
  server(story, 'n2', follower);
}

const carries = (count: Index) =>
  requests('AppendEntries', {
    where: ({ entries }) => entries.length === count,
  });

const lateAppend = play({
  id: 'late-append',
  step: 'A1',
  rules: ['truncate-on-conflict'],
  program,
  opening:
    'n1 leads, and sends x1, and then x1 and x2. The first message is late, and comes after the ' +
    'second. n2 keeps what stands before the new entries, and takes them for the rest.',
  question: 'n2 has acknowledged two entries. What will the late message make of its log?',
  decisive: (event) =>
    event.type === 'deliver' && carries(1).where?.(event.message, event.from, event.node) === true,
  answer:
    'One entry is left. x2 had been acknowledged: n1 may have committed it, and told somebody. ' +
    'Nothing in the late message says that there is no x2. It says that x1 comes first, which ' +
    'is true, and was no news.',
  async run(story) {
    pair(story, cuttingFollower, ['x1', 'x2']);
    story.nemesis.delay(carries(1), 4 * ONE_WAY);
    await story.sleep(60);
  },
});

const tooEarly = play({
  id: 'too-early',
  step: 'A1',
  program,
  opening:
    'n1 leads, and sends x1. n2 answers at once, and saves 3 ms later. After 2 ms it crashes.',
  question: 'n2 starts again. What does n1 believe of it, and what is in its log?',
  decisive: (event) => event.type === 'start' && event.life === 2,
  answer:
    'n1 counts it: n1 and n2 are two of three, so x1 is committed. On the disk of n2 is ' +
    'nothing. If n1 is lost now, n2 and n3 elect a leader that has never heard of x1.',
  async run(story) {
    pair(story, earlyFollower, ['x1']);
    story.nemesis.when(
      { event: 'send', node: 'n2', nth: 1, after: 2 },
      { kind: 'crash', node: 'n2' },
      20,
    );
    await story.sleep(60);
  },
});

export const followers: readonly Play[] = [lateAppend, tooEarly];
