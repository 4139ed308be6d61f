import { describe, expect, test } from 'vitest';
import type { Violation } from '../../../kit/monitor.ts';
import { entry, granted, logOf, notGranted, Script, success } from './script.ts';

/** n2 has voted for n1 in term 1, and it is on its disk. */
const voted = (): Script => {
  const run = new Script();
  const came = run.deliver(run.requestVote('n1', 'n2', 1));
  run.save('n2', { currentTerm: 1, votedFor: 'n1' }).reply(came, granted(1));
  return run;
};

describe('one-vote', () => {
  test('a second candidate of the term is told, with both votes', () => {
    const run = voted().at(20);
    const second = run.deliver(run.requestVote('n3', 'n2', 1));
    run.reply(second, granted(1));
    expect(run.told).toContain('one-vote');
    const { text, proof } = run.violations.find(({ rule }) => rule === 'one-vote') as Violation;
    expect(text).toBe('n2 votes for n3 in term 1, and had voted for n1.');
    expect(proof.map(({ at, node, text: said }) => `${at} ${node} ${said}`)).toEqual([
      '1 n2 votes for n1 in term 1',
      '20 n2 votes for n3 in term 1',
    ]);
  });

  test('who asks for votes has voted for itself', () => {
    const run = voted();
    run.requestVote('n2', 'n3', 1);
    expect(run.told).toEqual(['one-vote']);
  });

  test('a disk that says another vote is told', () => {
    expect(voted().save('n2', { votedFor: 'n3' }).told).toEqual(['one-vote']);
  });

  test('the same candidate again, and another in the next term, are right', () => {
    const run = voted();
    run.reply(run.deliver(run.requestVote('n1', 'n2', 1)), granted(1));
    const next = run.deliver(run.requestVote('n3', 'n2', 2));
    run.save('n2', { currentTerm: 2, votedFor: 'n3' }).reply(next, granted(2));
    expect(run.told).toEqual([]);
  });

  test('a life that crashed before it saved its own vote had not voted', () => {
    const run = new Script();
    run.requestVote('n2', 'n3', 1);
    run.restart('n2');
    const came = run.deliver(run.requestVote('n1', 'n2', 1));
    run.save('n2', { currentTerm: 1, votedFor: 'n1' }).reply(came, granted(1));
    expect(run.told).toEqual([]);
  });
});

describe('vote-kept, term-monotonic', () => {
  test('a vote that is wiped from the disk in its term is told', () => {
    expect(voted().save('n2', { votedFor: null }).told).toEqual(['vote-kept']);
  });

  test('a new life that wipes it has forgotten it', () => {
    const run = voted().restart('n2').save('n2', { votedFor: null });
    expect(run.told).toEqual(['disk-forgets', 'vote-kept']);
  });

  test('a term that falls is told', () => {
    const run = voted()
      .save('n2', { currentTerm: 3, votedFor: null })
      .save('n2', { currentTerm: 2 });
    expect(run.told).toEqual(['term-monotonic']);
  });

  test('the new term first, and then the vote, in two saves, is right', () => {
    const run = voted().save('n2', { currentTerm: 2 }).save('n2', { votedFor: 'n3' });
    expect(run.told).toEqual([]);
  });
});

describe('vote-durable, term-durable', () => {
  test('a vote that leaves before it is saved is told, and a term', () => {
    const run = new Script();
    run.reply(run.deliver(run.requestVote('n1', 'n2', 1)), granted(1));
    expect(run.told).toEqual(['term-durable']);
    const second = new Script().save('n2', { currentTerm: 1 });
    second.reply(second.deliver(second.requestVote('n1', 'n2', 1)), granted(1));
    expect(second.told).toEqual(['vote-durable']);
  });

  test('a leader that counts its own vote has it on the disk', () => {
    const run = new Script();
    const came = run.deliver(run.requestVote('n1', 'n2', 1));
    run.save('n2', { currentTerm: 1, votedFor: 'n1' }).deliver(run.reply(came, granted(1)));
    run.append('n1', 'n2', 1, [0, 0]);
    expect(run.told).toEqual(['term-durable']);
  });

  test('entries are not accepted in a term that is not on the disk; a heartbeat may be', () => {
    const run = new Script().elect('n1', 1, ['n2']);
    const log = run.take('n1', 1, [], 'x1');
    run.exchange(run.append('n1', 'n3', 1, [0, 0]), success(1));
    expect(run.told).toEqual([]);
    const came = run.deliver(run.append('n1', 'n3', 1, [0, 0], log));
    run.save('n3', { log: logOf(log) }).reply(came, success(1));
    expect(run.told).toEqual(['term-durable']);
  });

  test('a newer term on the disk will do, and a refusal needs nothing', () => {
    const run = new Script();
    const first = run.deliver(run.requestVote('n1', 'n2', 1));
    const second = run.deliver(run.requestVote('n3', 'n2', 2));
    run.save('n2', { currentTerm: 2, votedFor: 'n3' });
    run.reply(first, granted(1));
    run.reply(second, granted(2));
    run.reply(run.deliver(run.requestVote('n1', 'n3', 2)), notGranted(2));
    expect(run.told.filter((rule) => rule.endsWith('-durable'))).toEqual([]);
  });
});

/** n2 leads term 2; it has entries of terms 1 and 2, and the others have the first alone. */
function withLog(): Script {
  const run = new Script().elect('n2', 1, ['n1', 'n3']);
  const log = run.take('n2', 1, [], 'x1');
  run.replicate('n2', 'n1', 1, log).replicate('n2', 'n3', 1, log);
  run.elect('n2', 2, ['n1', 'n3'], [1, 1]).take('n2', 2, log, 'x2');
  return run;
}

