import type { Plain } from './env.ts';
import type { LinkDials } from './network.ts';
import { sample, type Stream } from './random.ts';

/** The streams of one link, from which the network decides about its datagrams. */
export type LinkDraws = {
  readonly [kind in 'loss' | 'copy' | 'latency' | 'late' | 'lateness' | 'tie']: Stream;
};

/** What becomes of one datagram; times are whole µs. */
export type Fate = {
  /** By the network's dice, or because somebody stands in its way. */
  readonly lost?: 'loss' | 'blocked';
  /** Kept until it is released: itself, or a copy while it goes on. */
  readonly held?: 'itself' | 'copy';
  /** What is put in its place. */
  readonly altered?: Plain;
  /** How long it travels. */
  readonly latency?: number;
  /** How much later still, because it was overtaken, or somebody delayed it. */
  readonly late?: number;
  /** It arrives a second time: after how long. */
  readonly again?: number;
};

/** A draw for the second arrival of a datagram must differ from that for its first. */
const COPY = 0x40000000;

export const tieOf = (draws: LinkDraws, number: number, copy: 0 | 1): number =>
  draws.tie.bits(copy === 0 ? number : number | COPY);

const micros = (ms: number): number => Math.round(ms * 1000);

export const latencyOf = (dials: LinkDials, draws: LinkDraws, n: number): number =>
  micros(sample(dials.latency, draws.latency.u01(n)));

function latenessOf({ reorder }: LinkDials, draws: LinkDraws, n: number): number {
  if (!reorder || draws.late.u01(n) >= reorder.part) return 0;
  return micros(sample(reorder.later, draws.lateness.u01(n)));
}

/** What the network's dice make of the datagram of this number. */
export function drawFate(dials: LinkDials, draws: LinkDraws, number: number): Fate {
  if (dials.loss > 0 && draws.loss.u01(number) < dials.loss) return { lost: 'loss' };
  const latency = latencyOf(dials, draws, number);
  const late = latenessOf(dials, draws, number);
  const twice = dials.duplication > 0 && draws.copy.u01(number) < dials.duplication;
  const n = number | COPY;
  const again = twice ? latencyOf(dials, draws, n) + latenessOf(dials, draws, n) : 0;
  if (late === 0) return twice ? { latency, again } : { latency };
  return twice ? { latency, late, again } : { latency, late };
}

/** The same fate, so many µs later. */
export function later(fate: Fate, by: number): Fate {
  if (by === 0 || fate.lost) return fate;
  const { late = 0, again } = fate;
  return { ...fate, late: late + by, ...(again !== undefined && { again: again + by }) };
}

/** Whether somebody laid hands on the datagram before the network had it. */
export const touched = ({ held, lost, altered }: Fate): boolean =>
  held !== undefined || lost === 'blocked' || altered !== undefined;
