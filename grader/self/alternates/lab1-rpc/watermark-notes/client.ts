import {
  DEADLINE,
  type Client,
  type ClientEnv,
  type Outcome,
} from '../../../../../labs/lab1-rpc/types.ts';
import { pursuer, randomName, tellFloor } from './pursue.ts';

export function createClient(env: ClientEnv): Client {
  const name = randomName(env);
  const pursue = pursuer(env, name);
  const open = new Set<number>();
  let numbers = 0;

  const floor = (): number => Math.min(numbers + 1, ...open);

  return {
    call(to, method, args, { within = DEADLINE } = {}) {
      const number = ++numbers;
      open.add(number);
      const { answer, end } = pursue(number, to, method, args);
      const deadline = async (): Promise<Outcome> => {
        await env.sleep(within);
        return { status: 'unknown' };
      };
      const over = (outcome: Outcome): Outcome => {
        end();
        open.delete(number);
        tellFloor(env, to, name, floor());
        return outcome;
      };
      return Promise.race([answer, deadline()]).then(over) as Promise<never>;
    },
  };
}
