/** Statistics over a crowd of clients that all meet the same silence; never over one of them. */
import type { Millis } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import type { Call, Watcher } from './calls.ts';
import { median, ms, proof } from '../values.ts';

const MAX_TRIES = 40;
/** The longer of the last two pauses, at the median, against the first. */
const GROWTH = 2;
const WINDOW: Millis = 10;
/** Of a crowd of twenty, so many may try within one window. */
const IN_STEP = 14 / 20;

/** Asked for with `silenceUntil`: up to that moment, no client has heard anything. */
export function crowdRules(context: MonitorContext): Watcher {
  const until = context.options['silenceUntil'];
  if (typeof until !== 'number') return {};
  const tries = new Map<Call, Millis[]>();
  context.after(until - context.now(), () => {
    backOff(tries, context);
    notInStep(tries, context);
  });
  return {
    made: (call) => {
      if (call.at < until) tries.set(call, []);
    },
    request: ({ at, call }) => {
      if (call && at < until) tries.get(call)?.push(at);
    },
  };
}

type Tries = ReadonlyMap<Call, readonly Millis[]>;

function backOff(tries: Tries, context: MonitorContext): void {
  const firsts: number[] = [];
  const lasts: number[] = [];
  for (const [call, times] of tries) {
    if (times.length > MAX_TRIES) return tooMany(call, times, context);
    const pauses = times.slice(1).map((at, i) => at - (times[i] ?? at));
    const [first] = pauses;
    if (first === undefined) continue;
    firsts.push(first);
    lasts.push(Math.max(...pauses.slice(-2)));
  }
  const [first, last] = [median(firsts), median(lasts)];
  const longest = [...tries].find(([, times]) => times.length > 1);
  if (last >= GROWTH * first || !longest) return;
  const [{ node, memo }, times] = longest;
  const text =
    `Against silence the pauses do not grow: of ${firsts.length} calls, the ` +
    `median first pause was ${ms(first)}, and the median last pause ${ms(last)}.`;
  context.tell('backs-off', node, text, [
    ...times.slice(0, 2).map((at) => proof(at, node, `request for ${memo}`)),
    ...times.slice(-2).map((at) => proof(at, node, `request for ${memo}`)),
  ]);
}

function tooMany({ node, memo }: Call, times: readonly Millis[], context: MonitorContext): void {
  const text =
    `${node} sent ${times.length} requests for ${memo} into the silence; ` +
    `${MAX_TRIES} are plenty.`;
  const ends = [times[0] ?? 0, times.at(-1) ?? 0];
  context.tell(
    'backs-off',
    node,
    text,
    ends.map((at, i) => proof(at, node, i ? 'the last of them' : 'the first of them')),
  );
}

/** Before its fourth try, and before so much time, who began together is still together. */
const TOGETHER: Millis = 500;

function notInStep(tries: Tries, context: MonitorContext): void {
  const late = [...tries].flatMap(([call, times]) =>
    times
      .slice(3)
      .filter((at) => at - call.at > TOGETHER)
      .map((at) => ({ at, call })),
  );
  late.sort((a, b) => a.at - b.at);
  const most = Math.floor(IN_STEP * tries.size);
  const inWindow = new Map<Call, number>();
  let from = 0;
  for (const { at, call } of late) {
    inWindow.set(call, (inWindow.get(call) ?? 0) + 1);
    for (let first = late[from]; first && first.at <= at - WINDOW; first = late[++from]) {
      const left = (inWindow.get(first.call) ?? 1) - 1;
      if (left > 0) inWindow.set(first.call, left);
      else inWindow.delete(first.call);
    }
    if (inWindow.size > most)
      return inStep(
        { at, node: call.node },
        late[from]?.at ?? at,
        inWindow.size,
        tries.size,
        context,
      );
  }
}

type Place = { readonly at: Millis; readonly node: string };

function inStep(
  { at, node }: Place,
  from: Millis,
  count: number,
  of: number,
  context: MonitorContext,
): void {
  const text =
    `${count} of ${of} clients tried again within ${ms(at - from)}, after three ` +
    `tries each: who began together goes on together.`;
  context.tell('not-in-step', node, text, [
    proof(from, node, `the first of ${count} tries`),
    proof(at, node, 'the last of them'),
  ]);
}
