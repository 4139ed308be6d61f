import { describe, expect, test } from 'vitest';
import type { Plain } from '../../../../labs/harness/index.ts';
import { ok, Script, type Sent } from './script.ts';

const altered = ({ message }: Sent, fields: object): Plain => ({
  ...(message as object),
  ...fields,
});

describe('forgery-has-no-effect', () => {
  test('a call that settles by a reply that the server did not send is told', () => {
    const run = new Script().call('c1', 'm1');
    run.request('m1');
    const result = ok({ receipt: 1, balance: 10 });
    run
      .deliver(run.send('bank', 'c1', { kind: 'reply', id: 'r-m1', result }, true))
      .settle('m1', result);
    expect(run.told).toEqual(['forgery-has-no-effect']);
  });

  test('an entry that comes of an altered request is told', () => {
    const run = new Script().call('c1', 'm1');
    const sent = run.request('m1');
    run.deliver(
      run.tamper(sent, altered(sent, { args: { memo: 'm1', account: 'alice', amount: 99 } })),
    );
    run.saveBooks({ ...run.deposited('m1'), balances: { alice: 99 } });
    expect(run.told).toContain('forgery-has-no-effect');
  });

  test('a request that is carried to another bank is told', () => {
    const run = new Script().call('c1', 'm1', { to: 'c2' });
    const { message } = run.request('m1', 'r-m1', 'c2');
    run.deliver(run.send('c1', 'bank', message, true)).execute('m1');
    expect(run.told).toContain('forgery-has-no-effect');
  });

  test('altered copies beside a true one, a replay, and an added field have no effect', () => {
    const run = new Script().call('c1', 'm1');
    const sent = run.request('m1');
    const again = run.request('m1');
    run.deliver(run.tamper(sent, altered(sent, { id: 'r-m2' })));
    run.deliver(run.tamper(again, altered(again, { colour: 'blue' })));
    const value = run.execute('m1');
    const reply = run.reply('m1', value);
    run
      .deliver(run.send('bank', 'c1', { ...(reply.message as object) }, true))
      .settle('m1', ok(value));
    expect(run.end(9000)).toEqual([]);
  });
});

describe('thrift', () => {
  const calls = (messages: number, ...thrift: readonly Plain[]): readonly string[] => {
    const run = new Script({ thrift });
    for (let i = 1; i <= 20; i++) {
      run.call('c1', `m${i}`);
      run.settle(`m${i}`, ok(run.answer(`m${i}`)));
      for (let n = 2; n < messages; n++)
        run.send('c1', 'bank', { kind: 'note', extra: 'x'.repeat(500) });
    }
    return run.end(9000);
  };

  test('three messages a call, or long ones, are too many', () => {
    expect(calls(3, { from: 1, to: 20, messages: 2.2, bytes: 999 })).toEqual(['thrift']);
    expect(calls(4, { from: 1, to: 20, messages: 4, bytes: 200 })).toEqual(['thrift']);
  });

  test('two messages a call are granted, and what calls cost that do not count', () => {
    expect(calls(2, { from: 1, to: 20, messages: 2.2, bytes: 256 })).toEqual([]);
    expect(calls(4, { from: 21, to: 40, messages: 2.2, bytes: 256 })).toEqual([]);
  });
});
