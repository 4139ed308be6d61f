import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type ClientRecord } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'RPC-05',
  what: 'It is kept that a call was executed, and not what it returned.',
  killers: ['1b-lost-reply', '1b-first-answer', '1b-swarm'],
  rule: 'true-answer',
});

class Mutant extends AtMostOnceServer {
  protected override remember(record: ClientRecord, number: number): ClientRecord {
    return super.remember(record, number, { status: 'ok', value: null });
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
