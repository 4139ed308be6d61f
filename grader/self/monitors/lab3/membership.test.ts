import { describe, expect, test } from 'vitest';
import type { NodeId } from '#harness';
import type { Entry } from '../../../../labs/lab3-raft/types.ts';
import { entry, logOf, Script, success } from './script.ts';

const [n1, n2, n3, n4, n5] = ['n1', 'n2', 'n3', 'n4', 'n5'] as const;
const ALL = [n1, n2, n3, n4, n5];

/** A configuration, as a command. */
const of = (...servers: readonly NodeId[]) => ({ servers });

/** n1 leads term 1, elected by n2; `x` is on the disks of both, and applied by n1. */
function led(members: readonly NodeId[] = [n1, n2, n3]): { run: Script; log: readonly Entry[] } {
  const run = new Script({}, ALL, members).elect(n1, 1, members.length > 3 ? [n2, n3] : [n2]);
  const log = run.take(n1, 1, [], 'x');
  run.replicate(n1, n2, 1, log);
  if (members.length > 3) run.replicate(n1, n3, 1, log);
  return { run: run.apply(n1, 1, 'x'), log };
}

/** n1 has the command in its log besides, and these have acknowledged it. */
function taken(command: Entry['command'], by: readonly NodeId[], { run, log } = led()) {
  const longer = run.take(n1, 1, log, command);
  for (const id of by) run.replicate(n1, id, 1, longer, id === n2 ? log.length : 0);
  return { run, log: longer };
}

describe('counts-by-newest', () => {
  test('two of four are no majority, as soon as the fourth is in the log', () => {
    const { run } = taken(of(n1, n2, n3, n4), [n2]);
    run.apply(n1, 2, of(n1, n2, n3, n4));
    expect(run.toldOnRequest).toEqual(['counts-by-newest']);
    expect(run.violations[0]?.text).toBe(
      'n1 leads term 1 and takes entry 2 for committed. It knows that n1, n2 have it; the ' +
        'newest configuration in its log is n1, n2, n3, n4 (entry 2): a majority is 3 of these.',
    );
  });

  test('a leader that tells its followers so has taken it for committed', () => {
    const { run } = taken(of(n1, n2, n3, n4), [n2]);
    run.append(n1, n2, 1, [2, 1], [], 2);
    expect(run.toldOnRequest).toEqual(['counts-by-newest']);
  });

  test('three of four are, and the newcomer may be one of them', () => {
    const { run } = taken(of(n1, n2, n3, n4), [n2, n4]);
    run.apply(n1, 2, of(n1, n2, n3, n4)).append(n1, n2, 1, [2, 1], [], 2);
    expect(run.toldOnRequest).toEqual([]);
  });

  test('who has only been sent to, and is no member, does not count', () => {
    const { run } = taken('y', [n4, n5]);
    run.apply(n1, 2, 'y');
    expect(run.toldOnRequest).toEqual(['counts-by-newest']);
  });

  test('what the configuration before has committed stays so, and may be applied later', () => {
    const before = taken('y', [n2]);
    const { run, log } = taken(of(n1, n2, n3, n4), [], before);
    run.apply(n1, 2, 'y').append(n1, n2, 1, [2, 1], log.slice(2), 2);
    expect(run.toldOnRequest).toEqual([]);
  });

  test('a leader that has removed itself needs the two others', () => {
    const { run } = taken(of(n2, n3), [n2]);
    run.apply(n1, 2, of(n2, n3));
    expect(run.toldOnRequest).toEqual(['counts-by-newest']);
    const right = taken(of(n2, n3), [n2, n3]);
    right.run.apply(n1, 2, of(n2, n3));
    expect(right.run.toldOnRequest).toEqual([]);
  });

  test('votes count by the configuration in the log, though it is not committed', () => {
    const { run } = taken(of(n1, n2, n3, n4), []);
    run.elect(n1, 2, [n2], [2, 1]);
    expect(run.toldOnRequest).toEqual(['counts-by-newest']);
    expect(taken(of(n1, n2, n3, n4), []).run.elect(n1, 2, [n2, n4], [2, 1]).toldOnRequest).toEqual(
      [],
    );
  });

  test('one that was cut off counts no more', () => {
    const back = (voters: readonly NodeId[]) => {
      const { run } = taken(of(n1, n2, n3), [], led([n1, n2, n3, n4]));
      const other = [entry(1, 'x'), entry(2, 'y')];
      run.elect(n2, 2, [n3, n4], [1, 1]);
      const came = run.deliver(run.append(n2, n1, 2, [1, 1], other.slice(1)));
      run.save(n1, { currentTerm: 2, votedFor: null, log: logOf(other) });
      run.reply(came, success(2));
      return run.elect(n1, 3, voters, [2, 2]);
    };
    expect(back([n2]).toldOnRequest).toEqual(['counts-by-newest']);
    expect(back([n2, n3]).toldOnRequest).toEqual([]);
  });

  test('one that a snapshot covers counts in the next life', () => {
    const next = (voters: readonly NodeId[]) => {
      const { run } = taken(of(n1, n2, n3, n4), [n2, n3]);
      run.apply(n1, 2, of(n1, n2, n3, n4));
      const servers = [n1, n2, n3, n4];
      const snapshot = { lastIncludedIndex: 2, lastIncludedTerm: 1, data: null, servers };
      run.save(n1, { snapshot, log: logOf([], [2, 1]) }).restart(n1);
      return run.elect(n1, 2, voters, [2, 1]);
    };
    expect(next([n2]).toldOnRequest).toEqual(['counts-by-newest']);
    expect(next([n2, n3]).toldOnRequest).toEqual([]);
  });
});

