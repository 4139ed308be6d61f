import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../../labs/lab3-raft/types.ts';
import { entry, logOf, refused, Script, success } from './script.ts';

const led = (): Script => new Script().elect('n1', 1, ['n2', 'n3']);

describe('append-truth', () => {
  test('a prevLogIndex that names no entry is told, and a term at 0', () => {
    const run = led().elect('n2', 2, ['n3']);
    run.append('n2', 'n3', 2, [4, 1]);
    expect(run.told).toEqual(['append-truth']);
    const zero = led();
    zero.append('n1', 'n2', 1, [0, 1]);
    expect(zero.told).toContain('append-truth');
  });

  test('an own entry that nobody has seen is right', () => {
    const run = led();
    run.append('n1', 'n2', 1, [4, 1]);
    expect(run.told).toEqual([]);
  });
});

describe('leader-completeness', () => {
  /** x1 is on two disks of three in term 1. */
  const committed = (): { run: Script; log: readonly Entry[] } => {
    const run = led();
    const log = run.take('n1', 1, [], 'x1');
    return { run: run.replicate('n1', 'n2', 1, log), log };
  };

  test('a leader that lacks what was committed is told, by its disk and what it sends', () => {
    const { run } = committed();
    run.elect('n3', 2, ['n2']);
    expect(run.told).toEqual(['up-to-date', 'leader-completeness']);
    run.violations.length = 0;
    run.asked('n3', 'y1');
    run.append('n3', 'n2', 2, [0, 0], [entry(2, 'y1')]);
    expect(run.told).toEqual(['leader-completeness']);
  });

  test('a deposed leader may have another entry where one was committed later', () => {
    const run = led();
    const tail = run.take('n1', 1, [], 'x1');
    run.elect('n2', 2, ['n3']);
    const log = run.take('n2', 2, [], 'y1');
    run.replicate('n2', 'n3', 2, log);
    run.append('n1', 'n3', 1, [0, 0], tail);
    expect(run.told).toEqual([]);
  });

  test('a leader that has it is right', () => {
    const { run } = committed();
    expect(run.elect('n2', 2, ['n3'], [1, 1]).told).toEqual(['consistency-check']);
  });
});

describe('next-index-backs-off', () => {
  const asks = (count: number, apart: number): readonly string[] => {
    const run = led();
    const log = run.take('n1', 1, [], 'x1');
    const sent = [];
    for (let i = 0; i < count; i++) {
      const one = run.append('n1', 'n2', 1, [1, log[0]?.term ?? 0]);
      if (apart === 0) sent.push(one);
      else run.at(run.now + apart).exchange(one, refused(1));
    }
    run.at(run.now + 5);
    for (const one of sent) run.exchange(one, refused(1));
    return run.told;
  };

  test('the same question, asked seven times in vain, is told', () => {
    expect(asks(7, 10)).toEqual(['next-index-backs-off']);
  });

  test('six times may be, and many that were under way together', () => {
    expect(asks(6, 10)).toEqual([]);
    expect(asks(20, 0)).toEqual([]);
  });

  test('while a snapshot is under way a leader may wait for it, and beat', () => {
    const beats = (isHeard: boolean): readonly string[] => {
      const run = led().save('n1', {
        snapshot: { lastIncludedIndex: 1, lastIncludedTerm: 1, data: {} },
      });
      const given = run.install('n1', 'n2', 1, [1, 1], {});
      if (isHeard) run.exchange(given, { term: 1 });
      for (let i = 0; i < 9; i++)
        run.at(run.now + 10).exchange(run.append('n1', 'n2', 1, [1, 1]), refused(1));
      return run.told;
    };
    expect(beats(false)).not.toContain('next-index-backs-off');
    expect(beats(true)).toContain('next-index-backs-off');
  });
});

describe('propose-index', () => {
  test('a place that another command has is told', () => {
    const run = led();
    run.take('n1', 1, [], 'x1');
    expect(run.propose('n1', 'x2', { index: 1, term: 1 }).told).toEqual(['propose-index']);
  });

  test('a place where something else is committed, in that term or before, is told', () => {
    const run = led();
    const log = run.take('n1', 1, [], 'x1');
    run.replicate('n1', 'n2', 1, log).elect('n2', 2, ['n1'], [1, 1]);
    expect(run.propose('n2', 'y1', { index: 1, term: 2 }).told).toEqual(['propose-index']);
  });

  test('a deposed leader may promise a place where something was committed in a later term', () => {
    const run = led().elect('n2', 2, ['n3']);
    const log = run.take('n2', 2, [], 'y1');
    run.replicate('n2', 'n3', 2, log);
    expect(run.propose('n1', 'x1', { index: 1, term: 1 }).told).toEqual([]);
  });

  test('a promise before the save is right', () => {
    const run = led().propose('n1', 'x1', { index: 1, term: 1 });
    run.save('n1', { log: logOf([entry(1, 'x1')]) });
    expect(run.told).toEqual([]);
  });
});

describe('log-holds-proposals', () => {
  test('an entry that nobody proposed is told, and a second for one proposal', () => {
    const run = led().save('n1', { log: logOf([entry(1, 'no-op')]) });
    expect(run.told).toEqual(['log-holds-proposals']);
    const twice = led();
    const log = twice.take('n1', 1, [], 'x1');
    twice.append('n1', 'n2', 1, [1, 1], [entry(1, 'x1')]);
    expect([log.length, twice.told]).toEqual([1, ['log-holds-proposals']]);
  });

  test('what was proposed twice may be there twice, and a puppet says what it likes', () => {
    const run = led();
    run.take('n1', 1, run.take('n1', 1, [], 'x1'), 'x1');
    expect(run.told).toEqual([]);
    const puppet = new Script({}, ['n1', 'n2', 'n3']);
    const came = puppet.deliver(puppet.append('p1', 'n2', 1, [0, 0], [entry(1, 'z1')], 0, true));
    puppet.save('n2', { currentTerm: 1, log: logOf([entry(1, 'z1')]) }).reply(came, success(1));
    expect(puppet.told).toEqual([]);
  });
});
