import { describe, expect, test } from 'vitest';
import { Service } from '../../../../labs/lab3-raft/service.ts';
import type { Entry } from '../../../../labs/lab3-raft/types.ts';
import { entry, logOf, refused, Script, success } from './script.ts';

const COMMANDS = ['x1', 'x2', 'x3', 'x4'];

/** The state of the service after so many of the commands. */
function stateAfter(count: number): Service['state'] {
  const service = new Service(0);
  for (const [i, command] of COMMANDS.slice(0, count).entries()) service.apply(i + 1, command);
  return service.state;
}

const snapshotAt = (index: number, term = 1, data: unknown = stateAfter(index)) => ({
  lastIncludedIndex: index,
  lastIncludedTerm: term,
  data,
});

/** n1 leads term 1 with x1 to x4, n2 has them, and both have applied three; n3 has nothing. */
function applied(): { run: Script; log: readonly Entry[] } {
  const run = new Script().elect('n1', 1, ['n2', 'n3']);
  let log: readonly Entry[] = [];
  for (const command of COMMANDS) log = run.take('n1', 1, log, command);
  run.replicate('n1', 'n2', 1, log).exchange(run.append('n1', 'n2', 1, [4, 1], [], 4), success(1));
  for (const node of ['n1', 'n2'])
    for (const [i, command] of COMMANDS.slice(0, 3).entries()) run.apply(node, i + 1, command);
  return { run, log };
}

/** And n1 has trimmed its log. */
function trimmed(): { run: Script; log: readonly Entry[] } {
  const { run, log } = applied();
  run.save('n1', { snapshot: snapshotAt(3), log: logOf(log.slice(3), [3, 1]) });
  return { run, log };
}

describe('a snapshot on the disk', () => {
  test('of what was applied, in one save with the log or before it, is right', () => {
    expect(trimmed().run.told).toEqual([]);
    const { run, log } = applied();
    run.save('n1', { snapshot: snapshotAt(2) }).save('n1', { log: logOf(log.slice(2), [2, 1]) });
    run.save('n1', { snapshot: snapshotAt(3), log: logOf(log.slice(3), [3, 1]) });
    expect(run.told).toEqual([]);
  });

  test('no-hole: a log that begins behind its snapshot is told', () => {
    const { run, log } = applied();
    run.save('n1', { log: logOf(log.slice(2), [2, 1]) }).save('n1', { snapshot: snapshotAt(2) });
    expect(run.told).toEqual(['no-hole']);
  });

  test('snapshot-forward: an older one in its place is told', () => {
    expect(trimmed().run.save('n1', { snapshot: snapshotAt(2) }).told).toEqual([
      'snapshot-forward',
      'no-hole',
    ]);
  });

  test('snapshot-applied: one of what was not applied is told', () => {
    expect(applied().run.save('n1', { snapshot: snapshotAt(4) }).told).toEqual([
      'snapshot-applied',
    ]);
  });

  test('snapshot-term: another term is told, in the snapshot and where the log begins', () => {
    expect(applied().run.save('n1', { snapshot: snapshotAt(3, 2) }).told[0]).toBe('snapshot-term');
    const { run, log } = applied();
    run.save('n1', { snapshot: snapshotAt(3) }).save('n1', { log: logOf(log.slice(3), [3, 2]) });
    expect(run.told).toContain('snapshot-term');
  });

  test.each([
    ['of another index', stateAfter(2)],
    ['of other commands', { ...stateAfter(3), history: 5 }],
    ['that are no state', 'hello'],
  ])('snapshot-content: data %s are told', (_, data) => {
    const { run } = applied();
    expect(run.save('n1', { snapshot: snapshotAt(3, 1, data) }).told).toEqual(['snapshot-content']);
  });
});

