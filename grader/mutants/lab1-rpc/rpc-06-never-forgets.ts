import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'RPC-06',
  what: 'Every result is kept for ever.',
  killers: ['1c-forgetting'],
  rule: 'forgets',
});

class Mutant extends AtMostOnceServer {
  protected override mayForget(): boolean {
    return false;
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
