import { describe, expect, test } from 'vitest';
import { enter } from '../../../../labs/lab1-rpc/bank.ts';
import type { Violation } from '../../../kit/monitor.ts';
import { ok, Script } from './script.ts';

/** A call whose request has come to the bank. */
const asked = (memo = 'm1', id?: string): Script => {
  const run = new Script().call('c1', memo);
  return run.deliver(run.request(memo, id));
};

describe('one-call-one-id', () => {
  test('a second try under a second id is told', () => {
    const run = asked();
    run.request('m1', 'other');
    expect(run.told).toEqual(['one-call-one-id']);
  });

  test('a second try under the same id is right, also of an intent in the next life', () => {
    const run = new Script().keep('c1', 'm1');
    run.request('m1');
    run.request('m1');
    run.crash('c1').start('c1').request('m1');
    expect(run.told).toEqual([]);
  });
});

describe('one-id-one-call', () => {
  test('an id of another client is told', () => {
    const run = asked('m1', 'x').call('c2', 'm2');
    run.request('m2', 'x');
    expect(run.told).toEqual(['one-id-one-call']);
  });

  test('the lives of the node that uses its id again are said', () => {
    const run = asked('m1', 'x').crash('c1').start('c1').call('c1', 'm2');
    run.request('m2', 'x');
    expect(run.violations[0]?.text).toMatch(/carry one id: x, in lives 1 and 2\.$/);
  });

  test('an id that two servers agreed on, each for itself, names one call for each', () => {
    const run = asked('m1', '1/1').call('c1', 'm2', { to: 'c2' });
    run.request('m2', '1/1', 'c2');
    expect(run.told).toEqual([]);
  });
});

describe('at-most-once', () => {
  test('two entries of one call are told, with their receipts', () => {
    const run = asked();
    run.execute('m1');
    run.at(500).deliver(run.request('m1'));
    run.execute('m1');
    expect(run.told).toEqual(['at-most-once']);
    const [{ text, proof }] = run.violations as [Violation];
    expect(text).toBe('bank made two entries for one call: deposit m1 of c1, receipts 1 and 2.');
    expect(proof.map((one) => `${one.at} ${one.node}: ${one.text}`)).toEqual([
      '1 bank: entry 1, deposit m1, is on the disk',
      '500 c1: request r-m1 for m1, the last that was sent',
      '501 bank: entry 2, deposit m1, is on the disk',
    ]);
  });

  test('a step that runs twice, and an entry that a crash undid, are no second entry', () => {
    const run = asked();
    const value = { receipt: 1, balance: 10 };
    const cells = { books: run.deposited('m1') as never };
    run.step('m1', value, 1).step('m1', value, 1);
    run.emit({ type: 'torn', node: 'bank', life: 1, save: 0, cells, kept: false });
    run.crash('bank').at(500).start('bank').deliver(run.request('m1'));
    run.deliver(run.reply('m1', run.execute('m1')));
    expect(run.told).toEqual([]);
  });
});

describe('true-answer', () => {
  test('an empty ok for a call that is in progress is told', () => {
    const run = asked();
    run.reply('m1', null);
    expect(run.told).toContain('true-answer');
  });

  test('the value of a step that was not the one saved is told', () => {
    const run = asked();
    run.execute('m1');
    run.step('m1', { receipt: 2, balance: 20 }, 2);
    run.reply('m1', { receipt: 2, balance: 20 });
    expect(run.told).toEqual(['true-answer']);
  });

  test('a read may be executed again, and answered with either value', () => {
    const run = asked();
    run.call('c1', 'm2', { method: 'balance', args: { account: 'alice' } });
    run.deliver(run.request('m2', 'r-m2', 'bank', 'balance'));
    run.step('m2', { balance: 0 }, 0);
    run.execute('m1');
    run.step('m2', { balance: 10 }, 1);
    run.reply('m2', { balance: 10 });
    run.reply('m2', { balance: 0 });
    expect(run.told).toEqual([]);
  });
});

describe('same-answer', () => {
  test('two answers to one call are told', () => {
    const run = asked();
    run.reply('m1', run.execute('m1'));
    run.reply('m1', { receipt: 1, balance: 99 });
    expect(run.told).toEqual(['true-answer', 'same-answer']);
  });

  test('one answer, told by two lives to two tries, is right', () => {
    const run = asked();
    const value = run.execute('m1');
    run.reply('m1', value);
    run
      .crash('bank')
      .start('bank')
      .reply('m1', { ...(value as object) });
    expect(run.told).toEqual([]);
  });
});

