import { deferred, type Deferred, type NodeId, type Plain } from '#harness';
import type { ClientEnv, DurableClient, Result } from '../../../../../labs/lab1-rpc/types.ts';
import { createAsker, drawClientName } from './asker.ts';

type Wish = {
  readonly number: number;
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
};
/** A wish is open, or granted, or open and forgotten: then its outcome is dropped when it comes. */
type State =
  | { readonly is: 'open' | 'forgotten'; readonly wish: Wish }
  | { readonly is: 'granted'; readonly outcome: Result };
type Memory = {
  readonly client: string;
  readonly count: number;
  readonly states: [string, State][];
};

export function createDurableClient(env: ClientEnv): DurableClient {
  const memory = env.disk.load('memory') as Memory | undefined;
  const client = memory?.client ?? drawClientName(env);
  let count = memory?.count ?? 0;
  const states = new Map(memory?.states ?? []);
  const asker = createAsker(env, client);
  const waiting = new Map<string, Deferred<Result>>();

  const save = (): void => env.disk.save({ memory: { client, count, states: [...states] } });

  /** Saved before it returns, so the acknowledgement leaves after it is durable. */
  function grant(intent: string, outcome: Result): void {
    if (states.get(intent)?.is === 'forgotten') states.delete(intent);
    else states.set(intent, { is: 'granted', outcome });
    save();
    waiting.get(intent)?.resolve(outcome);
    waiting.delete(intent);
  }

  const pursue = (intent: string, wish: Wish): void =>
    asker.ask({ ...wish, answered: (outcome) => grant(intent, outcome) });

  for (const [intent, state] of states) if (state.is !== 'granted') pursue(intent, state.wish);

  return {
    intend(intent, to, method, args) {
      if (states.has(intent)) return;
      const wish = { number: ++count, to, method, args };
      states.set(intent, { is: 'open', wish });
      save();
      pursue(intent, wish);
    },
    async outcome(intent) {
      const state = states.get(intent);
      if (state?.is === 'granted') return state.outcome;
      const one = waiting.get(intent) ?? deferred<Result>();
      waiting.set(intent, one);
      return one.promise;
    },
    forget(intent) {
      const state = states.get(intent);
      if (!state) return;
      if (state.is === 'granted') states.delete(intent);
      else states.set(intent, { is: 'forgotten', wish: state.wish });
      save();
    },
  };
}
