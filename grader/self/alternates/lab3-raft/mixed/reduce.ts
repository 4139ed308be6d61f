import type { Index, RaftCells } from '../../../../../labs/lab3-raft/types.ts';
import { campaign, hear, requestVote, voted } from './elections.ts';
import { appendEntries, installSnapshot } from './follower.ts';
import { beat, commit, propose, replied } from './leader.ts';
import { compacted, end, entryAt, termAt } from './log.ts';
import { step, andThen, type Effect, type Event, type State, type Step } from './state.ts';

/** All of Raft: what happens to a server makes another server of it, and says what it does. */
export function reduce(before: State, event: Event): Step {
  const done = decide(before, event);
  const lazy = event.on === 'propose' || event.on === 'heartbeat';
  return andThen(kept(before, done, lazy), (state) => andThen(commit(state), applied));
}

function decide(state: State, event: Event): Step {
  switch (event.on) {
    case 'birth':
    case 'leisure':
      return step(state);
    case 'impatience':
      return campaign(state);
    case 'heartbeat':
      return beat(state);
    case 'propose':
      return propose(state, event.command);
    case 'snapshot':
      return compact(state, event.index, event.data);
    case 'RequestVote':
      return requestVote(state, event.args);
    case 'AppendEntries':
      return appendEntries(state, event.args);
    case 'InstallSnapshot':
      return installSnapshot(state, event.args);
    case 'vote':
      return voted(state, event);
    default:
      return andThen(hear(state, event.reply.term), (heard) => replied(heard, event));
  }
}

function compact(state: State, index: Index, data: RaftCells['snapshot']['data']): Step {
  const term = termAt(state.log, index);
  if (index <= state.log.lastIncludedIndex || term === undefined) return step(state);
  const snapshot = { lastIncludedIndex: index, lastIncludedTerm: term, data };
  return step({ ...state, snapshot, log: compacted(state.log, { index, term }) });
}

/**
 * Puts a save of what has changed before all that tells of it. A leader that proposes or beats does
 * not save its entries yet; replies save them, for they may be what is missing to a majority.
 */
function kept(before: State, { state, effects }: Step, lazy: boolean): Step {
  const cells: Partial<RaftCells> = {};
  if (state.currentTerm !== before.currentTerm) cells.currentTerm = state.currentTerm;
  if (state.votedFor !== before.votedFor) cells.votedFor = state.votedFor;
  if (state.snapshot && state.snapshot !== before.snapshot) cells.snapshot = state.snapshot;
  const last = end(state.log).index;
  const isNew = state.log !== before.log || before.saved < end(before.log).index;
  if (isNew && !lazy) cells.log = state.log;
  if (Object.keys(cells).length === 0) return { state, effects };
  const saved = cells.log ? last : state.saved;
  return { state: { ...state, saved }, effects: [{ do: 'save', cells }, ...effects] };
}

function applied(state: State): Step {
  const { snapshot, log, commitIndex } = state;
  const effects: Effect[] = [];
  let { lastApplied } = state;
  if (snapshot && snapshot.lastIncludedIndex > lastApplied) {
    effects.push({ do: 'restore', snapshot });
    lastApplied = snapshot.lastIncludedIndex;
  }
  for (let index = lastApplied + 1; index <= commitIndex; index++) {
    const entry = entryAt(log, index);
    if (!entry) break;
    effects.push({ do: 'apply', index, command: entry.command });
    lastApplied = index;
  }
  return step({ ...state, lastApplied }, ...effects);
}
