/**
 * The servers other than n1, played as correct ones could behave: they elect and replicate by a
 * majority of their own, and whatever they have said reaches n1 late, twice or never.
 */
import type { NodeId } from '#harness';
import type { Index, Term } from '../../../labs/lab3-raft/types.ts';
import { PlayedLeader, times, type Terms } from './played-leader.ts';
import type { RaftStory } from './story.ts';

const SERVERS: readonly NodeId[] = ['n2', 'n3', 'n4', 'n5'];
/** A majority of five, n1 not needed. */
const MAJORITY = 3;

/** A leader with what it knows: how far its followers have come, and what is committed. */
type Reign = { leader: PlayedLeader; matchIndex: Map<NodeId, Index>; commitIndex: Index };

const isNewer = (one: Terms, other: Terms): boolean => {
  const [a, b] = [one.at(-1) ?? 0, other.at(-1) ?? 0];
  return a === b ? one.length > other.length : a > b;
};

export class PlayedCluster {
  readonly #story: RaftStory;
  readonly #logs = new Map<NodeId, Terms>(SERVERS.map((id) => [id, []]));
  /** The newest term that each has heard of. */
  readonly #terms = new Map<NodeId, Term>();
  readonly #reigns: Reign[] = [];
  #committed: Index = 0;

  constructor(story: RaftStory) {
    this.#story = story;
    this.#elect();
  }

  get #reign(): Reign {
    const last = this.#reigns.at(-1);
    if (!last) throw new Error('nobody has been elected');
    return last;
  }

  #log(id: NodeId): Terms {
    return this.#logs.get(id) ?? [];
  }

  /** Three of them elect the one whose log is the newest of theirs; often without the leader. */
  #elect(): void {
    const { dice } = this.#story;
    const last = this.#reigns.at(-1)?.leader;
    const term = Math.max(last?.term ?? 0, this.#story.term()) + 1;
    const asked = dice.chance(0.6) ? SERVERS.filter((id) => id !== last?.id) : SERVERS;
    const voters = dice.shuffled(asked).slice(0, MAJORITY);
    const id = voters.reduce((best, other) =>
      isNewer(this.#log(other), this.#log(best)) ? other : best,
    );
    for (const voter of voters) this.#terms.set(voter, term);
    this.#reigns.push({
      leader: new PlayedLeader(this.#story, id, term, this.#log(id)),
      matchIndex: new Map(),
      commitIndex: dice.integer(0, this.#committed),
    });
  }

  #append({ leader }: Reign, count: number): void {
    leader.log = [...leader.log, ...times(count, leader.term)];
    this.#logs.set(leader.id, leader.log);
  }

  #replicate(to: NodeId): void {
    const { leader, matchIndex } = this.#reign;
    if (to === leader.id) return;
    this.#logs.set(to, leader.log);
    this.#terms.set(to, leader.term);
    matchIndex.set(to, leader.log.length);
    const ends = [leader.log.length, ...matchIndex.values()].toSorted((a, b) => b - a);
    const index = ends[MAJORITY - 1] ?? 0;
    if (leader.log[index - 1] !== leader.term) return;
    this.#reign.commitIndex = Math.max(this.#reign.commitIndex, index);
    this.#committed = Math.max(this.#committed, index);
  }

  /** Whoever leads, and those who have not heard that they no longer do. */
  #believers(): Reign[] {
    return this.#reigns.filter(({ leader: { id, term } }) => this.#terms.get(id) === term);
  }

  /** One of the things that happen in a cluster: somebody is elected, proposes, or replicates. */
  act(): void {
    const { dice } = this.#story;
    if (dice.chance(0.15)) this.#elect();
    else if (dice.chance(0.6)) this.#append(dice.pick(this.#believers()), dice.integer(1, 3));
    else this.#replicate(dice.pick(SERVERS));
  }

  /** One that leads, or has led, sends n1 some of its log; now and then it takes a slow way. */
  send(): void {
    const { dice } = this.#story;
    const { leader, commitIndex } = dice.chance(0.7) ? this.#reign : dice.pick(this.#reigns);
    const end = leader.log.length;
    const prev = Math.max(0, end - dice.integer(0, dice.pick([2, 6, end])));
    const after = dice.chance(0.7) ? dice.between(0.5, 3) : dice.between(3, 150);
    leader.late(after, prev, dice.integer(0, dice.pick([1, 4, 100])), commitIndex);
  }

  /** A last leader makes an entry, commits it, and sends n1 all that it has. Gives its index. */
  async finish(): Promise<Index> {
    this.#elect();
    this.#append(this.#reign, 1);
    for (const id of SERVERS) this.#replicate(id);
    const { leader, commitIndex } = this.#reign;
    for (let prev = 0; prev < commitIndex; prev += 100) await leader.append(prev, 100, commitIndex);
    return commitIndex;
  }
}
