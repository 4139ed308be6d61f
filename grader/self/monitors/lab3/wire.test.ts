import { describe, expect, test } from 'vitest';
import * as types from '../../../../labs/lab3-raft/types.ts';
import { extended, Service } from '../../../../labs/lab3-raft/service.ts';
import { lab3Rules } from '../../../kit/monitors/lab3/index.ts';
import * as service from '../../../kit/monitors/lab3/service.ts';
import * as wire from '../../../kit/monitors/lab3/wire.ts';
import { entry, Script } from './script.ts';

const vote: types.RequestVoteArgs = { term: 1, candidateId: 'n1', lastLogIndex: 0, lastLogTerm: 0 };
const append: types.AppendEntriesArgs = {
  term: 1,
  leaderId: 'n1',
  prevLogIndex: 0,
  prevLogTerm: 0,
  entries: [entry(1, 'x1')],
  leaderCommit: 0,
};
const install: types.InstallSnapshotArgs = {
  term: 1,
  leaderId: 'n1',
  lastIncludedIndex: 3,
  lastIncludedTerm: 1,
  data: null,
};
const voted: types.RequestVoteReply = { term: 1, voteGranted: true };
const appended: types.AppendEntriesReply = { term: 1, success: false, conflictIndex: 4 };
const installed: types.InstallSnapshotReply = { term: 1 };

const rpc = (method: string, args: object) => ({ kind: 'rpc', method, call: 1, args });
const answer = (method: string, reply: object) => ({
  kind: 'rpc-reply',
  method,
  call: 1,
  delivery: 2,
  reply,
});
const misfit = (message: object | string | null) => wire.misfit(message as never, 'n1')?.path;

const right: readonly object[] = [
  rpc('RequestVote', vote),
  rpc('RequestVote', { ...vote, extra: 1 }),
  rpc('AppendEntries', append),
  rpc('InstallSnapshot', install),
  rpc('PreVote', vote),
  rpc('TimeoutNow', { term: 1, leaderId: 'n1' }),
  answer('RequestVote', voted),
  answer('AppendEntries', appended),
  answer('InstallSnapshot', installed),
];

const wrong: readonly (readonly [object | string | null, string])[] = [
  [null, 'message'],
  ['hello', 'message'],
  [{ kind: 'gossip' }, 'message'],
  [rpc('Gossip', vote), 'message.method'],
  [rpc('PreVote', { ...vote, term: 0 }), 'PreVote.args.term'],
  [rpc('RequestVote', { ...vote, term: 0 }), 'RequestVote.args.term'],
  [rpc('RequestVote', { ...vote, candidateId: 'n2' }), 'RequestVote.args.candidateId'],
  [rpc('RequestVote', { ...vote, lastLogIndex: -1 }), 'RequestVote.args.lastLogIndex'],
  [rpc('AppendEntries', { ...append, prevLogTerm: 0.5 }), 'AppendEntries.args.prevLogTerm'],
  [rpc('AppendEntries', { ...append, leaderCommit: '3' }), 'AppendEntries.args.leaderCommit'],
  [rpc('AppendEntries', { ...append, entries: {} }), 'AppendEntries.args.entries'],
  [rpc('AppendEntries', { ...append, entries: ['x1'] }), 'AppendEntries.args.entries[0]'],
  [
    rpc('AppendEntries', { ...append, entries: [{ command: 'x1' }] }),
    'AppendEntries.args.entries[0].term',
  ],
  [
    rpc('AppendEntries', { ...append, entries: [{ term: 1 }] }),
    'AppendEntries.args.entries[0].command',
  ],
  [
    rpc('AppendEntries', { ...append, entries: Array.from({ length: 101 }, () => entry(1, 'x')) }),
    'AppendEntries.args.entries',
  ],
  [rpc('InstallSnapshot', { ...install, data: undefined }), 'InstallSnapshot.args.data'],
  [answer('RequestVote', { term: 1 }), 'RequestVote.reply.voteGranted'],
  [
    answer('AppendEntries', { ...appended, conflictIndex: -1 }),
    'AppendEntries.reply.conflictIndex',
  ],
  [answer('InstallSnapshot', {}), 'InstallSnapshot.reply.term'],
];

