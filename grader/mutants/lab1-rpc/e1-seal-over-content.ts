import { mutant } from '#kit/mutant';
import { canonical, type NodeId, type Plain } from '#harness';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Message } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { SealedNet } from '../../../solutions/lab1-rpc/sealed-net.ts';

export const declared = mutant({
  bug: 'own E1',
  what: 'The seal covers arguments and result, and not whose they are.',
  killers: ['1e-forger'],
  rule: 'forgery-has-no-effect',
});

class Mutant extends SealedNet {
  protected override covered(_from: NodeId, _to: NodeId, message: Message): string {
    const { args, result } = message as { readonly args?: Plain; readonly result?: Plain };
    return canonical(args ?? result ?? null);
  }
}

export const start = startWith({
  ...parts,
  sealedNet: (net, self, keys) => new Mutant(net, self, keys),
});
