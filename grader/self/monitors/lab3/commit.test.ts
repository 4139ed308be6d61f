import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../../labs/lab3-raft/types.ts';
import { entry, logOf, refused, Script, success } from './script.ts';

const FIVE = ['n1', 'n2', 'n3', 'n4', 'n5'];

/** n1 leads term 1 of five and has x1 and x2; n2 has them too, and n1 knows it. */
function onTwo(): { run: Script; log: readonly Entry[] } {
  const run = new Script({}, FIVE).elect('n1', 1, ['n2', 'n3', 'n4', 'n5']);
  const log = run.take('n1', 1, run.take('n1', 1, [], 'x1'), 'x2');
  return { run: run.replicate('n1', 'n2', 1, log), log };
}

describe('commit-majority', () => {
  test('two of five are told, in leaderCommit and in what is applied', () => {
    const { run } = onTwo();
    run.append('n1', 'n3', 1, [2, 1], [], 2);
    expect(run.told).toEqual(['commit-majority']);
    expect(run.violations[0]?.text).toContain(
      'n2 up to 2; on its own disk is a log that ends at 2/t1',
    );
    expect(onTwo().run.apply('n1', 1, 'x1').told).toEqual(['commit-majority']);
  });

  test('an acknowledgement of an older term does not count', () => {
    const { run, log } = onTwo();
    const came = run.deliver(run.append('n1', 'n3', 1, [0, 0], log));
    const late = run.save('n3', { log: logOf(log) }).reply(came, success(1));
    run.elect('n1', 2, ['n4', 'n5'], [2, 1]);
    const longer = run.take('n1', 2, log, 'x3');
    run.replicate('n1', 'n2', 2, longer, 2).deliver(late);
    run.violations.length = 0;
    run.append('n1', 'n2', 2, [3, 2], [], 3);
    expect(run.told).toEqual(['commit-majority']);
  });

  test('three of five are a majority, and the leader need not have saved its own', () => {
    const { run, log } = onTwo();
    run.replicate('n1', 'n3', 1, log).append('n1', 'n4', 1, [2, 1], [], 2);
    expect(run.apply('n1', 1, 'x1').told).toEqual([]);
    const lazy = new Script()
      .elect('n1', 1, ['n2', 'n3'])
      .propose('n1', 'x1', { index: 1, term: 1 });
    const one = [entry(1, 'x1')];
    lazy.replicate('n1', 'n2', 1, one).replicate('n1', 'n3', 1, one).apply('n1', 1, 'x1');
    expect(lazy.told).toEqual([]);
  });
});

describe('commit-own-term, commit-self-durable', () => {
  /** n1 leads term 2 and has replicated x1, of term 1, to a majority. */
  const oldEntry = (): { run: Script; log: readonly Entry[] } => {
    const run = new Script().elect('n1', 1, ['n2', 'n3']);
    const log = run.take('n1', 1, [], 'x1');
    run.elect('n1', 2, ['n2', 'n3'], [1, 1]);
    run.violations.length = 0;
    return { run: run.replicate('n1', 'n2', 2, log), log };
  };

  test('an entry of an older term, on a majority, is told', () => {
    const { run } = oldEntry();
    run.append('n1', 'n2', 2, [1, 1], [], 1);
    expect(run.told).toEqual(['commit-own-term']);
  });

  test('below an entry of its own term it is committed', () => {
    const { run, log } = oldEntry();
    const longer = run.take('n1', 2, log, 'x2');
    run.replicate('n1', 'n2', 2, longer, 1).append('n1', 'n2', 2, [2, 2], [], 2);
    expect(run.apply('n1', 1, 'x1').told).toEqual([]);
  });

  test('a leader that counts a copy of its own that it has not saved is told', () => {
    const run = new Script()
      .elect('n1', 1, ['n2', 'n3'])
      .propose('n1', 'x1', { index: 1, term: 1 });
    run.replicate('n1', 'n2', 1, [entry(1, 'x1')]).apply('n1', 1, 'x1');
    expect(run.told).toEqual(['commit-self-durable']);
  });
});