describe('one-change-at-a-time', () => {
  test('a second change waits until the first is committed', () => {
    const { run } = taken(of(n1, n2, n3, n4, n5), [], taken(of(n1, n2, n3, n4), [n2]));
    expect(run.toldOnRequest).toEqual(['one-change-at-a-time']);
    const right = taken(of(n1, n2, n3, n4, n5), [], taken(of(n1, n2, n3, n4), [n2, n3]));
    expect(right.run.toldOnRequest).toEqual([]);
  });

  test('two servers at once are told, and one for another is two', () => {
    expect(taken(of(...ALL), []).run.toldOnRequest).toEqual(['one-change-at-a-time']);
    expect(taken(of(n1, n2, n4), []).run.toldOnRequest).toEqual(['one-change-at-a-time']);
  });

  test('the order of the names is of no weight', () => {
    expect(taken(of(n4, n3, n2, n1), []).run.toldOnRequest).toEqual([]);
  });
});

describe('own-term-first', () => {
  /** n2 leads term 2. */
  const next = (log: readonly Entry[], committed: boolean): Script => {
    const { run } = led();
    run.elect(n2, 2, [n3], [1, 1]);
    let longer = run.take(n2, 2, log, 'y');
    if (committed) run.replicate(n2, n3, 2, longer);
    longer = run.take(n2, 2, longer, of(n2, n3));
    return run;
  };

  test('a new leader that has committed nothing of its term begins no change', () => {
    const run = next([entry(1, 'x')], false);
    expect(run.toldOnRequest).toEqual(['own-term-first']);
    expect(run.violations[0]?.text).toMatch(/Of term 2 nothing is known to be committed: .* 1\/t1/);
  });

  test('it may, when a majority has acknowledged an entry of its term', () => {
    expect(next([entry(1, 'x')], true).toldOnRequest).toEqual([]);
  });
});

