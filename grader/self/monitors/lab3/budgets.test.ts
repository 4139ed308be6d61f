import { describe, expect, test } from 'vitest';
import { entry, logOf, refused, Script, success } from './script.ts';

describe('few-messages, few-bytes', () => {
  const sends = (
    options: { readonly [name: string]: number },
    count: number,
  ): readonly string[] => {
    const run = new Script(options);
    for (let i = 0; i < count; i++) run.requestVote('n1', 'n2', 1);
    return run.toldOnRequest;
  };

  test('one request more than the story allows is told; without a number any are right', () => {
    expect(sends({ messages: 5 }, 5)).toEqual([]);
    expect(sends({ messages: 5 }, 6)).toEqual(['few-messages']);
    expect(sends({}, 6)).toEqual([]);
  });

  test('so are bytes', () => {
    expect(sends({ bytes: 10_000 }, 5)).toEqual([]);
    expect(sends({ bytes: 300 }, 5)).toEqual(['few-bytes']);
  });

  test('answers do not count', () => {
    const run = new Script({ messages: 2 });
    for (let i = 0; i < 2; i++) run.exchange(run.append('n1', 'n2', 1, [0, 0]), success(1));
    expect(run.toldOnRequest).toEqual([]);
  });
});

describe('few-round-trips', () => {
  const backsUp = (refusals: number, apart: number): readonly string[] => {
    const run = new Script({ roundTrips: 4 }).elect('n1', 1, ['n2']);
    const sent = Array.from({ length: refusals }, (_, i) => {
      const one = run.at(run.now + apart).append('n1', 'n3', 1, [20 - i, 1]);
      if (apart > 0) run.exchange(one, refused(1));
      return one;
    });
    if (apart === 0) for (const one of sent) run.at(run.now + 1).exchange(one, refused(1));
    return run.toldOnRequest;
  };

  test('refusals one after another, more than the story allows, are told', () => {
    expect(backsUp(4, 5)).toEqual([]);
    expect(backsUp(5, 5)).toEqual(['few-round-trips']);
  });

  test('refusals of what was sent together are one round trip', () => {
    expect(backsUp(12, 0)).toEqual([]);
  });
});

describe('thrifty-saves', () => {
  const log = logOf([entry(1, 'x1')]);
  const saves = (...all: readonly object[]): readonly string[] => {
    const run = new Script();
    for (const cells of all) run.save('n1', { ...cells });
    return run.toldOnRequest;
  };

  test('a save that changes nothing is told, and one that repeats the log', () => {
    expect(saves({ currentTerm: 1 }, { currentTerm: 1 })).toEqual(['thrifty-saves']);
    expect(saves({ log }, { log })).toEqual(['thrifty-saves']);
    expect(saves({ log }, { currentTerm: 2, log })).toEqual(['thrifty-saves']);
  });

  test('term and vote may go together, and what has changed is saved', () => {
    const next = logOf([entry(1, 'x1'), entry(1, 'x2')]);
    expect(
      saves(
        { currentTerm: 1, votedFor: 'n1' },
        { currentTerm: 2, votedFor: 'n1' },
        { log },
        { log: next },
      ),
    ).toEqual([]);
  });
});

describe('log-is-trimmed', () => {
  test('a log on the disk that is longer than the story allows is told', () => {
    const entries = [entry(1, 'x1'), entry(1, 'x2'), entry(1, 'x3')];
    const run = new Script({ logEntries: 2 }).save('n1', { log: logOf(entries.slice(0, 2)) });
    expect(run.toldOnRequest).toEqual([]);
    expect(run.save('n1', { log: logOf(entries) }).toldOnRequest).toEqual(['log-is-trimmed']);
  });
});
