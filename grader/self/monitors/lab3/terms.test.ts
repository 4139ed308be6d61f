import { describe, expect, test } from 'vitest';
import { entry, granted, notGranted, refused, Script, success } from './script.ts';

const FIVE = ['n1', 'n2', 'n3', 'n4', 'n5'];

describe('leader-votes, election-safety', () => {
  test('who leads without a majority of votes is told, and with whose', () => {
    const run = new Script({}, FIVE).elect('n1', 1, ['n2']);
    expect(run.told).toEqual(['leader-votes']);
    expect(run.violations[0]?.text).toBe(
      'n1 leads term 1 with 2 of 5 votes (n1, n2): a majority is 3.',
    );
  });

  test('a voter that is heard twice has one vote, and a vote of another term is none', () => {
    const twice = new Script({}, FIVE).save('n1', { currentTerm: 1, votedFor: 'n1' });
    for (let i = 0; i < 2; i++) {
      const came = twice.deliver(twice.requestVote('n1', 'n2', 1));
      twice.save('n2', { currentTerm: 1, votedFor: 'n1' });
      twice.deliver(twice.reply(came, granted(1)));
    }
    twice.append('n1', 'n2', 1, [0, 0]);
    expect(twice.told).toEqual(['leader-votes']);
    const old = new Script().save('n1', { currentTerm: 1, votedFor: 'n1' });
    const came = old.deliver(old.requestVote('n1', 'n2', 1));
    const vote = old.save('n2', { currentTerm: 1, votedFor: 'n1' }).reply(came, granted(1));
    old.save('n1', { currentTerm: 2 }).requestVote('n1', 'n3', 2);
    old.deliver(vote);
    old.append('n1', 'n3', 2, [0, 0]);
    expect(old.told).toEqual(['leader-votes']);
  });

  test('a vote that comes too late to be read is none', () => {
    const run = new Script().save('n1', { currentTerm: 1, votedFor: 'n1' });
    const came = run.deliver(run.requestVote('n1', 'n2', 1));
    run.deliver(run.save('n2', { currentTerm: 1, votedFor: 'n1' }).reply(came, granted(1)), true);
    run.append('n1', 'n2', 1, [0, 0]);
    expect(run.told).toEqual(['leader-votes']);
  });

  test('two leaders of a term are told', () => {
    const run = new Script().elect('n1', 1, ['n3']).elect('n2', 1, ['n3']);
    expect(run.told).toEqual(['one-vote', 'election-safety']);
  });

  test('a majority is enough, and one alone elects itself', () => {
    expect(new Script({}, FIVE).elect('n1', 1, ['n2', 'n3']).told).toEqual([]);
    const alone = new Script({}, ['n1']).save('n1', { currentTerm: 1, votedFor: 'n1' });
    expect(alone.propose('n1', 'x1', { index: 1, term: 1 }).told).toEqual([]);
  });
});

describe('reply-term, term-adopt, stale-refused', () => {
  const knowing = (): Script => new Script().save('n2', { currentTerm: 5 });

  test('a reply of an older term than its sender knows is told', () => {
    const run = knowing();
    run.reply(run.deliver(run.requestVote('n1', 'n2', 5)), notGranted(4));
    expect(run.told).toEqual(['reply-term', 'term-adopt']);
  });

  test('a vote that does not say its term is told', () => {
    const run = knowing();
    const came = run.deliver(run.requestVote('n1', 'n2', 6));
    run.save('n2', { currentTerm: 6, votedFor: 'n1' }).reply(came, granted(5));
    expect(run.told).toEqual(['reply-term', 'term-adopt']);
  });

  test('a refusal that does not take over the newer term is told', () => {
    const run = new Script().save('n2', {
      log: { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: [entry(1, 'x1')] },
    });
    run.reply(run.deliver(run.requestVote('n1', 'n2', 6)), notGranted(0));
    expect(run.told).toContain('term-adopt');
  });

  test('a yes to an older term is told', () => {
    const vote = knowing();
    vote.reply(vote.deliver(vote.requestVote('n1', 'n2', 4)), granted(5));
    expect(vote.told).toEqual(['stale-refused']);
    const append = new Script().elect('n1', 4, ['n3']).save('n2', { currentTerm: 5 });
    append.exchange(append.append('n1', 'n2', 4, [0, 0]), success(5));
    expect(append.told).toEqual(['stale-refused']);
  });

  test('a request that was fresh when it came may be answered in a newer term', () => {
    const run = new Script().elect('n1', 4, ['n3']);
    const came = run.deliver(run.append('n1', 'n2', 4, [0, 0]));
    run.save('n2', { currentTerm: 5 }).reply(came, refused(5));
    run.reply(run.deliver(run.requestVote('n1', 'n2', 4)), notGranted(5));
    expect(run.told).toEqual([]);
  });
});

