import { describe, expect, test } from 'vitest';
import { ok, Script } from './script.ts';

/** Asks for m1 twice a second, until then. */
const trying = (run: Script, until: number): Script => {
  for (let at = run.now + 500; at <= until; at += 500) run.at(at).request('m1');
  return run.at(until);
};

describe('intent-before-request', () => {
  test('a request that leaves before anything was saved is told', () => {
    const run = new Script().intend('c1', 'm1');
    run.request('m1');
    expect(run.told).toEqual(['intent-before-request']);
  });

  test('a request that the next life sends, after a torn save that was kept, is right', () => {
    const run = new Script().intend('c1', 'm1');
    run.emit({ type: 'torn', node: 'c1', life: 1, save: 0, cells: { memory: ['m1'] }, kept: true });
    run.crash('c1').start('c1').request('m1');
    expect(run.told).toEqual([]);
  });
});

describe('intent-is-kept', () => {
  test('an intent that four seconds of calm leave undone is told', () => {
    const run = new Script().keep('c1', 'm1').crash('c1').start('c1').calm();
    expect(trying(run, 4002).told).toEqual(['intent-is-kept']);
  });

  test('an intent that was forgotten before it was done is owed still', () => {
    const dropped = new Script().keep('c1', 'm1').forget('m1').calm();
    expect(dropped.end(9000)).toEqual(['intent-is-kept']);
    const made = new Script().keep('c1', 'm1').forget('m1').crash('c1').start('c1').calm();
    made.answer('m1');
    expect(made.end(9000)).toEqual([]);
  });

  test('an intent that was done, or never promised, is not', () => {
    const done = new Script().keep('c1', 'm1').calm();
    done.answer('m1');
    expect(done.end(9000)).toEqual([]);
    expect(new Script().intend('c1', 'm1').crash('c1').start('c1').calm().end(9000)).toEqual([]);
  });

  test('a life that forgets an intent breaks this rule; one that falls silent, another', () => {
    const run = new Script().keep('c1', 'm1').at(10).crash('c1').at(100).start('c1');
    expect(run.at(2200).told).toEqual(['intent-is-kept']);
    const asked = new Script().keep('c1', 'm1').at(10).crash('c1').at(100).start('c1');
    asked.request('m1');
    expect(asked.at(2200).told).toEqual(['keeps-trying']);
  });
});

describe('outcome-is-kept', () => {
  const told = (): { run: Script; value: ReturnType<Script['answer']> } => {
    const run = new Script().keep('c1', 'm1').ask('m1');
    const value = run.answer('m1');
    run.tell('m1', ok(value)).crash('c1').start('c1');
    return { run, value };
  };

  test('another outcome in another life is told', () => {
    const { run } = told();
    expect(run.ask('m1').tell('m1', ok({ receipt: 9, balance: 9 })).told).toContain(
      'outcome-is-kept',
    );
  });

  test('an outcome that is not told again is told, though the server is down', () => {
    const { run } = told();
    expect(run.crash('bank').ask('m1').at(1100).told).toEqual(['outcome-is-kept']);
  });

  test('the same outcome, in every life, is right', () => {
    const { run, value } = told();
    expect(
      run
        .ask('m1')
        .tell('m1', ok(value))
        .crash('c1')
        .start('c1')
        .ask('m1')
        .tell('m1', ok(value))
        .end(9000),
    ).toEqual([]);
  });

  test('unknown is no outcome of an intent', () => {
    const run = new Script().keep('c1', 'm1').ask('m1').tell('m1', { status: 'unknown' });
    expect(run.told).toEqual(['honest-outcome']);
  });

  test('an outcome that was asked for is told in the end', () => {
    const run = new Script().keep('c1', 'm1').ask('m1').calm();
    run.answer('m1');
    expect(run.at(4002).told).toEqual(['answered-in-the-end']);
  });
});

describe('quiet-after-end', () => {
  test('a forgotten intent that a new life asks for again is told', () => {
    const run = new Script().keep('c1', 'm1').ask('m1');
    run
      .tell('m1', ok(run.answer('m1')))
      .forget('m1')
      .crash('c1')
      .start('c1')
      .request('m1');
    expect(run.told).toEqual(['quiet-after-end']);
  });
});

describe('client-forgets', () => {
  const forgotten = (memory: number): Script => {
    const run = new Script().keep('c1', 'm1').calm();
    run.answer('m1');
    return run.save('c1', { memory: 'x'.repeat(memory) }).forget('m1');
  };

  test('a memory that stays large for four seconds is told', () => {
    expect(forgotten(3000).at(9000).told).toEqual(['client-forgets']);
  });

  test('a memory that is small in the end is right', () => {
    expect(
      forgotten(3000)
        .at(2000)
        .save('c1', { memory: 'x'.repeat(2000) })
        .end(9000),
    ).toEqual([]);
  });
});
