/**
 * How much may be remembered. Asked for by scenarios that keep to what makes forgetting possible.
 */
import { pack, type Millis, type NodeId, type Plain } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import type { Call, NodeFacts, Watcher } from './calls.ts';
import { PATIENCE, type Patience } from './patience.ts';
import type { Facts } from './state.ts';
import { ms, proof } from '../values.ts';
import { MAX_ID, MAX_SPAN } from './wire.ts';

const KIB = 1024;
const SERVER_BASE = 64 * KIB;
const CLIENT_BASE = 2 * KIB;
/** What a kept result needs beside its value: its call's id, and a few words of structure. */
const AROUND = MAX_ID + 32;

const bytesOf = (value: Plain): number => pack(value, 'value').bytes;

/** The server's memory, against the largest value that each client was given. */
export function forgets(facts: Facts, context: MonitorContext): Watcher {
  const largest = new Map<NodeId, Map<string, number>>();
  const clientsOf = (server: NodeId): Map<string, number> => {
    let clients = largest.get(server);
    if (!clients) largest.set(server, (clients = new Map()));
    return clients;
  };
  const note = (call: Call | undefined, bytes: number): void => {
    if (!call) return;
    const clients = clientsOf(call.to);
    const name = `${call.node} ${call.client}`;
    clients.set(name, Math.max(clients.get(name) ?? 0, bytes));
  };
  return {
    made: (call) => note(call, 0),
    stepped: (_server, memo, { value }) => note(facts.calls.get(memo), bytesOf(value)),
    memory: ({ id: node, intents }, at, memory) => {
      const clients = largest.get(node);
      if (!clients || intents.size > 0) return;
      const bytes = bytesOf(memory);
      if (bytes <= SERVER_BASE) return;
      let most = SERVER_BASE;
      for (const value of clients.values()) most += MAX_SPAN * (value + AROUND) + KIB;
      if (bytes <= most) return;
      const made = facts.server(node).entries.length;
      const each = made > 0 ? `, ${Math.round(bytes / made)} for each` : '';
      const text =
        `After ${made} entries the memory of ${node} has ${bytes} bytes${each}; for ` +
        `${clients.size} clients and their results ${most} are plenty.`;
      context.tell('forgets', node, text, [
        proof(at, node, `a memory of ${bytes} bytes is on the disk, after ${made} entries`),
      ]);
    },
  };
}

/**
 * The client's memory, a while after the last intent was forgotten: the server may have to be
 * told first.
 */
export function clientForgets(patience: Patience, context: MonitorContext): Watcher {
  const sizes = new Map<NodeId, number>();
  const lastForgotten = new Map<NodeId, Call>();
  const excess = ({ id, intents }: Pick<NodeFacts, 'id' | 'intents'>): number => {
    let most = CLIENT_BASE;
    for (const { intent, args } of intents.values()) {
      if (intent?.forgotten === undefined)
        most += KIB + bytesOf(args) + bytesOf(intent?.told?.result ?? null);
    }
    return (sizes.get(id) ?? 0) - most;
  };
  return {
    memory: ({ id }, _at, memory) => void sizes.set(id, bytesOf(memory)),
    forgotten: (call, node) => {
      lastForgotten.set(call.node, call);
      const met = (): boolean => lastForgotten.get(call.node) !== call || excess(node) <= 0;
      const tell = (since: Millis): void => {
        const bytes = sizes.get(node.id) ?? 0;
        const kept = [...node.intents.values()].filter(
          ({ intent }) => intent?.forgotten === undefined,
        ).length;
        const text =
          `${node.id} has ${kept} intents that are not forgotten, and its memory ` +
          `still has ${bytes} bytes, ${ms(PATIENCE)} after the last was.`;
        context.tell('client-forgets', node.id, text, [
          proof(
            call.intent?.forgotten ?? call.at,
            node.id,
            `the application forgets ${call.intent?.name}`,
          ),
          proof(since + PATIENCE, node.id, `a memory of ${bytes} bytes is on the disk`),
        ]);
      };
      patience.ask({ since: context.now(), nodes: [call.node, call.to], met, tell });
    },
  };
}
