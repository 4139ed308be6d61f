import { mutant } from '#kit/mutant';
import type { NodeId, Plain } from '#harness';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Message } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { SealedNet } from '../../../solutions/lab1-rpc/sealed-net.ts';

export const declared = mutant({
  bug: 'own E3',
  what: 'The seal covers a text in which all fields are glued together.',
  killers: ['1e-forger'],
  rule: 'forgery-has-no-effect',
});

/** All that is in it, in the order of its keys, and nothing between. */
function glued(value: Plain): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return fields.map(([, one]) => glued(one as Plain)).join('');
}

class Mutant extends SealedNet {
  protected override covered(from: NodeId, to: NodeId, message: Message): string {
    return glued({ from, to, message });
  }
}

export const start = startWith({
  ...parts,
  sealedNet: (net, self, keys) => new Mutant(net, self, keys),
});
