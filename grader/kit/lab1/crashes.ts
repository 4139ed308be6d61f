import type { NodeId } from '#harness';
import type { Story } from '../story.ts';

/** Crashes a node while its disk is busy, or when something is on its way that it has just said. */
export function crashWhenBusy({ nemesis, dice }: Story, node: NodeId): void {
  const event = dice.pick(['save', 'save', 'send'] as const);
  const when = { event, node, nth: dice.integer(1, 10), after: dice.between(0, 1) };
  nemesis.when(when, { kind: 'crash', node }, dice.between(30, 180));
}
