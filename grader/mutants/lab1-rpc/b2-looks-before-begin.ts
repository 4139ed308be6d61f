import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own B2',
  what: 'The server looks for a duplicate when a request comes, and not at what it is working on.',
  killers: ['1b-in-progress', '1b-swarm'],
  rule: 'at-most-once',
});

class Mutant extends AtMostOnceServer {
  protected override isInProgress(): boolean {
    return false;
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
