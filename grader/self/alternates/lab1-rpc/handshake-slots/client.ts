import { deferred, type NodeId } from '#harness';
import {
  DEADLINE,
  type Client,
  type ClientEnv,
  type Outcome,
} from '../../../../../labs/lab1-rpc/types.ts';
import { createAsker, newSession, type Asking } from './session.ts';

type Slot = { sequence: number; busy: boolean };

export function createClient(env: ClientEnv): Client {
  const asker = createAsker(env);
  const sessions = new Map<NodeId, { readonly session: string; readonly slots: Slot[] }>();

  /** The first slot that carries no call. There are as many as calls were ever open at once. */
  function take(to: NodeId) {
    const one = sessions.get(to) ?? { session: newSession(env), slots: [] };
    sessions.set(to, one);
    const free = one.slots.findIndex((slot) => !slot.busy);
    const index = free >= 0 ? free : one.slots.length;
    const slot = (one.slots[index] ??= { sequence: 0, busy: false });
    slot.busy = true;
    slot.sequence++;
    return { slot, place: { session: one.session, slot: index, sequence: slot.sequence } };
  }

  return {
    async call(to, method, args, { within = DEADLINE } = {}) {
      const { promise, resolve } = deferred<Outcome>();
      const { slot, place } = take(to);
      const asking: Asking = { place, to, method, args, answered: resolve };
      asker.ask(asking);
      env.spawn('deadline', async () => {
        await env.sleep(within);
        resolve({ status: 'unknown' });
      });
      const outcome = await promise;
      asker.stop(asking);
      slot.busy = false;
      return outcome as never;
    },
  };
}
