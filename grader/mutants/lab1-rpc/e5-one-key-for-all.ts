import { mutant } from '#kit/mutant';
import { canonical, type NodeId } from '#harness';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Message } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { SealedNet } from '../../../solutions/lab1-rpc/sealed-net.ts';

export const declared = mutant({
  bug: 'own E5',
  what: 'There is one key for all, and the seal names the sender alone.',
  killers: ['1e-replayer'],
  rule: 'forgery-has-no-effect',
});

class Mutant extends SealedNet {
  protected override keyFor(): string {
    return 'the secret of us all';
  }

  protected override covered(from: NodeId, _to: NodeId, message: Message): string {
    return canonical({ from, message });
  }
}

export const start = startWith({
  ...parts,
  sealedNet: (net, self, keys) => new Mutant(net, self, keys),
});
