import type { LinkDials } from '#harness';
import type { Dice } from './story.ts';

/** A network that loses, repeats, delays and reorders; how much of each is drawn. */
export const badNetwork = (dice: Dice): Partial<LinkDials> => ({
  loss: dice.between(0, 0.3),
  duplication: dice.between(0, 0.3),
  latency: { kind: 'exponential', min: dice.between(0, 10), mean: dice.between(1, 60) },
  reorder: { part: dice.between(0, 0.3), later: { kind: 'uniform', min: 200, max: 2200 } },
});
