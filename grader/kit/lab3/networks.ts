import type { LinkDials } from '#harness';
import type { Dice } from '../story.ts';

/** A network that loses, repeats and delays; how much of each is drawn, often nothing. */
export const drawnNetwork = (dice: Dice): Partial<LinkDials> => ({
  loss: dice.chance(0.5) ? 0 : dice.between(0, 0.3),
  duplication: dice.chance(0.5) ? 0 : dice.between(0, 0.3),
  latency: { kind: 'exponential', min: dice.between(0, 10), mean: dice.between(1, 60) },
});
