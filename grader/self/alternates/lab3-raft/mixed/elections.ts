import type { RequestVoteArgs, Term } from '../../../../../labs/lab3-raft/types.ts';
import { end, isBefore } from './log.ts';
import { beat } from './leader.ts';
import { majority, step, andThen, type ReplyEvent, type State, type Step } from './state.ts';

/** §5.1. Whoever led has not waited for anybody, and does so from now on. */
export function hear(state: State, term: Term): Step {
  if (term <= state.currentTerm) return step(state);
  const next: State = { ...state, currentTerm: term, votedFor: null, role: { is: 'follower' } };
  return state.role.is === 'leader' ? step(next, { do: 'wait' }) : step(next);
}

export function campaign(state: State): Step {
  if (state.role.is === 'leader') return step(state);
  const { id, others } = state;
  const currentTerm = state.currentTerm + 1;
  const { index: lastLogIndex, term: lastLogTerm } = end(state.log);
  const args = { term: currentTerm, candidateId: id, lastLogIndex, lastLogTerm };
  const role = { is: 'candidate', voters: [id] } as const;
  const standing: State = { ...state, currentTerm, votedFor: id, role };
  const calls = others.map((to) => ({ do: 'call', to, method: 'RequestVote', args }) as const);
  return step(standing, { do: 'wait' }, ...calls);
}

export function requestVote(before: State, args: RequestVoteArgs): Step {
  return andThen(hear(before, args.term), (state) => {
    const { currentTerm: term, votedFor, log } = state;
    const theirs = { index: args.lastLogIndex, term: args.lastLogTerm };
    const voteGranted =
      args.term === term &&
      (votedFor ?? args.candidateId) === args.candidateId &&
      !isBefore(theirs, end(log));
    const answer = { do: 'answer', with: { term, voteGranted } } as const;
    if (!voteGranted) return step(state, answer);
    return step({ ...state, votedFor: args.candidateId }, answer, { do: 'wait' });
  });
}

export function voted(before: State, { from, args, reply }: ReplyEvent & { on: 'vote' }): Step {
  return andThen(hear(before, reply.term), (state) => {
    const { role } = state;
    const mine = role.is === 'candidate' && args.term === state.currentTerm && reply.voteGranted;
    if (!mine || role.voters.includes(from)) return step(state);
    const voters = [...role.voters, from];
    return voters.length < majority(state)
      ? step({ ...state, role: { is: 'candidate', voters } })
      : lead(state);
  });
}

function lead(state: State): Step {
  const next = end(state.log).index + 1;
  const peers = state.others.map((id) => ({ id, match: 0, next, asked: false }));
  return beat({ ...state, role: { is: 'leader', peers } });
}
