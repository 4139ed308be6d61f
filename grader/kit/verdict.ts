import { UNHANDLED, type EventOf, type RunEnd, type TraceEvent } from '#harness';
import type { Violation } from './monitor.ts';
import type { Run } from './run.ts';

/** What a story has asked of lives that still live, and has not been told. */
export class Unanswered {
  readonly #asked = new Map<number, EventOf<'invoke'>>();

  observe(event: TraceEvent): void {
    if (event.type === 'invoke') this.#asked.set(event.call, event);
    else if (event.type === 'return') this.#asked.delete(event.call);
    else if (event.type === 'crash')
      for (const { call, node } of this.#asked.values())
        if (node === event.node) this.#asked.delete(call);
  }

  get first(): EventOf<'invoke'> | undefined {
    return [...this.#asked.values()][0];
  }
}

/** The rule of a story that never came to its end. */
export const RUN_ENDS = 'run-ends';

/** What a run has come to. */
export function conclude(
  violation: Violation | undefined,
  step: string | undefined,
  stack: string | undefined,
  end: RunEnd,
  open: EventOf<'invoke'> | undefined,
): Pick<Run, 'verdict'> & Partial<Run> {
  const thrown = stack === undefined ? {} : { stack };
  if (step !== undefined) return { verdict: 'not-started', step, ...thrown };
  if (violation) return { verdict: 'fail', violation, ...thrown };
  if (end.error !== undefined) return { verdict: 'broken', error: String(end.error) };
  if (end.end === 'done') return { verdict: 'pass' };
  if (end.end === 'stopped') return { verdict: 'broken', error: 'the run was stopped' };
  // Who waits for no program waits for itself.
  if (!open && end.end !== 'out-of-events')
    return { verdict: 'broken', error: `${WHY_ENDLESS[end.end]}: no node owes it an answer` };
  const asked = open
    ? `${open.method} of ${open.node}, called at ${open.at} ms, has not settled, and `
    : '';
  const text =
    asked +
    (end.end === 'out-of-events'
      ? `the run made ${end.events} events without ending: ` +
        'does something send, sleep or call without a pause?'
      : `${WHY_ENDLESS[end.end]}: is there a promise that nothing resolves?`);
  return {
    verdict: 'fail',
    violation: { rule: RUN_ENDS, node: open?.node ?? '', at: end.at, text, proof: [] },
  };
}

const WHY_ENDLESS = {
  stuck: 'nothing more can happen, and the story still waits',
  'out-of-time': 'the story did not end within its virtual time',
} as const;

const noError = (thrown: string): string =>
  `${thrown}, which is no Error: throw new Error(…), which knows the line that made it`;

const TOO_LATE =
  '. A rejection must be handled within the event that caused it: ' +
  'await the promise at once, or give it its catch where it is made.';

/** What a program threw, and where, in a sentence. */
export function sayThrown({ node, where, error }: EventOf<'bug'>): string {
  const what = error.name === 'thrown' ? noError(error.message) : `${error.name}: ${error.message}`;
  const said = `${node} threw in ${where}: ${what}`;
  return where === UNHANDLED ? said.replace(/[.!?]?$/, TOO_LATE) : said;
}
