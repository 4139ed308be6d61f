import type { NodeId, Plain } from '#harness';
import {
  HEARTBEAT_INTERVAL,
  MAX_ENTRIES,
  type Command,
  type CreateRaft,
  type Index,
  type Proposed,
  type Raft,
  type Term,
} from '../../../../../labs/lab3-raft/types.ts';
import { Server } from './server.ts';

/** A candidate asks again who has not answered. */
const ASK_AGAIN = 90;
/** What is proposed within so many ms travels together. */
const GATHER = 3;

type Peer = { match: Index; next: Index; asked: boolean };

/**
 * Takes the freedoms that the assignment leaves: answers late, decides late, keeps a term in memory
 * that nothing was promised in, asks twice, learns what is committed from a refused message, keeps
 * entries in front of its snapshot, and makes nothing of a snapshot that brings nothing new.
 */
class Contrary extends Server implements Raft {
  #peers = new Map<NodeId, Peer>();
  #gathering = false;

  protected campaign(): void {
    const { env, journal } = this;
    const term = journal.term + 1;
    this.role = 'candidate';
    journal.term = term;
    journal.votedFor = env.id;
    journal.save();
    const votes = new Set([env.id]);
    for (const peer of this.peers)
      env.spawn(`courts ${peer}`, () => this.#court(peer, term, votes));
  }

  async #court(peer: NodeId, term: Term, votes: Set<NodeId>): Promise<void> {
    const { env, journal } = this;
    const { last: lastLogIndex, lastTerm: lastLogTerm } = journal;
    const args = { term, candidateId: env.id, lastLogIndex, lastLogTerm };
    const answered = { yet: false };
    while (this.role === 'candidate' && journal.term === term && !answered.yet) {
      env.spawn(`asks ${peer}`, async () => {
        const reply = await env.rpc.call(peer, 'RequestVote', args);
        if (!reply) return;
        answered.yet = true;
        this.hear(reply.term);
        if (this.role !== 'candidate' || journal.term !== term || !reply.voteGranted) return;
        votes.add(peer);
        if (votes.size >= this.majority) this.#lead(term);
      });
      await env.sleep(ASK_AGAIN);
    }
  }

  #lead(term: Term): void {
    this.role = 'leader';
    const next = this.journal.last + 1;
    this.#peers = new Map(this.peers.map((id) => [id, { match: 0, next, asked: false }]));
    this.env.spawn(`leads ${term}`, () => this.#beats(term));
  }

  #leads(term: Term): boolean {
    return this.role === 'leader' && this.journal.term === term;
  }

  async #beats(term: Term): Promise<void> {
    while (this.#leads(term)) {
      for (const [id, peer] of this.#peers) this.#tell(id, peer, term);
      await this.env.sleep(HEARTBEAT_INTERVAL);
    }
  }

  #tell(id: NodeId, peer: Peer, term: Term): void {
    const behind = peer.next <= this.journal.before;
    peer.asked = true;
    this.env.spawn(`tells ${id}`, () =>
      behind ? this.#install(id, peer, term) : this.#append(id, peer, term),
    );
  }

  async #append(id: NodeId, peer: Peer, term: Term): Promise<void> {
    const { env, journal, commitIndex: leaderCommit } = this;
    const prevLogIndex = peer.next - 1;
    const prevLogTerm = journal.termAt(prevLogIndex) ?? 0;
    const end = Math.min(journal.last, prevLogIndex + MAX_ENTRIES);
    const entries = journal.between(prevLogIndex, end);
    const place = { prevLogIndex, prevLogTerm, entries, leaderCommit };
    const reply = await env.rpc.call(id, 'AppendEntries', { term, leaderId: env.id, ...place });
    if (!reply) return;
    this.hear(reply.term);
    if (!this.#leads(term)) return;
    peer.asked = false;
    if (reply.success) return this.#matched(id, peer, term, end);
    if (prevLogIndex !== peer.next - 1) return;
    // Twice as far back each time: half of what is not known to agree.
    peer.next = peer.match + 1 + Math.floor((prevLogIndex - peer.match) / 2);
    if (prevLogIndex > peer.match) this.#tell(id, peer, term);
  }

  async #install(id: NodeId, peer: Peer, term: Term): Promise<void> {
    const { snapshot } = this.journal;
    if (!snapshot) return;
    const args = { term, leaderId: this.env.id, ...snapshot };
    const reply = await this.env.rpc.call(id, 'InstallSnapshot', args);
    if (!reply) return;
    this.hear(reply.term);
    if (!this.#leads(term)) return;
    peer.asked = false;
    this.#matched(id, peer, term, snapshot.lastIncludedIndex);
  }

  #matched(id: NodeId, peer: Peer, term: Term, index: Index): void {
    const { journal } = this;
    const isNew = index > peer.match;
    peer.match = Math.max(peer.match, index);
    peer.next = Math.max(peer.next, peer.match + 1);
    const held = [...this.#peers.values()].map(({ match }) => match);
    const agreed = [...held, journal.last].toSorted((a, b) => b - a)[this.majority - 1] ?? 0;
    if (journal.termAt(agreed) === term) this.commitIndex = Math.max(this.commitIndex, agreed);
    if (isNew && peer.next <= journal.last) this.#tell(id, peer, term);
  }

  propose(command: Command): Proposed | undefined {
    if (this.role !== 'leader') return undefined;
    const { journal } = this;
    const { term } = journal;
    journal.append({ term, command });
    journal.save();
    if (!this.#gathering) this.env.spawn('gathers', () => this.#gather(term));
    return { index: journal.last, term };
  }

  async #gather(term: Term): Promise<void> {
    this.#gathering = true;
    await this.env.sleep(GATHER);
    this.#gathering = false;
    if (!this.#leads(term)) return;
    for (const [id, peer] of this.#peers) if (!peer.asked) this.#tell(id, peer, term);
  }

  status(): { term: Term; isLeader: boolean } {
    return { term: this.journal.term, isLeader: this.role === 'leader' };
  }

  snapshot(index: Index, data: Plain): void {
    const { journal } = this;
    const lastIncludedTerm = journal.termAt(index);
    if (index <= journal.covered || lastIncludedTerm === undefined) return;
    journal.compact({ lastIncludedIndex: index, lastIncludedTerm, data });
    journal.save();
  }
}

export const createRaft: CreateRaft = (env, servers, machine) =>
  new Contrary(env, servers, machine);
