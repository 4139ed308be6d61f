import { deferred } from '#harness';
import {
  DEADLINE,
  type Client,
  type ClientEnv,
  type Outcome,
} from '../../../../../labs/lab1-rpc/types.ts';
import { createAsker, drawClientName } from './asker.ts';

export function createClient(env: ClientEnv): Client {
  const asker = createAsker(env, drawClientName(env));
  let number = 0;
  return {
    call(to, method, args, { within = DEADLINE } = {}) {
      const outcome = deferred<Outcome>();
      const question = { number: ++number, to, method, args, answered: outcome.resolve };
      asker.ask(question);
      env.spawn('deadline', async () => {
        await env.sleep(within);
        asker.abandon(question);
        outcome.resolve({ status: 'unknown' });
      });
      return outcome.promise as Promise<never>;
    },
  };
}