const log = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: [entry(1, 'x1')] };
const cells: readonly (readonly [string, unknown, string | undefined])[] = [
  ['currentTerm', 3, undefined],
  ['currentTerm', -1, 'cell currentTerm'],
  ['votedFor', null, undefined],
  ['votedFor', 1, 'cell votedFor'],
  ['log', log, undefined],
  ['log', [entry(1, 'x1')], 'cell log'],
  ['log', { ...log, lastIncludedTerm: undefined }, 'cell log.lastIncludedTerm'],
  ['log', { ...log, entries: [{ term: 1 }] }, 'cell log.entries[0].command'],
  ['snapshot', { lastIncludedIndex: 1, lastIncludedTerm: 1, data: 0 }, undefined],
  ['snapshot', { lastIncludedIndex: 1, lastIncludedTerm: 1, data: 0, servers: ['n1'] }, undefined],
  [
    'snapshot',
    { lastIncludedIndex: 1, lastIncludedTerm: 1, data: 0, servers: 'n1' },
    'cell snapshot.servers',
  ],
  [
    'snapshot',
    { lastIncludedIndex: 0, lastIncludedTerm: 1, data: 0 },
    'cell snapshot.lastIncludedIndex',
  ],
];

describe('wire-format', () => {
  test.each(right)('fits: %j', (message) => {
    expect(misfit(message)).toBeUndefined();
  });

  test.each(wrong)('does not fit: %j', (message, path) => {
    expect(misfit(message)).toBe(path);
  });

  test.each(cells)('cell %s with %j: %s', (cell, value, path) => {
    expect(wire.misfitOfCell(cell, value as never)?.path).toBe(path);
  });

  test('the numbers of types.ts are known here', () => {
    const { HEARTBEAT_INTERVAL, ELECTION_TIMEOUT_MIN, MAX_ENTRIES } = wire;
    expect({ HEARTBEAT_INTERVAL, ELECTION_TIMEOUT_MIN, MAX_ENTRIES }).toEqual({
      HEARTBEAT_INTERVAL: types.HEARTBEAT_INTERVAL,
      ELECTION_TIMEOUT_MIN: types.ELECTION_TIMEOUT_MIN,
      MAX_ENTRIES: types.MAX_ENTRIES,
    });
  });

  test('a message and a save that do not fit are told, and the path; a forged one is not', () => {
    const run = new Script();
    run.ask('n1', 'n2', 'RequestVote', { ...vote, term: '1' });
    expect(run.told).toEqual(['wire-format']);
    expect(run.violations[0]?.text).toContain('RequestVote.args.term');
    expect(new Script().save('n1', { votedFor: 7 }).told).toEqual(['wire-format']);
    const forged = new Script();
    forged.ask('n9', 'n2', 'RequestVote', { ...vote, term: '1' }, true);
    expect(forged.told).toEqual([]);
  });

  test('propose returns a place or nothing', () => {
    expect(new Script().propose('n1', 'x1', null).told).toEqual([]);
    expect(new Script().propose('n1', 'x1', { at: 1 }).told).toEqual(['wire-format']);
    expect(new Script().propose('n1', 'x1', { index: 0, term: 1 }).told).toEqual(['propose-index']);
  });
});

test('the service is known here as it is given', () => {
  const given = new Service(0);
  const history = new service.History();
  for (const [i, command] of ['x1', { put: 2 }, ['x3']].entries()) {
    given.apply(i + 1, command);
    history.applied(i + 1, command);
  }
  expect(service.extended(7, 3, 'x')).toBe(extended(7, 3, 'x'));
  expect(history.wrong(3, given.state)).toBeUndefined();
  expect(history.wrong(3, { ...given.state, history: 1 })).toContain('is not what');
});

describe('the rule book', () => {
  test('has each rule once, in the order of blame, with a note, and a monitor for each', () => {
    const ids = lab3Rules.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 5)).toEqual([
      'wire-format',
      'no-throw',
      'disk-forgets',
      'stale-refused',
      'step-down',
    ]);
    for (const { note, from } of lab3Rules.rules) {
      expect(note).toMatch(/^1([1-5]-raft-[a-z]+|6-membership)#[a-z0-9-]+$/);
      expect(from).toMatch(/^[A-E]\d$/);
    }
    const told = lab3Rules.monitors.flatMap((one) => one.rules);
    expect(ids.filter((id) => !told.includes(id))).toEqual(['no-throw']);
  });
});
