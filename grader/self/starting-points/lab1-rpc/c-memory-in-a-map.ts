/** Before part C: a server that keeps what it knows in a variable, and no payments. */
import { todo } from '#harness';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { InMemoryServer } from '../../../mutants/lab1-rpc/c3-memory-in-a-variable.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

export const start = startWith({
  ...parts,
  createServer: (env, service) => new InMemoryServer(env, service).serve(),
  putPayment: () => todo('C3'),
});
