import { describe, expect, it } from 'vitest';
import { describeEvent, renderList, renderTimeline } from '../../../labs/harness/timeline.ts';
import { columns } from '../../../labs/harness/timeline-text.ts';
import { label, lostReply, noisy } from './timeline-runs.ts';

describe('the list', () => {
  it('has one event a line', async () => {
    expect(`\n${renderList(await lostReply(), { width: 80 })}`).toMatchInlineSnapshot(`
      "
          0.000  c1         starts
          0.000  bank       starts
          0.000  c2         starts
          0.000  —          Alice deposits 10. The reply is lost, so the client asks…
          0.000  c1         asked #0: call(0, bank, deposit, {memo: m1, account: alic…
          0.000  c1 → bank  (0) request deposit {id: c1.1, args: {memo: m1, account:…
          2.000  bank ← c1  (0) request deposit {id: c1.1, args: {memo: m1, account:…
      !   8.001  bank       saved books: balances.alice 10, receipts 1, lastPage +1
      !   8.001  bank → c1  (1) blocked, reply {id: c1.1, result: {status: ok, value:…
         20.000  c1 → bank  (2) request deposit {id: c1.1, args: {memo: m1, account:…
         22.000  bank ← c1  (2) request deposit {id: c1.1, args: {memo: m1, account:…
      !  28.001  bank       saved books: balances.alice 10→20, receipts 1→2, lastPage…
      !  28.001  bank → c1  (3) reply {id: c1.1, result: {status: ok, value: {…}}}
         30.001  c1 ← bank  (3) reply {id: c1.1, result: {status: ok, value: {…}}}
         30.001  c1         answers #0: {status: ok, value: {receipt: 2, balance: 20}}
      !! 30.001  bank       breaks at-most-once: the deposit m1 has two entries in the
                            books.
      "
    `);
  });
});

describe('the list of some nodes', () => {
  it('shows the datagrams that go to them, and that come from them', async () => {
    const text = renderList(await lostReply(), { width: 80, nodes: ['c1'], describe: label });
    expect(text).toMatch(/c1 → bank .*deposit c1\.1/);
    expect(text).toMatch(/c1 ← bank .*reply c1\.1/);
    expect(text).not.toMatch(/saved books|c2/);
  });
});

describe('every line', () => {
  it('is as wide as was allowed, at most, and prints nothing that a terminal obeys', async () => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const events = await noisy(seed);
      for (const width of [20, 47, 60, 79, 80, 81, 100, 133]) {
        for (const render of [renderTimeline, renderList]) {
          const lines = render(events, { width }).split('\n');
          expect(lines.filter((line) => columns(line).length > width)).toEqual([]);
          expect(lines.join('')).not.toMatch(/[\x00-\x1f\x7f]/);
          expect(render(events, { width, unicode: false })).toMatch(/^[\n -~]*$/);
        }
      }
    }
  });
});

describe('describeEvent', () => {
  it('says calls and answers in the lab’s own words', async () => {
    const calls = (await lostReply()).filter(({ type }) => type === 'invoke' || type === 'return');
    const words = { describeCall: () => 'ten for alice', describeAnswer: () => 'done' };
    const said = calls.map((event) => describeEvent(event, words));
    expect(said).toEqual(['c1: asked #0: ten for alice', 'c1: answers #0: done']);
  });

  it('says one event in one line', async () => {
    const events = await lostReply();
    const kinds = new Map(events.map((event) => [event.type, event]));
    const lines = [...kinds.values()].map((event) => describeEvent(event, { describe: label }));
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      c2: starts
      —: Alice deposits 10. The reply is lost, so the client asks again.
      c1: asked #0: call(0, bank, deposit, {memo: m1, account: alice, amount: 10})
      bank → c1: reply c1.1 {receipt: 2, balance: 20}
      c1 ← bank: reply c1.1 {receipt: 2, balance: 20}
      bank: saving books
      bank: saved books
      bank → c1: blocked
      c1: answers #0: {status: ok, value: {receipt: 2, balance: 20}}
      bank: breaks at-most-once: the deposit m1 has two entries in the books.
      "
    `);
  });
});
