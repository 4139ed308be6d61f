import { describe, expect, test } from 'vitest';
import * as types from '../../../../labs/lab1-rpc/types.ts';
import { lab1Rules } from '../../../kit/monitors/lab1/index.ts';
import * as wire from '../../../kit/monitors/lab1/wire.ts';
import { Script } from './script.ts';

const request = { kind: 'request', id: 'r1', method: 'deposit', args: { memo: 'm1' } };
const reply = { kind: 'reply', id: 'r1', result: { status: 'ok', value: null } };
const refusal = { ...reply, result: { status: 'refused', reason: 'no-such-method' } };

const right = [
  request,
  { ...request, extra: [1] },
  { ...request, seal: 'x' },
  reply,
  refusal,
  { kind: 'note', extra: 0 },
];
const wrong: readonly (readonly [unknown, string])[] = [
  [null, 'message'],
  ['request', 'message'],
  [{ ...request, kind: 'Request' }, 'message.kind'],
  [{ ...request, id: 7 }, 'message.id'],
  [{ ...request, id: 'x'.repeat(129) }, 'message.id'],
  [{ kind: 'request', id: 'r1', args: {} }, 'message.method'],
  [{ kind: 'request', id: 'r1', method: 'deposit' }, 'message.args'],
  [{ kind: 'reply', id: 'r1' }, 'message.result'],
  [{ ...reply, result: { status: 'done' } }, 'message.result.status'],
  [{ ...reply, result: { status: 'ok' } }, 'message.result.value'],
  [{ ...reply, result: { status: 'refused', reason: 'tired' } }, 'message.result.reason'],
  [{ kind: 'note' }, 'message.extra'],
];

describe('wire-format', () => {
  test.each(right)('fits, here and in types.ts: %j', (message) => {
    expect(wire.misfit(message)).toBeUndefined();
    expect(types.isMessage(message)).toBe(true);
  });

  test.each(wrong)('does not fit, here and in types.ts: %j', (message, path) => {
    expect(wire.misfit(message)?.path).toBe(path);
    expect(types.isMessage(message)).toBe(false);
  });

  test('the numbers of types.ts are known here', () => {
    expect([wire.DEADLINE, wire.MAX_SILENCE, wire.MAX_SPAN]).toEqual([
      types.DEADLINE,
      types.MAX_SILENCE,
      types.MAX_SPAN,
    ]);
  });

  test('a message of the lab that does not fit is told, with the path', () => {
    const run = new Script();
    run.send('c1', 'bank', { kind: 'request', id: 'r1', method: 'deposit' });
    expect(run.told).toEqual(['wire-format']);
    expect(run.violations[0]?.text).toContain('message.args');
  });

  test('what a forger sends is no fault of anybody', () => {
    const run = new Script();
    run.deliver(run.send('c1', 'bank', 'rubbish', true));
    expect(run.end(9000)).toEqual([]);
  });
});

describe('the rule book', () => {
  test('has each rule once, with a note, and a monitor for each', () => {
    const ids = lab1Rules.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 2)).toEqual(['wire-format', 'no-throw']);
    for (const { note, from } of lab1Rules.rules) {
      expect(note).toMatch(/^0[45]-[a-z-]+#[a-z-]+$/);
      expect('ABCDE').toContain(from);
    }
    const told = lab1Rules.monitors.flatMap((one) => one.rules);
    expect(ids.filter((id) => !told.includes(id))).toEqual(['no-throw']);
  });
});
