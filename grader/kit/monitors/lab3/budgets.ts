/**
 * Thrift: what a scenario asks for by name, with numbers that fit its story. Options:
 * `roundTrips`, the refusals that one follower may give a leader, one after another;
 * `messages`, requests of all servers in the whole run; `bytes`, of these requests;
 * `logEntries`, the most entries in a log cell on a disk.
 */
import type { Millis, NodeId, Plain } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import type { LogCell } from '../../../../labs/lab3-raft/types.ts';
import { proof } from '../values.ts';
import { sameCommand, sameEntry } from './cells.ts';
import { lineOf, type Server } from './server.ts';
import type { Heard, Watcher } from './watcher.ts';
import { isFields } from './wire.ts';

export function budgetRules(context: MonitorContext): Watcher[] {
  return [traffic(context), roundTrips(context), thriftySaves(context), trimmed(context)];
}

/** What a scenario allows; without a number, anything. */
const limit = ({ options }: MonitorContext, name: string): number =>
  Number(options[name] ?? Infinity);

// ---- few-messages, few-bytes ----

function traffic(context: MonitorContext): Watcher {
  const [messages, bytes] = [limit(context, 'messages'), limit(context, 'bytes')];
  const sent = new Map<NodeId, number>();
  let [count, size] = [0, 0];
  return {
    sends: ({ node, message, bytes: more, at }) => {
      if (!isFields(message) || message['kind'] !== 'rpc') return;
      count++;
      size += more;
      sent.set(node, (sent.get(node) ?? 0) + 1);
      if (count <= messages && size <= bytes) return;
      const most = [...sent].toSorted((a, b) => b[1] - a[1])[0] ?? [node, count];
      const now = proof(at, most[0], `has sent ${most[1]} of ${count} requests, the most of all`);
      if (count > messages)
        context.tell(
          'few-messages',
          most[0],
          `More than ${messages} requests were sent, ${most[1]} of them by ${most[0]}.`,
          [now],
        );
      if (size > bytes)
        context.tell(
          'few-bytes',
          most[0],
          `More than ${bytes} bytes of requests were sent; ${most[0]} has sent the most requests.`,
          [now],
        );
    },
  };
}

// ---- few-round-trips ----

function roundTrips(context: MonitorContext): Watcher {
  const most = limit(context, 'roundTrips');
  const refused = new Map<string, { count: number; at: Millis; readonly first: Millis }>();
  const refusal = ({ server, from, request, at }: Heard): void => {
    const key = lineOf(server, request.args.term, from);
    const before = refused.get(key);
    if (!before) return void refused.set(key, { count: 1, at, first: at });
    // What had left before the refusal came was no answer to it.
    if (request.at < before.at) return;
    before.count++;
    before.at = at;
    if (before.count <= most) return;
    const text =
      `As leader of term ${request.args.term} ${server.id} was refused by ${from} ` +
      `${before.count} ` +
      `times, one after another; ${most} are enough here.`;
    context.tell('few-round-trips', server.id, text, [
      proof(before.first, server.id, `hears the first refusal of ${from}`),
      proof(at, server.id, `hears refusal number ${before.count}`),
    ]);
  };
  return {
    hears: (heard) => {
      const { method, reply, request } = heard;
      if (method === 'AppendEntries' && !reply.success && reply.term === request.args.term)
        refusal(heard);
    },
  };
}

// ---- thrifty-saves ----

/** The cells that may be large: to save them again costs. */
const LARGE: ReadonlySet<string> = new Set(['log', 'snapshot']);

function thriftySaves({ tell }: MonitorContext): Watcher {
  return {
    saves: ({ node, cells, at }, server) => {
      const again = Object.keys(cells).filter((cell) => isThere(server, cell, cells[cell] ?? null));
      const large = again.find((cell) => LARGE.has(cell));
      const nothing = again.length === Object.keys(cells).length;
      if (!nothing && large === undefined) return;
      const text = nothing
        ? `${node} saves ${again.join(', ')}, and nothing has changed.`
        : `${node} saves ${Object.keys(cells).join(', ')}; ${large} has not changed.`;
      tell('thrifty-saves', node, text, [
        proof(at, node, `saves ${Object.keys(cells).join(', ')}`),
      ]);
    },
  };
}

function isThere({ disk, saving }: Server, cell: string, value: Plain): boolean {
  // What is saved behind another save changes what that one leaves.
  if (saving > 0) return false;
  if (cell === 'currentTerm') return (value ?? 0) === disk.term;
  if (cell === 'votedFor') return value === disk.votedFor;
  if (cell === 'snapshot')
    return (
      (disk.snapshot ?? null) === value || sameCommand((disk.snapshot ?? null) as Plain, value)
    );
  if (cell !== 'log' || value === null) return false;
  const log = value as unknown as LogCell;
  return (
    log.lastIncludedIndex === disk.log.lastIncludedIndex &&
    log.entries.length === disk.log.entries.length &&
    log.entries.every((entry, i) => sameEntry(entry, disk.log.entries[i]))
  );
}

// ---- log-is-trimmed ----

function trimmed(context: MonitorContext): Watcher {
  const most = limit(context, 'logEntries');
  return {
    saved: ({ server, at, cells }) => {
      const { log, snapshot } = server.disk;
      if (!('log' in cells) || log.entries.length <= most) return;
      const text =
        `The log on the disk of ${server.id} has ${log.entries.length} entries; with a ` +
        `snapshot up to ` +
        `${snapshot?.lastIncludedIndex ?? 0}, ${most} are enough here.`;
      context.tell('log-is-trimmed', server.id, text, [
        proof(at, server.id, `saves a log of ${log.entries.length} entries`),
      ]);
    },
  };
}
