/**
 * n3 leads term 1, and the storyteller plays it: n1 and n2 run the program, and do not grow
 * impatient. What n3 says, a right leader could: it has trimmed its log, and knows little of n1.
 */
import type { Millis, NodeId } from '#harness';
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  Entry,
  Index,
  InstallSnapshotArgs,
  InstallSnapshotReply,
  Snapshot,
} from '../../../labs/lab3-raft/types.ts';
import { snapshotOnDisk } from './disks.ts';
import type { RaftStory } from './story.ts';

const LEADER = 'n3';
const TERM = 1;
/** Clocks of those that are to begin no election: with others, it lasts longer until they do. */
const SLOW = 0.6;

export class Installer {
  readonly #story: RaftStory;
  readonly #entries: readonly Entry[];

  /** `count`: how many entries n3 has. */
  constructor(story: RaftStory, count: Index) {
    this.#story = story;
    this.#entries = Array.from({ length: count }, () => ({ term: TERM, command: story.command() }));
    for (const node of story.servers(3, { puppets: [LEADER] }))
      story.nemesis.begin({ kind: 'skew', node, rate: SLOW });
  }

  /** The command at an index. */
  command(index: Index): string {
    return String(this.#entries[index - 1]?.command);
  }

  #appendArgs(prev: Index, last: Index, leaderCommit: Index): AppendEntriesArgs {
    return {
      term: TERM,
      leaderId: LEADER,
      prevLogIndex: prev,
      prevLogTerm: prev === 0 ? 0 : TERM,
      entries: this.#entries.slice(prev, last),
      leaderCommit,
    };
  }

  /** Sends the entries behind `prev`, up to `last`. */
  append(
    to: NodeId,
    prev: Index,
    last: Index,
    commit: Index,
  ): Promise<AppendEntriesReply | undefined> {
    return this.#story.puppet(LEADER).appendEntries(to, this.#appendArgs(prev, last, commit));
  }

  /** Of all that n3 has, the state after an index, as the service of n2 finds it. */
  async snapshotAt(index: Index): Promise<Snapshot | undefined> {
    await this.append('n2', 0, this.#entries.length, 0);
    await this.append('n2', this.#entries.length, this.#entries.length, index);
    await this.#story.until(() => this.#story.lastApplied('n2') === index, 200);
    await this.#story.snapshot('n2');
    await this.#story.until(() => snapshotOnDisk(this.#story, 'n2') === index, 200);
    const cell = this.#story.world.cells('n2')['snapshot'] as Snapshot | undefined;
    return cell?.lastIncludedIndex === index ? cell : undefined;
  }

  #installArgs({ lastIncludedIndex, lastIncludedTerm, data }: Snapshot): InstallSnapshotArgs {
    return { term: TERM, leaderId: LEADER, lastIncludedIndex, lastIncludedTerm, data };
  }

  install(to: NodeId, snapshot: Snapshot): Promise<InstallSnapshotReply | undefined> {
    return this.#story.puppet(LEADER).call(to, 'InstallSnapshot', this.#installArgs(snapshot));
  }

  /** A snapshot, and hard on its heels what follows it, all of it committed. */
  installAndAppend(to: NodeId, snapshot: Snapshot, after: Millis = 1): void {
    const last = this.#entries.length;
    const leader = this.#story.puppet(LEADER);
    leader.tell(to, 'InstallSnapshot', this.#installArgs(snapshot), after);
    const more = this.#appendArgs(snapshot.lastIncludedIndex, last, last);
    leader.tell(to, 'AppendEntries', more, after + 0.01);
  }
}