describe('leaves-when-removed', () => {
  /** n1 has applied that it has left, at 1000. */
  const left = (): Script => taken(of(n2, n3), [n2, n3]).run.at(1000).apply(n1, 2, of(n2, n3));

  test('a leader that goes on is told', () => {
    const run = left().at(1300);
    run.append(n1, n2, 1, [2, 1], [], 2);
    expect(run.toldOnRequest).toEqual(['leaves-when-removed']);
  });

  test('it may say farewell', () => {
    const run = left().at(1100);
    run.append(n1, n2, 1, [2, 1], [], 2);
    expect(run.toldOnRequest).toEqual([]);
  });

  test('a new life that applies this again, and has been taken in again, may lead', () => {
    const { run, log } = taken(of(n1, n2, n3, n4), [n2, n3]);
    run.apply(n1, 2, of(n1, n2, n3, n4)).elect(n2, 2, [n3, n4], [2, 1]);
    const back = [...log, entry(2, 'y'), entry(2, of(n2, n3, n4)), entry(2, of(n1, n2, n3, n4))];
    run.save(n1, { currentTerm: 2, votedFor: null, log: logOf(back) });
    run.restart(n1).elect(n1, 3, [n2, n3], [5, 2]);
    const longer = run.take(n1, 3, back, 'z');
    for (const id of [n2, n3])
      run.exchange(run.append(n1, id, 3, [5, 2], longer.slice(5)), success(3));
    for (const [i, { command }] of longer.entries()) run.apply(n1, i + 1, command);
    run.at(run.now + 1000).append(n1, n2, 3, [6, 3], [], 6);
    expect(run.toldOnRequest).toEqual([]);
  });
});

describe('snapshot-servers', () => {
  /** All have applied the change at 2; n1 has another one at 3, which is not committed. */
  const saves = (lastIncludedIndex: number, servers?: readonly NodeId[]): readonly string[] => {
    const { run, log } = taken(of(n1, n2, n3, n4), [n2, n4]);
    run.apply(n1, 2, of(n1, n2, n3, n4));
    taken(of(...ALL), [], { run, log });
    const included = { lastIncludedIndex, lastIncludedTerm: 1, data: {} };
    run.save(n1, { snapshot: { ...included, ...(servers && { servers }) } });
    return run.toldOnRequest;
  };

  test('a snapshot that says nothing of servers is told, and one that names a later set', () => {
    expect(saves(2)).toEqual(['snapshot-servers']);
    expect(saves(2, ALL)).toEqual(['snapshot-servers']);
    expect(saves(1, [n1, n2, n3, n4])).toEqual(['snapshot-servers']);
  });

  test('that of its last entry is right, in any order, and the first one before any', () => {
    expect(saves(2, [n4, n3, n2, n1])).toEqual([]);
    expect(saves(1, [n1, n2, n3])).toEqual([]);
  });

  test('a snapshot that is sent says so, too', () => {
    const { run } = led();
    run.install(n1, n3, 1, [1, 1], {});
    expect(run.toldOnRequest).toEqual(['snapshot-servers']);
  });
});

describe('change-is-taken, members-keep-up', () => {
  const calm = (): Script => led().run.at(100).calm();
  const ask = (run: Script): Script => run.propose(n1, of(n1, n2, n3, n4), null);

  test('a leader that refuses for ever is told, and a cautious one is not', () => {
    const run = ask(ask(calm().at(200)).at(1000));
    expect(run.toldOnRequest).toEqual([]);
    expect(ask(run.at(1800)).toldOnRequest).toEqual(['change-is-taken']);
  });

  test('what may not be changed may be refused for ever', () => {
    const run = calm()
      .at(200)
      .propose(n1, of(...ALL), null)
      .at(2000)
      .propose(n1, of(...ALL), null);
    expect(run.toldOnRequest).toEqual([]);
  });

  test('a member that is up and applies nothing is told, and no others', () => {
    const { run } = taken('y', [n2], { run: calm(), log: [entry(1, 'x')] });
    run.apply(n1, 2, 'y').apply(n2, 1, 'x').apply(n2, 2, 'y').at(1000);
    expect(run.toldOnRequest).toEqual([]);
    run.at(2000);
    expect(run.violations.map(({ rule, node }) => `${rule} ${node}`)).toEqual([
      'members-keep-up n3',
    ]);
  });
});
