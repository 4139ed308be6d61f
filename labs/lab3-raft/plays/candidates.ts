/** Note 08: what happens between asking and being answered. None of these is a Raft. */
import type { Millis, NodeId } from '#harness';
import type { Play } from '#kit';
import type { RaftEnv, RequestVoteArgs, RequestVoteReply, Term } from '../types.ts';
import { isAnswered, ONE_WAY, play, server } from './define.ts';
import { forgetfulVoter } from './voters.ts';

const program = 'the program of plays/candidates.ts';

const request = (candidateId: NodeId, term: Term): RequestVoteArgs => ({
  term,
  candidateId,
  lastLogIndex: 0,
  lastLogTerm: 0,
});

// #region late
/** Campaigns twice, and counts each yes that comes. */
function lateCandidate(env: RaftEnv): void {
  let currentTerm: Term = 0;
  let votes = new Set<NodeId>();
  const ask = async (peer: NodeId): Promise<void> => {
    const reply = await env.rpc.call(peer, 'RequestVote', request(env.id, currentTerm));
    if (reply?.voteGranted) votes.add(peer);
    if (votes.size === 2) env.trace(`I lead term ${currentTerm}`);
  };
  env.spawn('campaigns', async () => {
    for (const pause of [10, 40]) {
      await env.sleep(pause);
      currentTerm += 1;
      votes = new Set([env.id]);
      env.disk.save({ currentTerm, votedFor: env.id });
      for (const peer of ['n2', 'n3']) env.spawn('ask', () => ask(peer));
    }
  });
}
// #endregion late

/** Campaigns once, in term 2, and votes for nobody else in it. */
function rival(env: RaftEnv, after: Millis): void {
  const no: RequestVoteReply = { term: 2, voteGranted: false };
  env.spawn('campaign', async () => {
    await env.sleep(after);
    env.disk.save({ currentTerm: 2, votedFor: env.id });
    env.rpc.handle('RequestVote', () => no);
    const reply = await env.rpc.call('n2', 'RequestVote', request(env.id, 2));
    if (reply?.voteGranted) env.trace('I lead term 2');
  });
}

const lateVote = play({
  id: 'late-vote',
  step: 'A1',
  program,
  opening:
    'n1 campaigns in term 1. What it sends to n3 is lost, and the yes of n2 is late. n3 ' +
    'campaigns in term 2, and leads it, with the vote of n2. Then n1 campaigns in term 2, too.',
  question: 'n1 is refused. And now the yes of n2 comes, of term 1. What does n1 do?',
  decisive: isAnswered('RequestVote', ({ voteGranted }, node) => voteGranted && node === 'n1'),
  answer:
    'It leads term 2, which has a leader. Between asking and being answered it had become a ' +
    'candidate of another term, and the line after the await did not ask. n2 has voted once in ' +
    'each term, as it should.',
  async run(story) {
    server(story, 'n1', lateCandidate);
    server(story, 'n2', forgetfulVoter);
    server(story, 'n3', (env) => rival(env, 25));
    story.nemesis.lose({ from: 'n1', to: 'n3', times: 1 });
    story.nemesis.delay({ from: 'n2', to: 'n1', times: 1 }, 12 * ONE_WAY);
    await story.sleep(100);
  },
});

export const candidates: readonly Play[] = [lateVote];
