import { deferred, type Deferred, type NodeId, type Plain } from '#harness';
import type { ClientEnv, DurableClient, Result } from '../../../../../labs/lab1-rpc/types.ts';
import { createAsker, newSession, type Place } from './session.ts';

type Intent = {
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
  readonly place: Place;
  readonly outcome: Result | null;
  readonly dropped: boolean;
};
/** Of each server: the name of our session with it, and how many calls each slot has carried. */
type Session = { readonly session: string; readonly counts: readonly number[] };
type Memory = {
  readonly sessions: { readonly [server: NodeId]: Session };
  readonly intents: readonly (readonly [name: string, intent: Intent])[];
};

/** What is on the disk, as maps; every change is saved by `save`. */
function openStore(env: ClientEnv) {
  const kept = env.disk.load('memory') as Memory | undefined;
  const sessions = new Map(Object.entries(kept?.sessions ?? {}));
  const intents = new Map(kept?.intents ?? []);

  const save = (): void =>
    env.disk.save({ memory: { sessions: Object.fromEntries(sessions), intents: [...intents] } });

  /** A slot is free when the outcome of its last call is on our disk: its reply may then go. */
  function take(to: NodeId): Place {
    const { session, counts } = sessions.get(to) ?? { session: newSession(env), counts: [] };
    const open = [...intents.values()].filter((one) => one.to === to && one.outcome === null);
    const busy = new Set(open.map((one) => one.place.slot));
    let slot = 0;
    while (busy.has(slot)) slot++;
    const sequence = (counts[slot] ?? 0) + 1;
    const next = [...counts];
    next[slot] = sequence;
    sessions.set(to, { session, counts: next });
    return { session, slot, sequence };
  }

  return { intents, save, take };
}

export function createDurableClient(env: ClientEnv): DurableClient {
  const asker = createAsker(env);
  const { intents, save, take } = openStore(env);
  const told = new Map<string, Deferred<Result>>();

  function pursue(name: string, intent: Intent): void {
    const { place, to, method, args } = intent;
    asker.ask({ place, to, method, args, answered: (result) => conclude(name, result) });
  }

  function conclude(name: string, outcome: Result): void {
    const intent = intents.get(name);
    if (!intent) return;
    if (intent.dropped) intents.delete(name);
    else intents.set(name, { ...intent, outcome });
    save();
    told.get(name)?.resolve(outcome);
    told.delete(name);
  }

  for (const [name, intent] of intents) if (intent.outcome === null) pursue(name, intent);

  return {
    intend(name, to, method, args) {
      if (intents.has(name)) return;
      const intent = { to, method, args, place: take(to), outcome: null, dropped: false };
      intents.set(name, intent);
      save();
      pursue(name, intent);
    },
    outcome(name) {
      const outcome = intents.get(name)?.outcome;
      if (outcome) return Promise.resolve(outcome);
      const waiting = told.get(name) ?? deferred<Result>();
      told.set(name, waiting);
      return waiting.promise;
    },
    forget(name) {
      const intent = intents.get(name);
      if (!intent) return;
      if (intent.outcome) intents.delete(name);
      else intents.set(name, { ...intent, dropped: true });
      save();
    },
  };
}
