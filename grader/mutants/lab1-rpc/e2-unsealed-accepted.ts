import { mutant } from '#kit/mutant';
import type { NodeId } from '#harness';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { isMessage, type Message } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { SealedNet } from '../../../solutions/lab1-rpc/sealed-net.ts';

export const declared = mutant({
  bug: 'own E2',
  what: 'A message without a seal is let through.',
  killers: ['1e-forger'],
  rule: 'forgery-has-no-effect',
});

class Mutant extends SealedNet {
  protected override open(received: unknown, from: NodeId): Message | undefined {
    if (isMessage(received) && received.extra === undefined) return received;
    return super.open(received, from);
  }
}

export const start = startWith({
  ...parts,
  sealedNet: (net, self, keys) => new Mutant(net, self, keys),
});
