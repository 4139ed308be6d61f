import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../../labs/lab3-raft/types.ts';
import { entry, logOf, refused, Script, success } from './script.ts';

const FIVE = ['n1', 'n2', 'n3', 'n4', 'n5'];

/** n1 leads term 1 of five with x1 to x3; n2 has all of them, the others nothing. */
function three(): { run: Script; log: readonly Entry[] } {
  const run = new Script({}, FIVE).elect('n1', 1, ['n2', 'n3']);
  let log: readonly Entry[] = [];
  for (const command of ['x1', 'x2', 'x3']) log = run.take('n1', 1, log, command);
  run.replicate('n1', 'n2', 1, log);
  return { run, log };
}

/** And then n3 leads term 2, with a log of its own: y1, of which nobody knows. */
function divided(): { run: Script; log: readonly Entry[]; other: readonly Entry[] } {
  const { run, log } = three();
  run.elect('n3', 2, ['n4', 'n5']);
  const other = run.take('n3', 2, [], 'y1');
  return { run, log, other };
}

describe('consistency-check', () => {
  test('entries that are accepted behind a gap are told', () => {
    const { run, log } = three();
    const came = run.deliver(run.append('n1', 'n3', 1, [2, 1], log.slice(2)));
    run.reply(came, success(1));
    expect(run.told).toEqual(['consistency-check']);
    expect(run.violations[0]?.text).toBe(
      'n3 accepts AppendEntries behind 2/t1, and it has no entry there: ' +
        'on its disk is an empty log.',
    );
  });

  test('a heartbeat is checked too', () => {
    const { run } = three();
    run.exchange(run.append('n1', 'n3', 1, [3, 1]), success(1));
    expect(run.told).toEqual(['consistency-check']);
  });

  test('entries that are saved at another place than they came for are told', () => {
    const { run, log } = three();
    run.deliver(run.append('n1', 'n3', 1, [2, 1], log.slice(2)));
    run.save('n3', { log: logOf(log.slice(2)) });
    expect(run.told).toContain('consistency-check');
  });

  test('what stands behind the snapshot matches, and so does a log that was cut since', () => {
    const { run, log } = three();
    for (const [i, { command }] of log.entries()) run.apply('n1', i + 1, command);
    run.violations.length = 0;
    const cells = { snapshot: { lastIncludedIndex: 2, lastIncludedTerm: 1, data: 0 } };
    run.save('n2', { ...cells, log: logOf(log.slice(2), [2, 1]) });
    run.violations.length = 0;
    run.exchange(run.append('n1', 'n2', 1, [1, 1], log.slice(1)), success(1));
    expect(run.told).toEqual([]);
  });
});

describe('ack-durable', () => {
  test('an acknowledgement that leaves before the entries are saved is told', () => {
    const { run, log } = three();
    run.exchange(run.append('n1', 'n3', 1, [0, 0], log), success(1));
    expect(run.told).toEqual(['ack-durable']);
  });

  test('a part of them is not enough, and neither is a prefix in memory', () => {
    const { run, log } = three();
    const came = run.deliver(run.append('n1', 'n3', 1, [0, 0], log));
    run.save('n3', { log: logOf(log.slice(0, 2)) }).reply(came, success(1));
    expect(run.told).toEqual(['ack-durable']);
    const pipelined = three();
    pipelined.run.deliver(pipelined.run.append('n1', 'n3', 1, [0, 0], log));
    pipelined.run.exchange(pipelined.run.append('n1', 'n3', 1, [3, 1]), success(1));
    expect(pipelined.run.told).toEqual(['ack-durable']);
  });

  test('a batch may hold what a later leader has put in their place', () => {
    const { run, log, other } = divided();
    const late = run.deliver(run.append('n1', 'n2', 1, [0, 0], log));
    const came = run.deliver(run.append('n3', 'n2', 2, [0, 0], other));
    run.save('n2', { currentTerm: 2, votedFor: null, log: logOf(other) });
    run.reply(late, success(2));
    run.reply(came, success(2));
    expect(run.told).toEqual([]);
  });
});

describe('match-accepted', () => {
  test('a refusal of what matches is told', () => {
    const { run } = three();
    run.exchange(run.append('n1', 'n2', 1, [2, 1]), refused(1));
    expect(run.told).toEqual(['match-accepted']);
  });

  test('a new life that refuses the end of its own log has forgotten it', () => {
    const { run } = three();
    run.restart('n2').exchange(run.append('n1', 'n2', 1, [3, 1]), refused(1));
    expect(run.told).toEqual(['disk-forgets', 'match-accepted']);
  });

  test('a gap, another entry, and what a request may have cut are refused rightly', () => {
    const { run, log, other } = divided();
    run.exchange(run.append('n3', 'n2', 2, [1, 2]), refused(2));
    run.deliver(run.append('n3', 'n2', 2, [0, 0], other));
    run.reply(run.deliver(run.append('n1', 'n2', 1, [3, 1], [])), refused(2));
    run.exchange(run.append('n1', 'n3', 1, [3, 1], log.slice(3)), refused(2));
    expect(run.told).toEqual([]);
  });
});

