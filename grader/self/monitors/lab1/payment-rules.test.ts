import { describe, expect, test } from 'vitest';
import { enter, move } from '../../../../labs/lab1-rpc/bank.ts';
import type { Plain } from '../../../../labs/harness/index.ts';
import { Script } from './script.ts';

const rent = { payment: 'rent', from: 'alice', to: 'bob', amount: 4 };

/** Alice has 10, and so many calls put payments. */
const puts = (...payments: readonly { readonly [key: string]: Plain }[]): Script => {
  const run = new Script().call('c1', 'm0');
  run.execute('m0');
  payments.forEach((args, i) => run.call('c1', `m${i + 1}`, { method: 'putPayment', args }));
  return run;
};

/** Pays without looking at what was paid before. */
const pay = (run: Script, memo: string, { payment, from, to, amount } = rent): Script => {
  const moved = move(run.books, from, to, amount);
  if (!moved) throw new Error('not covered');
  const next = enter(moved, 'putPayment', memo);
  const kept = {
    ...next.payments,
    [payment]: { payment, from, to, amount, receipt: next.receipts },
  };
  run.step(memo, { status: 'paid', receipt: next.receipts }, next.receipts);
  return run.saveBooks({ ...next, payments: kept });
};

/** Moves nothing, and returns this. */
const say = (run: Script, memo: string, value: Plain): Script => {
  const next = enter(run.books, 'putPayment', memo);
  return run.step(memo, value, next.receipts).saveBooks(next);
};

describe('paid-once', () => {
  test('money that moves twice under one payment id is told first', () => {
    const run = pay(pay(puts(rent, rent), 'm1'), 'm2');
    expect(run.told[0]).toBe('paid-once');
    expect(run.violations[0]?.text).toMatch(/rent \(m2\), receipts 2 and 3/);
  });

  test('a payment that vanishes from the books is told', () => {
    const run = pay(puts(rent), 'm1').call('c1', 'm9');
    run.saveBooks({ ...run.deposited('m9'), payments: {} });
    expect(run.told).toEqual(['paid-once']);
  });

  test('two payments of the same content under two ids are two payments', () => {
    const water = { ...rent, payment: 'water' };
    expect(pay(pay(puts(rent, water), 'm1'), 'm2', water).told).toEqual([]);
  });
});

describe('put-is-idempotent', () => {
  test('a conflict for an equal payment is told', () => {
    const run = say(pay(puts(rent, rent), 'm1'), 'm2', { status: 'conflict', receipt: 2 });
    expect(run.told).toEqual(['put-is-idempotent']);
    expect(run.violations[0]?.text).toBe(
      'm2 puts rent again, just as it was paid. Right would be paid with receipt 2; ' +
        'bank said conflict.',
    );
  });

  test('another receipt than the first is told', () => {
    const run = say(pay(puts(rent, rent), 'm1'), 'm2', { status: 'paid', receipt: 3 });
    expect(run.violations[0]?.text).toMatch(
      /be paid with receipt 2; bank said paid with receipt 3/,
    );
  });

  test('paid, for another payment under its id, is told', () => {
    const run = say(pay(puts(rent, { ...rent, amount: 5 }), 'm1'), 'm2', {
      status: 'paid',
      receipt: 2,
    });
    expect(run.told).toEqual(['put-is-idempotent']);
    expect(run.violations[0]?.text).toBe(
      'm2 puts rent again, with 5; rent was paid with 4. Right would be conflict with ' +
        'receipt 2; bank said paid.',
    );
  });

  test('a decline that is remembered is told when the payment is covered', () => {
    const dear = { ...rent, amount: 15 };
    const run = say(puts(dear, dear), 'm1', { status: 'declined', balance: 10 }).call('c1', 'm9');
    run.execute('m9');
    expect(run.told).toEqual([]);
    expect(say(run, 'm2', { status: 'declined', balance: 20 }).told).toEqual(['put-is-idempotent']);
  });

  test('the first receipt, a conflict, and a decline that is paid later are right', () => {
    const dear = { ...rent, payment: 'car', amount: 15 };
    const run = pay(puts(rent, rent, { ...rent, to: 'carol' }, dear, dear), 'm1');
    say(say(run, 'm2', { status: 'paid', receipt: 2 }), 'm3', { status: 'conflict', receipt: 2 });
    say(run, 'm4', { status: 'declined', balance: 6 }).call('c1', 'm9');
    run.execute('m9');
    expect(pay(run, 'm5', dear).told).toEqual([]);
  });
});