describe('saved-before-told', () => {
  test('a reply that leaves before its entry is on the disk is told', () => {
    const run = asked();
    run.step('m1', { receipt: 1, balance: 10 }, 1);
    run.reply('m1', { receipt: 1, balance: 10 });
    expect(run.told).toEqual(['saved-before-told']);
  });

  test('a memory that knows of a call, and books that do not, are told as such', () => {
    const run = asked();
    const value = { receipt: 1, balance: 10 };
    run.step('m1', value, 1).crash('bank').at(500).start('bank').reply('m1', value);
    expect(run.told).toEqual(['saved-before-told']);
    expect(run.violations[0]?.text).toMatch(/the memory of life 1 .* A crash fell between two/);
  });

  test('two entries in one save, and replies after it, are right', () => {
    const run = asked().call('c2', 'm2');
    run.deliver(run.request('m2'));
    const first = run.deposited('m1');
    const both = run.deposited('m2', first);
    run
      .step('m1', { receipt: 1, balance: 10 }, 1)
      .step('m2', { receipt: 2, balance: 20 }, 2)
      .saveBooks(both);
    run.reply('m1', { receipt: 1, balance: 10 });
    run.reply('m2', { receipt: 2, balance: 20 });
    expect(run.told).toEqual([]);
  });

  test('a save that a crash cut short and kept is as good', () => {
    const run = asked();
    const books = run.deposited('m1');
    run.step('m1', { receipt: 1, balance: 10 }, 1);
    run.emit({
      type: 'torn',
      node: 'bank',
      life: 1,
      save: 0,
      cells: { books: books as never },
      kept: true,
    });
    run.crash('bank').start('bank').reply('m1', { receipt: 1, balance: 10 });
    expect(run.told).toEqual([]);
  });
});

describe('refused-is-final', () => {
  test('an entry that follows a refusal is told, and a refusal that follows an entry', () => {
    const run = asked();
    run.refuse('m1');
    run.execute('m1');
    expect(run.told).toEqual(['refused-is-final']);
    const other = asked();
    other.execute('m1');
    other.refuse('m1');
    expect(other.told).toEqual(['refused-is-final']);
  });

  test('a call that is refused twice is refused', () => {
    const run = asked();
    run.refuse('m1');
    run.refuse('m1');
    expect(run.told).toEqual([]);
  });
});

describe('books-only-grow', () => {
  test('an entry that another has replaced is told', () => {
    const run = asked().call('c2', 'm2');
    const before = run.books;
    run.execute('m1');
    run.saveBooks(run.deposited('m2', before));
    expect(run.told).toEqual(['books-only-grow']);
  });

  test('a receipt that is passed over, and books that are dropped, are told', () => {
    const run = asked();
    const { lastPage, ...books } = run.deposited('m1');
    run.saveBooks({
      ...books,
      receipts: 2,
      lastPage: lastPage.map((entry) => ({ ...entry, receipt: 2 })),
    });
    expect(run.told).toEqual(['books-only-grow']);
    const other = asked();
    other.execute('m1');
    expect(other.save('bank', { books: null }).told).toEqual(['books-only-grow']);
  });

  test('a last page that has turned is right', () => {
    const run = new Script();
    for (let i = 0; i < 300; i++) {
      run.call('c1', `m${i}`);
      run.settle(`m${i}`, ok(run.answer(`m${i}`)));
    }
    expect(run.books.lastPage.length).toBe(32);
    expect(run.told).toEqual([]);
  });
});

describe('nothing-invented', () => {
  test('an entry that nobody asked for is told, and one of another server', () => {
    const run = new Script();
    run.saveBooks(run.deposited('ghost'));
    expect(run.told).toEqual(['nothing-invented']);
    const other = new Script().call('c1', 'm1', { to: 'c2' });
    other.execute('m1');
    expect(other.told).toEqual(['nothing-invented']);
  });

  test('an entry with other arguments than were asked for is told', () => {
    const run = asked();
    const books = run.deposited('m1');
    run.saveBooks({ ...books, balances: { alice: 11 } });
    expect(run.told).toContain('nothing-invented');
  });

  test('a transfer, an owner and a decline do what was asked', () => {
    const run = asked();
    run.execute('m1');
    const transfer = { from: 'alice', to: 'bob', amount: 7 };
    run
      .call('c1', 'm2', { method: 'transfer', args: transfer })
      .call('c1', 'm3', { method: 'transfer', args: transfer });
    run.call('c1', 'm4', { method: 'setOwner', args: { account: 'bob', owner: 'Bob' } });
    run.saveBooks(enter({ ...run.books, balances: { alice: 3, bob: 7 } }, 'transfer', 'm2'));
    run.saveBooks(enter(run.books, 'transfer', 'm3'));
    run.saveBooks(enter({ ...run.books, owners: { bob: 'Bob' } }, 'setOwner', 'm4'));
    expect(run.told).toEqual([]);
  });
});

describe('money-is-conserved', () => {
  test('money that comes from nowhere is told, once', () => {
    const run = asked();
    run.execute('m1');
    run.call('c1', 'm2', { method: 'transfer', args: { from: 'alice', to: 'bob', amount: 7 } });
    run.saveBooks(enter({ ...run.books, balances: { alice: 10, bob: 7 } }, 'transfer', 'm2'));
    expect(run.told).toContain('money-is-conserved');
    const { length } = run.violations;
    run.call('c1', 'm3').execute('m3');
    expect(run.violations.length).toBe(length);
  });

  test('a deposit that an at-least-once server makes twice is deposited twice', () => {
    const run = asked();
    run.execute('m1');
    run.execute('m1');
    expect(run.told).toEqual(['at-most-once']);
  });
});

describe('forgets', () => {
  const memory = (results: number): Script => {
    const run = asked();
    run.execute('m1');
    return run.save('bank', {
      memory: Array.from({ length: results }, (_, i) => `result ${i} `.padEnd(100, '.')),
    });
  };

  test('a memory of a thousand results of one client is told', () => {
    expect(memory(1000).told).toEqual(['forgets']);
  });

  test('a memory of all that may still be asked for is right', () => {
    expect(memory(64).told).toEqual([]);
  });
});