describe('InstallSnapshot', () => {
  const installs = (cells: Record<string, unknown> | undefined): readonly string[] => {
    const { run } = trimmed();
    const came = run.deliver(run.install('n1', 'n3', 1, [3, 1], stateAfter(3)));
    if (cells) run.save('n3', cells);
    run.restore('n3', [3, 1], stateAfter(3)).reply(came, { term: 1 });
    return run.told;
  };

  test('install-durable: an answer before it is on the disk is told', () => {
    expect(installs(undefined)).toEqual(['install-durable']);
    expect(installs({ snapshot: snapshotAt(3) })).toEqual([]);
    expect(installs({ snapshot: snapshotAt(3), log: logOf([], [3, 1]) })).toEqual([]);
  });

  test('install-durable: who has its last entry may ignore it, and so may a later term', () => {
    const { run } = trimmed();
    run.exchange(run.install('n1', 'n2', 1, [3, 1], stateAfter(3)), { term: 1 });
    const came = run.deliver(run.install('n1', 'n3', 1, [3, 1], stateAfter(3)));
    run.save('n3', { currentTerm: 2, votedFor: null }).reply(came, { term: 2 });
    expect(run.told).toEqual([]);
  });

  test('snapshot-applied, -term, -content: what a leader sends is judged as well', () => {
    const { run } = trimmed();
    run.install('n1', 'n3', 1, [4, 2], stateAfter(2));
    expect(run.told).toEqual(['snapshot-term', 'snapshot-applied']);
    run.install('n1', 'n3', 1, [3, 1], stateAfter(2));
    expect(run.told).toContain('snapshot-content');
  });

  test('snapshot-retain: entries that follow a snapshot that the log has are not dropped', () => {
    const { run } = trimmed();
    run.deliver(run.install('n1', 'n2', 1, [2, 1], stateAfter(2)));
    run.save('n2', { snapshot: snapshotAt(2), log: logOf([], [2, 1]) });
    expect(run.told).toContain('snapshot-retain');
  });

  test('a log without the last entry of the snapshot is given up as a whole', () => {
    const five = ['n1', 'n2', 'n3', 'n4', 'n5'];
    const run = new Script({}, five).elect('n1', 1, ['n2', 'n3']);
    run.take('n1', 1, [], 'z1');
    const came = run.deliver(run.install('n9', 'n1', 2, [1, 2], stateAfter(1), true));
    const cells = { snapshot: snapshotAt(1, 2), log: logOf([], [1, 2]) };
    run
      .save('n1', { currentTerm: 2, votedFor: null, ...cells })
      .restore('n1', [1, 2], stateAfter(1));
    run.reply(came, { term: 2 });
    expect(run.told).toEqual([]);
  });

  test('log-matching: what stays behind a snapshot stood behind its last entry', () => {
    const { run, log } = applied();
    run.deliver(run.install('n9', 'n2', 2, [2, 2], stateAfter(2), true));
    const cells = { snapshot: snapshotAt(2, 2), log: logOf(log.slice(2), [2, 2]) };
    run.save('n2', { currentTerm: 2, votedFor: null, ...cells });
    expect(run.told).toContain('log-matching');
  });

  test('stale-refused: a snapshot from the leader of an older term is not taken', () => {
    const { run } = trimmed();
    run.save('n3', { currentTerm: 2, votedFor: null });
    run.deliver(run.install('n1', 'n3', 1, [3, 1], stateAfter(3)));
    run.restore('n3', [3, 1], stateAfter(3));
    expect(run.told[0]).toBe('stale-refused');
  });

  const resent = (count: number): readonly string[] => {
    const { run } = trimmed();
    const send = () => run.install('n1', 'n3', 1, [3, 1], stateAfter(3));
    const [first, ...others] = [send(), send(), send()];
    if (!first) return [];
    const came = run.deliver(first);
    run.save('n3', { snapshot: snapshotAt(3) }).deliver(run.reply(came, { term: 1 }));
    for (const one of others) run.deliver(one);
    for (let i = 0; i < count; i++) send();
    return run.told;
  };

  test('snapshot-once: who goes on sending what was acknowledged is told; a few may be', () => {
    expect(resent(6)).toEqual(['snapshot-once']);
    expect(resent(5)).toEqual([]);
  });

  test('behind the snapshot a follower may accept or refuse', () => {
    const { run, log } = trimmed();
    run.save('n2', { snapshot: snapshotAt(3), log: logOf(log.slice(3), [3, 1]) });
    run.exchange(run.append('n1', 'n2', 1, [1, 1], log.slice(1)), success(1));
    run.exchange(run.append('n1', 'n2', 1, [1, 1], log.slice(1)), refused(1));
    expect(run.told).toEqual([]);
  });
});

describe('a new life', () => {
  test('restores its snapshot and goes on behind it; what it does not restore is missing', () => {
    const { run } = trimmed();
    run.restart('n1').restore('n1', [3, 1], stateAfter(3)).apply('n1', 4, 'x4');
    expect(run.told).toEqual(['apply-committed']);
    const { run: other } = trimmed();
    expect(other.restart('n1').apply('n1', 4, 'x4').told).toContain('apply-order');
  });

  test('a crash between the save of the snapshot and that of the log leaves a right disk', () => {
    const { run, log } = applied();
    run
      .save('n2', { snapshot: snapshotAt(3) })
      .restart('n2')
      .restore('n2', [3, 1], stateAfter(3));
    run.exchange(run.append('n1', 'n2', 1, [4, 1], [], 4), success(1)).apply('n2', 4, 'x4');
    run.save('n2', { log: logOf(log.slice(3), [3, 1]) });
    expect(run.told).toEqual([]);
    expect(entry(1, 'x4')).toEqual(log[3]);
  });
});
