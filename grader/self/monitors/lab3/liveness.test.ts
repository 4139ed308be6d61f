import { describe, expect, test } from 'vitest';
import type { Violation } from '../../../kit/monitor.ts';
import type { Entry } from '../../../../labs/lab3-raft/types.ts';
import { granted, logOf, notGranted, refused, Script, success } from './script.ts';

const fault = { type: 'fault', id: 'f', text: 'crash n2', phase: 'begin', nodes: ['n2'] } as const;

/** n1 leads and all hear it every 50 ms, until then. */
function beats(run: Script, until: number, term = 1, to: readonly string[] = ['n2', 'n3']): Script {
  for (let at = run.now + 50; at <= until; at += 50)
    for (const peer of to) run.at(at).exchange(run.append('n1', peer, term, [0, 0]), success(term));
  return run;
}

const lead = (): Script => new Script().elect('n1', 1, ['n2', 'n3']);

describe('elects-a-leader', () => {
  test('three seconds of calm without a leader are told', () => {
    const run = new Script().calm();
    expect(run.at(2999).told).toEqual([]);
    expect(run.at(3000).told).toEqual(['elects-a-leader']);
    expect(run.violations[0]?.text).toContain('Nobody has asked for votes.');
  });

  test('a leader of an older term than somebody knows is none', () => {
    const run = lead().save('n2', { currentTerm: 2 }).calm();
    for (let at = 100; at < 3000; at += 50) run.at(at).append('n1', 'n3', 1, [0, 0]);
    expect(run.at(3100).told).toContain('elects-a-leader');
  });

  test('a leader is enough, also one that a puppet plays', () => {
    expect(beats(lead().calm(), 3500).told).toEqual([]);
    const run = new Script().calm().at(500);
    run.append('p1', 'n2', 1, [0, 0], [], 0, true);
    expect(run.at(4000).told).toEqual([]);
  });

  test('nothing is owed while a majority is not up, a fault goes on or messages are lost', () => {
    expect(new Script().crash('n2').crash('n3').calm().at(9000).told).toEqual([]);
    expect(new Script().calm().emit(fault).at(9000).told).toEqual([]);
    const lossy = new Script().calm().at(1000);
    lossy.emit({ type: 'drop', id: 1, from: 'n1', to: 'n2', why: 'loss' });
    expect(lossy.at(3999).told).toEqual([]);
    expect(lossy.at(4000).told).toEqual(['elects-a-leader']);
    const late = new Script().crash('n2').crash('n3').calm().at(2000).start('n2');
    expect(late.at(4999).told).toEqual([]);
    expect(late.at(5000).told).toEqual(['elects-a-leader']);
  });

  test('servers that are kept apart need no leader; a majority that is whole does', () => {
    const apart = (pairs: readonly (readonly [string, string])[]): Script => {
      const run = new Script().calm();
      for (const [from, to] of pairs) run.emit({ type: 'drop', id: 1, from, to, why: 'cut' });
      return run.at(4000);
    };
    expect(
      apart([
        ['n1', 'n2'],
        ['n2', 'n3'],
        ['n3', 'n1'],
      ]).told,
    ).toEqual([]);
    expect(
      apart([
        ['n1', 'n2'],
        ['n3', 'n1'],
      ]).told,
    ).toEqual(['elects-a-leader']);
  });

  test('a story may give another bound', () => {
    expect(new Script({ leaderWithin: 500 }).calm().at(501).told).toEqual(['elects-a-leader']);
  });
});

describe('steady-leader', () => {
  test('who asks for votes soon after it heard the leader is told', () => {
    const run = beats(lead().calm(), 1000).at(1100);
    run.requestVote('n2', 'n1', 2);
    expect(run.told).toEqual(['steady-leader']);
    expect((run.violations[0] as Violation).node).toBe('n2');
  });

  test('a leader that leaves a follower without a word is told', () => {
    const run = beats(beats(lead().calm(), 1000), 1500, 1, ['n3']);
    run.requestVote('n2', 'n1', 2);
    expect(run.told).toEqual(['steady-leader']);
    expect((run.violations[0] as Violation).node).toBe('n1');
  });

  test('a leader that asks for votes itself is told', () => {
    const run = beats(lead().calm(), 1000).at(1010);
    run.requestVote('n1', 'n2', 2);
    expect(run.told).toEqual(['steady-leader']);
  });

  test('before the calm, before all follow, and after a newer term, a campaign is right', () => {
    const before = beats(lead(), 1000);
    before.requestVote('n2', 'n1', 2);
    expect(before.told).toEqual([]);
    const some = beats(lead().calm(), 1000, 1, ['n2']);
    some.requestVote('n3', 'n1', 2);
    expect(some.told).toEqual([]);
    const newer = beats(lead().calm(), 1000).at(1010);
    newer.exchange(newer.append('n1', 'n2', 1, [0, 0]), notGranted(3));
    newer.requestVote('n3', 'n2', 4);
    expect(newer.told.includes('steady-leader')).toBe(false);
  });

  test('a leader that gives up at the beginning of the calm, having heard nobody, is right', () => {
    const run = beats(lead().calm(), 1000, 1).calm();
    for (const to of ['n2', 'n3']) run.exchange(run.append('n1', to, 1, [0, 0]), success(1));
    run.at(1400).requestVote('n1', 'n2', 2);
    expect(run.told).toEqual([]);
  });

  test('a leader that was busy with its disk is no cause', () => {
    const run = beats(lead().calm(), 1000);
    const save = { node: 'n1', life: 1, save: 0, cells: { log: logOf([]) as never } };
    run.emit({ type: 'save', ...save, bytes: 0 });
    run.at(1500).emit({ type: 'durable', ...save });
    run.requestVote('n2', 'n1', 2);
    expect(run.told).toEqual([]);
  });
});

