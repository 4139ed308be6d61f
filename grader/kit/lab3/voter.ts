import type { NodeId } from '#harness';
import type { Term } from '../../../labs/lab3-raft/types.ts';
import type { Puppet } from './puppet.ts';

/** A puppet that answers as Figure 2 says, with a log that is empty. */
export class Voter {
  readonly puppet: Puppet;
  term: Term = 0;
  #votedFor: NodeId | null = null;

  constructor(puppet: Puppet) {
    this.puppet = puppet;
    puppet.answer('RequestVote', ({ term, candidateId }) => {
      this.hears(term);
      const voteGranted = term === this.term && (this.#votedFor ?? candidateId) === candidateId;
      if (voteGranted) this.#votedFor = candidateId;
      return { term: this.term, voteGranted };
    });
    puppet.answer('AppendEntries', ({ term }) => {
      this.hears(term);
      return { term: this.term, success: term === this.term };
    });
  }

  hears(term: Term): void {
    if (term <= this.term) return;
    this.term = term;
    this.#votedFor = null;
  }

  /** It has campaigned, so many times, and nobody has heard of it yet. */
  campaigned(times: number): void {
    this.term += times;
    this.#votedFor = this.puppet.id;
  }
}
