import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own B3',
  what: 'What was once in progress stays marked so, and its copies are never answered.',
  killers: ['1b-in-progress', '1b-swarm'],
  rule: 'answered-in-the-end',
});

class Mutant extends AtMostOnceServer {
  protected override ended(): void {}
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