describe('election-timeout', () => {
  /** Stands so long after it sent, or heard, the last heartbeat of term 1. */
  const stands = (node: string, after: number, run = beats(lead(), 1000)): readonly string[] => {
    run.at(run.now + after).requestVote(node, node === 'n1' ? 'n3' : 'n1', 2);
    return run.toldOnRequest;
  };

  test('a leader that stands soon after it spoke as leader is told', () => {
    expect(stands('n1', 200)).toEqual(['election-timeout']);
    expect(stands('n1', 250)).toEqual([]);
  });

  test('who has just heard from its leader is told, unless it had decided before', () => {
    expect(stands('n2', 100)).toEqual(['election-timeout']);
    expect(stands('n2', 20)).toEqual([]);
    expect(stands('n2', 250)).toEqual([]);
  });

  test('what an old leader says, what leaves late, and a fast clock are no reason to wait', () => {
    const old = beats(lead(), 1000).elect('n3', 2, ['n2']);
    old.at(old.now + 200).exchange(old.append('n1', 'n2', 1, [0, 0]), refused(2));
    old.at(old.now + 100).requestVote('n2', 'n1', 3);
    expect(old.toldOnRequest).toEqual([]);
    const lingering = beats(lead(), 1000);
    lingering.deliver(lingering.requestVote('n3', 'n1', 2));
    lingering.at(lingering.now + 25).append('n1', 'n2', 1, [0, 0]);
    lingering.at(lingering.now + 230).requestVote('n1', 'n2', 3);
    expect(lingering.violations.map(({ rule }) => rule)).not.toContain('election-timeout');
    const skew = { type: 'fault', id: 's1', text: 'fast', nodes: ['n2'], rate: 2 } as const;
    expect(stands('n2', 125, beats(lead().emit({ ...skew, phase: 'begin' }), 1000))).toEqual([]);
  });
});

describe('makes-progress', () => {
  const accepted = (): { run: Script; log: readonly Entry[] } => {
    const run = beats(lead().calm(), 200);
    const log = run.take('n1', 1, [], 'x1');
    return { run, log };
  };
  const all = (run: Script, log: readonly Entry[], on: readonly string[]): Script => {
    for (const node of ['n2', 'n3']) run.replicate('n1', node, 1, log);
    for (const node of ['n2', 'n3'])
      run.exchange(run.append('n1', node, 1, [1, 1], [], 1), success(1));
    for (const node of on) run.apply(node, 1, 'x1');
    return run;
  };

  test('what a server has not applied in time is told of it', () => {
    const { run, log } = accepted();
    all(run, log, ['n1', 'n2']);
    expect(run.at(1650).told).toEqual([]);
    expect(run.at(1660).told).toEqual(['makes-progress']);
    expect((run.violations[0] as Violation).node).toBe('n3');
  });

  test('applied by all it is right, and by all that are up', () => {
    const { run, log } = accepted();
    expect(all(run, log, ['n1', 'n2', 'n3']).at(2000).told).toEqual([]);
    const down = accepted();
    all(down.run, down.log, ['n1', 'n2']).crash('n3');
    expect(down.run.at(2000).told).toEqual([]);
  });

  test('after another election nothing is owed, and before the calm nothing was', () => {
    const { run } = accepted();
    const came = run.deliver(run.requestVote('n2', 'n3', 2));
    run.save('n3', { currentTerm: 2, votedFor: 'n2' }).reply(came, granted(2));
    expect(run.at(2000).told.includes('makes-progress')).toBe(false);
    const before = beats(lead(), 200);
    before.take('n1', 1, [], 'x1');
    expect(before.calm().at(2500).told).toEqual([]);
  });
});
