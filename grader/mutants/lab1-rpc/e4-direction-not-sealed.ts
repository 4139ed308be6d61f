import { mutant } from '#kit/mutant';
import { canonical, type NodeId } from '#harness';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Message } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { SealedNet } from '../../../solutions/lab1-rpc/sealed-net.ts';

export const declared = mutant({
  bug: 'own E4',
  what: 'The seal covers the message, and not who sent it to whom.',
  killers: ['1e-replayer'],
  rule: 'forgery-has-no-effect',
});

class Mutant extends SealedNet {
  protected override covered(_from: NodeId, _to: NodeId, message: Message): string {
    return canonical(message);
  }
}

export const start = startWith({
  ...parts,
  sealedNet: (net, self, keys) => new Mutant(net, self, keys),
});
