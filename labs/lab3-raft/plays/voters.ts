/**
 * Voters with one thing wrong. They are no Rafts: they vote, and do nothing else. What they break
 * is said by the rules of A1; those of later steps would stop them sooner.
 */
import type { NodeId } from '#harness';
import type { Play } from '#kit';
import type { RaftStory } from '#kit/lab3';
import type { RaftEnv, RequestVoteArgs, Term } from '../types.ts';
import { answers, play, server } from './define.ts';

const program = 'the program of plays/voters.ts';

// #region generous
/** Votes for whoever asks, if the term is not an old one. */
function generousVoter(env: RaftEnv): void {
  let currentTerm: Term = 0;
  env.rpc.handle('RequestVote', ({ term }) => {
    currentTerm = Math.max(currentTerm, term);
    return { term: currentTerm, voteGranted: term === currentTerm };
  });
}
// #endregion generous

// #region forgetful
/** Votes once in each term, as it should, and keeps that in its memory. */
export function forgetfulVoter(env: RaftEnv): void {
  let currentTerm: Term = 0;
  let votedFor: NodeId | null = null;
  env.rpc.handle('RequestVote', ({ term, candidateId }) => {
    if (term > currentTerm) [currentTerm, votedFor] = [term, null];
    const voteGranted = term === currentTerm && (votedFor ?? candidateId) === candidateId;
    if (voteGranted) votedFor = candidateId;
    return { term: currentTerm, voteGranted };
  });
}
// #endregion forgetful

/** Asks n2 for its vote, once, after so many ms: with its own, that makes two of three. */
function candidate(env: RaftEnv, after: number): void {
  const args: RequestVoteArgs = {
    term: 1,
    candidateId: env.id,
    lastLogIndex: 0,
    lastLogTerm: 0,
  };
  env.spawn('campaign', async () => {
    await env.sleep(after);
    env.disk.save({ currentTerm: 1, votedFor: env.id });
    const reply = await env.rpc.call('n2', 'RequestVote', args);
    if (reply?.voteGranted) env.trace('I lead term 1');
  });
}

/** n1 and n3 want to lead term 1, and n2 is to decide. */
function twoCandidates(story: RaftStory, voter: (env: RaftEnv) => void, second: number): void {
  server(story, 'n1', (env) => candidate(env, 10));
  server(story, 'n2', voter);
  server(story, 'n3', (env) => candidate(env, second));
}

const twoVotes = play({
  id: 'two-votes',
  step: 'A1',
  program,
  opening: 'n1 and n3 want to lead term 1. n2 votes for whoever asks it in time.',
  question: 'n2 has voted for n1, and n3 asks. How many servers will lead term 1?',
  decisive: answers('RequestVote', (_reply, to) => to === 'n3'),
  answer:
    'Two. n1 leads already, and this vote makes n3 a leader, too: each has its own vote and that ' +
    'of n2, a majority of three. Two majorities always have a server in common, and it is that ' +
    'server which must not vote twice.',
  async run(story) {
    twoCandidates(story, generousVoter, 15);
    await story.sleep(50);
  },
});

const forgottenVote = play({
  id: 'forgotten-vote',
  step: 'A1',
  program,
  opening:
    'n1 and n3 want to lead term 1. n2 votes once in each term, and remembers it. After its ' +
    'vote it crashes, and starts again.',
  question: 'n3 asks n2 for its vote. What does n2 know of term 1?',
  decisive: answers('RequestVote', (_reply, to) => to === 'n3'),
  answer:
    'Nothing: it was in its memory, and its memory is gone. It gives its vote away a second ' +
    'time. A vote is a promise for the whole term, and a term may outlive a server.',
  async run(story) {
    twoCandidates(story, forgetfulVoter, 40);
    await story.sleep(25);
    story.nemesis.crash('n2', { for: 10 });
    await story.sleep(50);
  },
});

export const voters: readonly Play[] = [twoVotes, forgottenVote];