describe('a refusal that was late', () => {
  test('what matches by the time of the answer, and did not when it came, may be refused', () => {
    const { run, log } = three();
    const beat = run.deliver(run.append('n1', 'n3', 1, [3, 1]));
    const came = run.deliver(run.append('n1', 'n3', 1, [0, 0], log));
    run.save('n3', { log: logOf(log) }).reply(came, success(1));
    run.reply(beat, refused(1));
    expect(run.told).toEqual([]);
  });
});

describe('truncate-on-conflict, leader-append-only', () => {
  test('a late, short request that cuts what follows is told', () => {
    const { run, log } = three();
    run.deliver(run.append('n1', 'n2', 1, [0, 0], log.slice(0, 1)));
    run.save('n2', { log: logOf(log.slice(0, 1)) });
    expect(run.told).toEqual(['truncate-on-conflict']);
    expect(run.violations[0]?.text).toContain('loses entry 2');
  });

  test('so is a heartbeat that cuts, and nothing at all', () => {
    const { run, log } = three();
    run.deliver(run.append('n1', 'n2', 1, [1, 1]));
    run.save('n2', { log: logOf(log.slice(0, 1)) });
    expect(run.told).toEqual(['truncate-on-conflict']);
    const idle = three().run.save('n2', { log: logOf([]) });
    expect(idle.told).toEqual(['truncate-on-conflict']);
  });

  test('a request of an older term cuts nothing', () => {
    const { run, log, other } = divided();
    const came = run.deliver(run.append('n3', 'n2', 2, [0, 0], other));
    run.save('n2', { currentTerm: 2, votedFor: null, log: logOf(other) }).reply(came, success(2));
    run.deliver(run.append('n1', 'n2', 1, [0, 0], log));
    run.save('n2', { log: logOf(log) });
    expect(run.told).toEqual(['stale-refused', 'truncate-on-conflict']);
  });

  test('a leader that loses entries is told as such', () => {
    const { run, log } = three();
    run.save('n1', { log: logOf(log.slice(0, 2)) });
    expect(run.told).toEqual(['leader-append-only', 'truncate-on-conflict']);
  });

  test('a new life that begins a new log has forgotten the old one', () => {
    const { run, log } = three();
    run.restart('n2').deliver(run.append('n1', 'n2', 1, [0, 0], log.slice(0, 1)));
    run.save('n2', { log: logOf([]) });
    expect(run.told).toContain('disk-forgets');
  });

  test('a conflict cuts, in an entry or at prevLogIndex', () => {
    const { run, other } = divided();
    run.deliver(run.append('n3', 'n2', 2, [0, 0], other));
    run.save('n2', { currentTerm: 2, votedFor: null, log: logOf(other) });
    expect(run.told).toEqual([]);
    const prev = divided();
    prev.run.exchange(prev.run.append('n3', 'n2', 2, [1, 2]), refused(2));
    prev.run.save('n2', { log: logOf([]) });
    expect(prev.run.told).toEqual([]);
  });

  test('a leader that shows another log in one term is told', () => {
    const { run } = three();
    run.append('n1', 'n3', 1, [0, 0], [entry(1, 'x1')]);
    run.append('n1', 'n3', 1, [1, 0]);
    expect(run.told).toContain('leader-append-only');
  });
});

describe('log-matching, entry-origin', () => {
  test('an entry with another command, or another past, is told', () => {
    const { run, log } = three();
    run.append('n1', 'n3', 1, [0, 0], [entry(1, 'x2')]);
    expect(run.told).toEqual(['log-matching']);
    const past = divided().run;
    past.elect('n2', 3, ['n1', 'n4'], [3, 1]);
    past.append('n2', 'n3', 3, [1, 2], log.slice(1, 2));
    expect(past.told).toContain('log-matching');
    const saved = three();
    saved.run.save('n3', { log: logOf(log.slice(1)) });
    expect(saved.run.told).toContain('log-matching');
  });

  test('an entry of a term that its server did not lead is told', () => {
    const { run, log } = three();
    run.save('n3', { log: logOf([...log, entry(1, 'x4')]) });
    expect(run.told).toEqual(['entry-origin', 'log-holds-proposals']);
    const sent = three().run;
    sent.elect('n1', 3, ['n2'], [3, 1]).append('n1', 'n2', 3, [3, 1], [entry(2, 'x4')]);
    expect(sent.told).toContain('entry-origin');
  });

  test('a candidate that has voted for itself may have its first entry on the disk already', () => {
    const run = new Script().save('n1', { currentTerm: 1, votedFor: 'n1' });
    run.requestVote('n1', 'n2', 1);
    run.asked('n1', 'x1');
    run.save('n1', { log: logOf([entry(1, 'x1')]) });
    expect(run.told).toEqual([]);
  });
});
