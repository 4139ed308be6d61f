import { mutant } from '#kit/mutant';
import { balanceOf } from '../../../labs/lab1-rpc/bank.ts';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Result } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Call } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'RPC-09',
  what: 'A transfer that is asked for again is declined if the account does not cover it now.',
  killers: ['1b-first-answer'],
  rule: 'true-answer',
});

class Mutant extends AtMostOnceServer {
  protected override repeat(call: Call, known: Result): void {
    const { from, amount } = call.args as { from?: string; amount?: number };
    const balance = from === undefined ? Infinity : balanceOf(this.books(), from);
    const declined = { status: 'ok', value: { status: 'declined', balance } } as const;
    super.repeat(call, balance < (amount ?? 0) ? declined : known);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
