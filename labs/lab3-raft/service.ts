/** Given. The service above Raft: it remembers what was done to it, and in which order. */
import { canonical, type Plain } from '#harness';
import type { Command, Index, Snapshot, StateMachine } from './types.ts';

/** What a snapshot of the service holds. `ballast` stands for the data of a real service. */
export type ServiceState = { applied: Index; history: number; ballast: string };

/** Sums up a history of commands: two services with one sum have done the same, in one order. */
export function extended(history: number, index: Index, command: Command): number {
  let sum = Math.imul(history ^ index, 0x01000193) >>> 0;
  for (const char of canonical(command))
    sum = Math.imul(sum ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return sum;
}

export class Service implements StateMachine {
  #state: ServiceState;

  /** `ballast`: so many bytes more in each snapshot. */
  constructor(ballast: number) {
    this.#state = { applied: 0, history: 0, ballast: '.'.repeat(ballast) };
  }

  get state(): ServiceState {
    return this.#state;
  }

  apply(index: Index, command: Command): void {
    const { history, ballast } = this.#state;
    this.#state = { applied: index, history: extended(history, index, command), ballast };
  }

  restore({ data }: Snapshot): void {
    this.#state = data satisfies Plain as ServiceState;
  }
}