describe('step-down', () => {
  const deposed = (): Script => {
    const run = new Script().elect('n1', 1, ['n2']).at(100);
    run.exchange(run.append('n1', 'n3', 1, [0, 0]), refused(2));
    return run;
  };

  test('a leader that goes on long after it heard of a newer term is told', () => {
    const run = deposed().at(131);
    run.append('n1', 'n2', 1, [0, 0]);
    expect(run.told).toEqual(['step-down']);
  });

  test('and so is a candidate, and a proposal', () => {
    const run = deposed().at(200).propose('n1', 'x1', { index: 1, term: 1 });
    expect(run.told).toEqual(['step-down']);
    const asks = new Script();
    asks.exchange(asks.requestVote('n1', 'n2', 1), notGranted(3)).at(300);
    asks.requestVote('n1', 'n3', 1);
    expect(asks.told).toEqual(['step-down']);
  });

  test('what had been prepared may still leave, and time asleep does not count', () => {
    const run = deposed().at(129);
    run.append('n1', 'n2', 1, [0, 0]);
    run.at(130).emit({ type: 'pause', node: 'n1' });
    run.at(900).emit({ type: 'resume', node: 'n1' });
    run.append('n1', 'n2', 1, [0, 0]);
    expect(run.told).toEqual([]);
  });

  test('a slow clock makes a nap longer, also when it is right again, and not for ever', () => {
    const slow = { type: 'fault', id: 's1', text: 'slow', nodes: ['n1'], rate: 0.2 } as const;
    const run = new Script()
      .elect('n1', 1, ['n2'])
      .at(90)
      .emit({ ...slow, phase: 'begin' });
    run.at(100).exchange(run.append('n1', 'n3', 1, [0, 0]), refused(2));
    run.at(110).emit({ ...slow, phase: 'end' });
    run.at(245).append('n1', 'n2', 1, [0, 0]);
    expect(run.told).toEqual([]);
    run.at(260).append('n1', 'n2', 1, [0, 0]);
    expect(run.told).toEqual(['step-down']);
  });

  test('who leads on in the newer term without an election is told', () => {
    const run = deposed().save('n1', { currentTerm: 2, votedFor: 'n1' });
    run.append('n1', 'n2', 2, [0, 0]);
    expect(run.told).toEqual(['step-down', 'leader-votes']);
  });
});

describe('disk-forgets', () => {
  test('a new life that speaks in an older term than its disk says is told', () => {
    const run = new Script().save('n1', { currentTerm: 5, votedFor: null }).restart('n1');
    run.requestVote('n1', 'n2', 1);
    expect(run.told).toEqual(['disk-forgets']);
    const reply = new Script().save('n2', { currentTerm: 5 }).restart('n2');
    reply.reply(reply.deliver(reply.requestVote('n1', 'n2', 1)), notGranted(1));
    expect(reply.told).toContain('disk-forgets');
  });

  test('the term of the disk, and the next, are right', () => {
    const run = new Script().save('n1', { currentTerm: 5, votedFor: null }).restart('n1');
    run.reply(run.deliver(run.requestVote('n2', 'n1', 4)), notGranted(5));
    run.requestVote('n1', 'n2', 6);
    expect(run.told).toEqual([]);
  });
});
