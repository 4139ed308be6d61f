import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Client, ClientEnv } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

function createClient(env: ClientEnv): Client {
  void env;
  return {
    async call() {
      for (;;) await Promise.resolve();
    },
  };
}

export const start = startWith({ ...parts, createClient });