describe('commit-min, apply-committed', () => {
  /** n1 has committed x1 to x3; n3 has what it was sent. */
  const follower = (sent: number): { run: Script; log: readonly Entry[] } => {
    const run = new Script().elect('n1', 1, ['n2', 'n3']);
    let log: readonly Entry[] = [];
    for (const command of ['x1', 'x2', 'x3']) log = run.take('n1', 1, log, command);
    run.replicate('n1', 'n2', 1, log);
    return { run: run.replicate('n1', 'n3', 1, log.slice(0, sent)), log };
  };

  test('an entry that no leaderCommit covers is told', () => {
    const { run } = follower(2);
    run.exchange(run.append('n1', 'n3', 1, [2, 1], [], 1), success(1));
    expect(run.apply('n3', 1, 'x1').told).toEqual([]);
    expect(run.apply('n3', 2, 'x2').told).toEqual(['apply-committed']);
  });

  test('leaderCommit counts as far as the log agrees: a refused request says nothing of it', () => {
    const run = new Script().elect('n1', 1, ['n2', 'n3']);
    const tail = run.take('n1', 1, [], 'x1');
    run.elect('n2', 2, ['n3']);
    let log: readonly Entry[] = [];
    for (const command of ['y1', 'y2']) log = run.take('n2', 2, log, command);
    run.replicate('n2', 'n3', 2, log);
    run.exchange(run.append('n2', 'n1', 2, [1, 2], log.slice(1), 2), refused(2));
    run.apply('n1', 1, 'x1');
    expect(tail.length).toBe(1);
    expect(run.told).toEqual(['commit-min', 'state-machine-safety']);
  });

  test('the entries of this request, of one before, and of one not answered yet, agree', () => {
    const { run, log } = follower(1);
    run.exchange(run.append('n1', 'n3', 1, [0, 0], [], 2), success(1));
    expect(run.apply('n3', 1, 'x1').told).toEqual([]);
    run.deliver(run.append('n1', 'n3', 1, [1, 1], log.slice(1), 3));
    expect(run.apply('n3', 2, 'x2').apply('n3', 3, 'x3').told).toEqual([]);
  });
});

describe('apply-order, restore-forward, state-machine-safety', () => {
  const applied = (): Script => {
    const { run, log } = onTwo();
    return run.replicate('n1', 'n3', 1, log).apply('n1', 1, 'x1');
  };

  test('an index twice, or one too far, is told', () => {
    expect(applied().apply('n1', 1, 'x1').told).toEqual(['apply-order']);
    const { run, log } = onTwo();
    expect(run.replicate('n1', 'n3', 1, log).apply('n1', 2, 'x2').told).toEqual(['apply-order']);
  });

  test('another command than was applied elsewhere, or committed, is told', () => {
    expect(applied().apply('n1', 2, 'other').told).toEqual(['state-machine-safety']);
  });

  test('one after the other, and again in a new life, is right', () => {
    const run = applied().apply('n1', 2, 'x2').restart('n1');
    const beat = run.deliver(run.append('n2', 'n1', 1, [2, 1], [], 2, true));
    run.reply(beat, success(1));
    expect(run.apply('n1', 1, 'x1').apply('n1', 2, 'x2').told).toEqual([]);
  });

  test('a restore that goes back is told; forwards it is right', () => {
    const data = { applied: 1, history: 0, ballast: '' };
    const back = applied().apply('n1', 2, 'x2');
    back.restore('n1', [1, 1], data);
    expect(back.told).toContain('restore-forward');
    const forth = applied();
    const came = forth.deliver(forth.install('n1', 'n4', 1, [1, 1], data, true));
    forth.violations.length = 0;
    forth.save('n4', {
      log: logOf([], [1, 1]),
      snapshot: { lastIncludedIndex: 1, lastIncludedTerm: 1, data },
    });
    forth.restore('n4', [1, 1], data).reply(came, { term: 1 });
    expect(forth.told.filter((rule) => rule !== 'snapshot-content')).toEqual([]);
  });
});
