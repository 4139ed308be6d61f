import { hashText, type TraceEvent } from '#harness';
import type { Detour, Parting } from './protocol.ts';

/** A number for an event: the same for the same event. What a program says of itself is not one. */
export const markOf = (event: TraceEvent): number => hashText(JSON.stringify(event));

/** What students print changes nothing of a run, and may differ. */
const counts = ({ type }: TraceEvent): boolean => type !== 'say';

/** Keeps the last events of a run, and says how many there were. */
export class Tail {
  count = 0;
  #events: TraceEvent[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  readonly observe = (event: TraceEvent): void => {
    this.count++;
    this.#events.push(event);
    if (this.#events.length > 2 * this.#most) this.#events = this.#events.slice(-this.#most);
  };

  get events(): TraceEvent[] {
    return this.#events.slice(-this.#most);
  }
}

/** Where two traces part, if they do. */
export function partingOf(
  ones: readonly TraceEvent[],
  others: readonly TraceEvent[],
): Parting | undefined {
  const [a, b] = [ones.filter(counts), others.filter(counts)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [one, other] = [a[i], b[i]];
    if (one && other && JSON.stringify(one) === JSON.stringify(other)) continue;
    return { event: i + 1, ...(one && { one }), ...(other && { other }) };
  }
  return undefined;
}

/** Whether somebody outside the nodes decided something: a fault, a call, a datagram's fate. */
function isDecision(event: TraceEvent): boolean {
  switch (event.type) {
    case 'fault':
      return event.phase === 'begin';
    case 'drop':
      return event.why === 'loss' || event.why === 'blocked';
    case 'send':
      return event.forged === true;
    default:
      return ['invoke', 'hold', 'tamper'].includes(event.type);
  }
}

/** Compares a run with the marks of another, while it goes on. */
export class Marks {
  readonly marks: number[] = [];
  decisions = 0;
  detour: Detour | undefined;
  #after: TraceEvent | undefined;
  readonly #then: readonly number[];

  constructor(then: readonly number[]) {
    this.#then = then;
  }

  readonly observe = (event: TraceEvent): void => {
    if (!counts(event) || event.type === 'violation') return;
    const mark = markOf(event);
    this.marks.push(mark);
    if (this.#then.length > 0 && this.#then[this.marks.length - 1] !== mark) this.#leave(event);
    if (!isDecision(event)) return;
    this.decisions++;
    this.#after = event;
  };

  #leave(one?: TraceEvent): void {
    const after = this.#after && { after: this.#after };
    const event = this.marks.length + (one ? 0 : 1);
    this.detour ??= { event, decisions: this.decisions, ...after, ...(one && { one }) };
  }

  /** Called when the run has ended: it may have ended early. */
  finish(): void {
    if (this.marks.length < this.#then.length) this.#leave();
  }
}