describe('up-to-date, vote-owed', () => {
  const asked = (end: readonly [number, number], voteGranted: boolean): readonly string[] => {
    const run = withLog();
    const came = run.deliver(run.requestVote('n1', 'n2', 3, end));
    run.save('n2', { currentTerm: 3, ...(voteGranted && { votedFor: 'n1' }) });
    run.reply(came, { term: 3, voteGranted });
    return run.told.filter((rule) => rule !== 'candidate-log' && rule !== 'vote-kept');
  };

  test.each([[[0, 0]], [[1, 1]], [[5, 1]], [[1, 2]]] as const)(
    'a vote for a candidate whose log ends at %j is told',
    (end) => {
      expect(asked(end, true)).toEqual(['up-to-date']);
      expect(asked(end, false)).toEqual([]);
    },
  );

  test.each([[[2, 2]], [[3, 2]], [[1, 3]]] as const)(
    'a candidate whose log ends at %j is owed the vote',
    (end) => {
      expect(asked(end, true)).toEqual([]);
      expect(asked(end, false)).toEqual(['vote-owed']);
    },
  );

  test('who may have granted another, and has not answered, may refuse', () => {
    const run = new Script();
    const first = run.deliver(run.requestVote('n1', 'n2', 1));
    run.reply(run.deliver(run.requestVote('n3', 'n2', 1)), notGranted(1));
    run.save('n2', { currentTerm: 1, votedFor: 'n1' }).reply(first, granted(1));
    expect(run.told).toEqual([]);
  });

  test('who has asked for votes itself may refuse, and so may who has voted', () => {
    const run = new Script();
    run.requestVote('n2', 'n1', 1);
    run.reply(run.deliver(run.requestVote('n3', 'n2', 1)), notGranted(1));
    expect(run.told).toEqual([]);
  });

  test('who has saved a vote for itself may refuse before it asks; not by an older vote', () => {
    const run = new Script().save('n2', { currentTerm: 1, votedFor: 'n2' });
    run.reply(run.deliver(run.requestVote('n3', 'n2', 1)), notGranted(1));
    expect(run.told).toEqual([]);
    const came = run.deliver(run.requestVote('n3', 'n2', 2));
    run.save('n2', { currentTerm: 2 }).reply(came, notGranted(2));
    expect(run.told).toEqual(['vote-owed']);
  });

  test('who has voted for a candidate owes it the same answer when it asks again', () => {
    const asksAgain = (reply: ReturnType<typeof granted>): readonly string[] => {
      const run = new Script();
      const first = run.deliver(run.requestVote('n1', 'n2', 1));
      run.save('n2', { currentTerm: 1, votedFor: 'n1' }).reply(first, granted(1));
      run.reply(run.deliver(run.requestVote('n3', 'n2', 1)), notGranted(1));
      run.reply(run.deliver(run.requestVote('n1', 'n2', 1)), reply);
      return run.told;
    };
    expect(asksAgain(granted(1))).toEqual([]);
    expect(asksAgain(notGranted(1))).toEqual(['vote-owed']);
  });

  test('a server that hears a leader may refuse where the story allows it', () => {
    const run = new Script({ stickiness: true });
    run.reply(run.deliver(run.requestVote('n3', 'n2', 1)), notGranted(0));
    expect(run.told).toEqual([]);
  });
});

describe('candidate-log', () => {
  const claims = (end: readonly [number, number]): readonly string[] => {
    const run = withLog();
    run.save('n2', { currentTerm: 3, votedFor: 'n2' }).requestVote('n2', 'n1', 3, end);
    return run.told;
  };

  test('a claim of less, of more, or of an entry that is not, is told', () => {
    expect(claims([1, 1])).toEqual(['candidate-log']);
    expect(claims([3, 2])).toEqual(['candidate-log']);
    expect(claims([2, 1])).toEqual(['candidate-log']);
  });

  test('the end of the log is right, also of one that an unanswered request may have cut', () => {
    expect(claims([2, 2])).toEqual([]);
    const run = withLog().elect('n1', 3, ['n3'], [1, 1]);
    const log = run.take('n1', 3, [entry(1, 'x1')], 'y2');
    run.deliver(run.append('n1', 'n2', 3, [1, 1], log.slice(1)));
    run.requestVote('n2', 'n3', 4, [1, 1]);
    expect(run.told).toEqual([]);
  });

  test('a new life that claims an empty log has forgotten it', () => {
    const run = withLog().restart('n2').save('n2', { currentTerm: 3, votedFor: 'n2' });
    run.requestVote('n2', 'n1', 3, [0, 0]);
    expect(run.told).toEqual(['disk-forgets', 'candidate-log']);
  });
});

describe('new-term', () => {
  test('a new life that goes on with the campaign of another is told', () => {
    const run = new Script().save('n1', { currentTerm: 1, votedFor: 'n1' }).restart('n1');
    run.requestVote('n1', 'n2', 1);
    expect(run.told).toEqual(['new-term']);
  });

  test('a term that was led in another life is not led again', () => {
    const run = new Script().elect('n1', 1, ['n2']).restart('n1');
    run.append('n1', 'n2', 1, [0, 0]);
    expect(run.told).toContain('new-term');
  });

  test('asking again in one life is right, and so is a term that was only heard of', () => {
    const run = new Script().save('n1', { currentTerm: 1, votedFor: 'n1' });
    run.requestVote('n1', 'n2', 1);
    run.requestVote('n1', 'n2', 1);
    run.save('n3', { currentTerm: 2 }).restart('n3').save('n3', { votedFor: 'n3' });
    run.requestVote('n3', 'n2', 2);
    expect(run.told).toEqual([]);
  });
});
