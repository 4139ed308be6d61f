import type { Dice } from '../story.ts';

/**
 * Whether a run goes on until what is kept by number, or by size, is more than may be kept. That
 * takes most of its time, so only a part of the runs does; a witness says that one of them did.
 */
export const isLong = (dice: Dice): boolean => dice.chance(0.6);
