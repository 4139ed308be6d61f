import type { Story } from '../story.ts';

/**
 * Whether a run goes on until what is kept by number, or by size, is more than may be kept. That
 * takes most of its time, so only each second run does, the first among them; a witness says that
 * one of them did.
 */
export const isLong = ({ seed }: Pick<Story, 'seed'>): boolean =>
  Number(/\/(\d+)(\/|$)/.exec(seed)?.[1] ?? 1) % 2 === 1;
