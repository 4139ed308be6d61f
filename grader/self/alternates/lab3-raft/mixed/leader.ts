import type { NodeId } from '#harness';
import { MAX_ENTRIES, type Command } from '../../../../../labs/lab3-raft/types.ts';
import { appended, end, sliceAfter, termAt } from './log.ts';
import {
  majority,
  peersOf,
  step,
  andThen,
  type Effect,
  type Peer,
  type ReplyEvent,
  type Request,
  type State,
  type Step,
} from './state.ts';

/** A leader may keep its own entries in memory for so long: they do not count until then. */
const LEISURE = 5;

function request(state: State, { next }: Peer): Request {
  const { currentTerm: term, id: leaderId, log, commitIndex: leaderCommit, snapshot } = state;
  if (next <= log.lastIncludedIndex && snapshot)
    return { method: 'InstallSnapshot', args: { term, leaderId, ...snapshot } };
  const prevLogIndex = next - 1;
  const prevLogTerm = termAt(log, prevLogIndex) ?? 0;
  const entries = sliceAfter(log, prevLogIndex, MAX_ENTRIES);
  const args = { term, leaderId, prevLogIndex, prevLogTerm, entries, leaderCommit };
  return { method: 'AppendEntries', args };
}

/** Sends one request to each peer of which this is so. */
function send(state: State, to: (peer: Peer) => boolean): Step {
  const { role } = state;
  if (role.is !== 'leader') return step(state);
  const calls = role.peers.filter(to).map((peer): Effect => ({
    do: 'call',
    to: peer.id,
    ...request(state, peer),
  }));
  const peers = role.peers.map((peer) => (to(peer) ? { ...peer, asked: true } : peer));
  return step({ ...state, role: { is: 'leader', peers } }, ...calls);
}

export const beat = (state: State): Step => send(state, () => true);

const sendNews = (state: State): Step =>
  send(state, ({ next, asked }) => !asked && next <= end(state.log).index);

export function propose(state: State, command: Command): Step {
  if (state.role.is !== 'leader') return step(state, { do: 'answer', with: undefined });
  const { currentTerm: term } = state;
  const log = appended(state.log, { term, command });
  const answer = { do: 'answer', with: { index: end(log).index, term } } as const;
  const sent = andThen(step({ ...state, log }, answer), sendNews);
  return andThen(sent, (now) => step(now, { do: 'later', within: LEISURE }));
}

function learnt(state: State, id: NodeId, news: (peer: Peer) => Partial<Peer>): State {
  const peers = peersOf(state).map((peer) =>
    peer.id === id ? { ...peer, asked: false, ...news(peer) } : peer,
  );
  return { ...state, role: { is: 'leader', peers } };
}

const matched =
  (index: number) =>
  ({ match, next }: Peer): Partial<Peer> => ({
    match: Math.max(match, index),
    next: Math.max(next, index + 1),
  });

/** A reply in the term in which this server asked, and still leads. */
export function replied(state: State, event: Exclude<ReplyEvent, { on: 'vote' }>): Step {
  if (state.role.is !== 'leader' || event.args.term !== state.currentTerm) return step(state);
  return andThen(step(told(state, event)), (now) => andThen(commit(now), sendNews));
}

function told(state: State, event: Exclude<ReplyEvent, { on: 'vote' }>): State {
  if (event.on === 'installed')
    return learnt(state, event.from, matched(event.args.lastIncludedIndex));
  const { prevLogIndex, entries } = event.args;
  const { success, conflictIndex = prevLogIndex } = event.reply;
  if (success) return learnt(state, event.from, matched(prevLogIndex + entries.length));
  return learnt(state, event.from, ({ match, next }) => {
    if (prevLogIndex !== next - 1) return {};
    return { next: Math.max(match + 1, Math.min(conflictIndex, prevLogIndex)) };
  });
}

/** §5.3, §5.4.2. This server holds what it has saved. */
export function commit(state: State): Step {
  if (state.role.is !== 'leader') return step(state);
  const held = [state.saved, ...peersOf(state).map(({ match }) => match)];
  const index = held.toSorted((a, b) => b - a)[majority(state) - 1] ?? 0;
  if (index <= state.commitIndex || termAt(state.log, index) !== state.currentTerm)
    return step(state);
  return step({ ...state, commitIndex: index });
}
