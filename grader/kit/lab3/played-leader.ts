/**
 * A leader that the storyteller plays, and plays honestly: what it says, a right leader could.
 * Whoever makes one answers for it that such a leader can have been elected.
 */
import type { Millis, NodeId } from '#harness';
import type {
  AppendEntriesArgs,
  Entry,
  Index,
  LogCell,
  Term,
} from '../../../labs/lab3-raft/types.ts';
import type { RaftStory } from './story.ts';

/** A log by the terms of its entries. No two entries have one index and one term (§5.3). */
export type Terms = readonly Term[];

/** So many entries of one term. */
export const times = (count: number, term: Term): Terms =>
  Array.from({ length: count }, () => term);

const entriesOf = (log: Terms): Entry[] =>
  log.map((term, i) => ({ term, command: `x${i + 1}.${term}` }));

export class PlayedLeader {
  readonly id: NodeId;
  readonly term: Term;
  log: Terms;
  readonly #story: RaftStory;

  constructor(story: RaftStory, id: NodeId, term: Term, log: Terms) {
    this.#story = story;
    this.id = id;
    this.term = term;
    this.log = log;
  }

  #args(prev: Index, count: number, leaderCommit: Index): AppendEntriesArgs {
    return {
      term: this.term,
      leaderId: this.id,
      prevLogIndex: prev,
      prevLogTerm: this.log[prev - 1] ?? 0,
      entries: entriesOf(this.log).slice(prev, prev + count),
      leaderCommit,
    };
  }

  /**
   * Sends n1 so many entries that follow on `prev`: a heartbeat, if none. Gives what n1 says to it;
   * undefined if it says nothing.
   */
  async append(prev: Index, count: number, commit: Index = 0): Promise<boolean | undefined> {
    const puppet = this.#story.puppet(this.id);
    return (await puppet.appendEntries('n1', this.#args(prev, count, commit)))?.success;
  }

  /** The same, on a slow way: it arrives so much later, and what is sent meanwhile overtakes it. */
  late(after: Millis, prev: Index, count: number, commit: Index = 0): void {
    const args = this.#args(prev, count, commit);
    this.#story.puppet(this.id).tell('n1', 'AppendEntries', args, after);
  }

  /** Whether n1 has on its disk the first so many entries of this log, and nothing else. */
  isFollowed(upTo: Index = this.log.length): boolean {
    return String(termsOnDisk(this.#story)) === String(this.log.slice(0, upTo));
  }
}

/** What n1 has on its disk. */
export function termsOnDisk({ world }: RaftStory): Terms {
  const cell = world.cells('n1')['log'] as LogCell | undefined;
  return (cell?.entries ?? []).map(({ term }) => term);
}

/** n1 runs the program, in a cluster of so many servers; the others are played. */
export function oneAmongPlayed(story: RaftStory, servers = 5): void {
  const puppets = Array.from({ length: servers - 1 }, (_, i) => `n${i + 2}`);
  story.servers(servers, { puppets });
}
