import type {
  AppendEntriesArgs,
  InstallSnapshotArgs,
  Term,
} from '../../../../../labs/lab3-raft/types.ts';
import { hear } from './elections.ts';
import { compacted, end, merged, termAt } from './log.ts';
import { step, andThen, type State, type Step } from './state.ts';

/** Undefined: it is not the leader of the current term who speaks. */
function follow(before: State, term: Term, heed: (state: State) => Step): Step {
  return andThen(hear(before, term), (state) => {
    if (term < state.currentTerm)
      return step(state, { do: 'answer', with: { term: state.currentTerm, success: false } });
    const following: State = { ...state, role: { is: 'follower' } };
    return andThen(step(following, { do: 'wait' }), heed);
  });
}

/**
 * A refusal names where to go on: behind the end of a log that is too short; otherwise behind what
 * is committed, for there every leader agrees.
 */
function hint({ log, commitIndex }: State, prevLogIndex: number): number {
  const { index } = end(log);
  return prevLogIndex > index ? index + 1 : commitIndex + 1;
}

export function appendEntries(before: State, args: AppendEntriesArgs): Step {
  const { prevLogIndex, prevLogTerm, entries, leaderCommit } = args;
  return follow(before, args.term, (state) => {
    const { log, currentTerm: term } = state;
    if (prevLogIndex >= log.lastIncludedIndex && termAt(log, prevLogIndex) !== prevLogTerm) {
      const conflictIndex = hint(state, prevLogIndex);
      return step(state, { do: 'answer', with: { term, success: false, conflictIndex } });
    }
    const agreed = prevLogIndex + entries.length;
    const commitIndex = Math.max(state.commitIndex, Math.min(leaderCommit, agreed));
    const next = { ...state, log: merged(log, prevLogIndex, entries), commitIndex };
    return step(next, { do: 'answer', with: { term, success: true } });
  });
}

export function installSnapshot(before: State, args: InstallSnapshotArgs): Step {
  const { lastIncludedIndex, lastIncludedTerm, data } = args;
  return andThen(hear(before, args.term), (heard) => {
    const answer = { do: 'answer', with: { term: heard.currentTerm } } as const;
    if (args.term < heard.currentTerm) return step(heard, answer);
    const state: State = { ...heard, role: { is: 'follower' } };
    if (lastIncludedIndex <= state.commitIndex) return step(state, { do: 'wait' }, answer);
    const snapshot = { lastIncludedIndex, lastIncludedTerm, data };
    const place = { index: lastIncludedIndex, term: lastIncludedTerm };
    const log = compacted(state.log, place);
    const next = { ...state, snapshot, log, commitIndex: lastIncludedIndex };
    return step(next, { do: 'wait' }, answer);
  });
}
