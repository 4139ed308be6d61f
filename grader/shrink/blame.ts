import {
  canonical,
  describeFault,
  type Action,
  type Plain,
  type Script,
  type TraceEvent,
} from '#harness';
import type { Blame } from '../protocol.ts';
import { faultsOf, without, type Piece } from './pieces.ts';
import type { RunScript } from './shrink.ts';

/** What was done to a datagram, after its name. */
const DONE = {
  lost: 'is lost',
  held: 'is held',
  altered: 'is altered',
  late: 'is late',
  again: 'arrives twice',
} as const;

/** `c1>bank request m4 2`: the second datagram of that name on its way from c1 to bank. */
function datagramText(name: string): string {
  const [, from = '', to = '', what = '', nth = '1'] =
    /^([^>]*)>(\S*) (.*) (\d+)$/.exec(name) ?? [];
  return `${what} from ${from} to ${to}${nth === '1' ? '' : ` (the ${ordinal(Number(nth))})`}`;
}

function ordinal(n: number): string {
  const teen = n % 100 > 10 && n % 100 < 14;
  return `${n}${(!teen && ['', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
}

const ms = (at: number): string => `${Number(at.toFixed(3))} ms`;

/** What a report knows of the story that is left. */
export type Told = {
  readonly events: readonly TraceEvent[];
  readonly describe: (message: Plain) => string;
};

/** Whether somebody in the middle sent what a node had sent itself: a copy, and no forgery. */
function isCopy(action: Extract<Action, { do: 'forge' }>, { events }: Told): boolean {
  const message = canonical(action.message);
  return events.some(
    (event) =>
      event.type === 'send' &&
      !event.forged &&
      event.node === action.from &&
      event.to === action.to &&
      canonical(event.message) === message,
  );
}

function kindOf(piece: Piece, { steps }: Script, told: Told): string {
  if (piece.kind === 'fault') return piece.fault.kind;
  const action = piece.kind === 'forged' ? steps[piece.step]?.action : undefined;
  return action?.do === 'forge' && isCopy(action, told) ? 'again' : piece.kind;
}

/** A fault in a few words. */
export function faultText(piece: Piece, { steps }: Script, told: Told): string {
  switch (piece.kind) {
    case 'fault': {
      const step = steps[piece.step];
      const planned = step?.action.do === 'plan' ? step.action.plan[piece.nth] : undefined;
      return `${describeFault(piece.fault)}, at ${ms(planned?.at ?? step?.at ?? 0)}`;
    }
    case 'forged': {
      const { action, at = 0 } = steps[piece.step] ?? {};
      if (action?.do !== 'forge') return '';
      const what = isCopy(action, told) ? 'another copy of' : 'a forged';
      const said = told.describe(action.message);
      return `${what} "${said}" from ${action.from} to ${action.to}, at ${ms(at)}`;
    }
    case 'network':
      return 'the network of the story, and not a quiet one';
    case 'operation':
    case 'node':
    case 'latencies':
      return piece.kind;
    default:
      return `${datagramText(piece.datagram)} ${DONE[piece.kind]}`;
  }
}

/** Takes each fault that is left away, alone: what comes of the run then? */
export async function blame(script: Script, run: RunScript, told: Told): Promise<Blame[]> {
  const found: Blame[] = [];
  for (const piece of faultsOf(script)) {
    const { run: other } = await run(without(script, [piece]));
    const [kind, fault] = [kindOf(piece, script, told), faultText(piece, script, told)];
    found.push({ kind, fault, without: other.violation?.rule });
  }
  return found;
}
