/**
 * The service of Lab 3, given once more: what a snapshot must hold. A test holds the two together.
 */
import { canonical, type Plain } from '#harness';
import type { Command, Index } from '../../../../labs/lab3-raft/types.ts';
import { isFields } from './wire.ts';

/** Sums up a history of commands: two services with one sum have done the same, in one order. */
export function extended(history: number, index: Index, command: Command): number {
  let sum = Math.imul(history ^ index, 0x01000193) >>> 0;
  for (const char of canonical(command))
    sum = Math.imul(sum ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return sum;
}

/** The history of the one service that there should be, as far as commands are known. */
export class History {
  readonly #sums: (number | undefined)[] = [0];

  applied(index: Index, command: Command): void {
    const before = this.#sums[index - 1];
    if (before !== undefined) this.#sums[index] ??= extended(before, index, command);
  }

  /** A puppet's snapshot is what it says. */
  declared(index: Index, data: Plain): void {
    const sum = isFields(data) ? data['history'] : undefined;
    if (typeof sum === 'number') this.#sums[index] ??= sum;
  }

  /**
   * What is wrong with data that is said to be the state after an index; undefined if nothing is.
   */
  wrong(index: Index, data: Plain): string | undefined {
    const sum = this.#sums[index];
    if (sum === undefined) return undefined;
    if (!isFields(data) || typeof data['applied'] !== 'number') return 'is no state of the service';
    if (data['applied'] !== index) return `is the state after ${data['applied']}`;
    return data['history'] === sum ? undefined : 'is not what the commands up to there have made';
  }
}
