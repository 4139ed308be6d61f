import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '#harness';
import { renderList, renderTimeline } from '../../../labs/harness/timeline.ts';
import { crashInSave, label, lostReply } from './timeline-runs.ts';

describe('the diagram', () => {
  it('shows a reply that is lost, and what comes of asking again', async () => {
    expect(`\n${renderTimeline(await lostReply(), { width: 80, describe: label })}`)
      .toMatchInlineSnapshot(`
      "
            ms  c1                     bank                   c2
         0.000  ● starts               ● starts               ● starts
         0.000  — Alice deposits 10. The reply is lost, so the client asks again.
         0.000  ▽ asked #0: call(0, bank, deposit, {memo: m1, account: alice, amount:
                │ 10})                 │                      │
         0.000  ├─ deposit c1.1 ─────╮ │                      │
         2.000  │                    ╰▶│                      │
      !  8.001  │                      ■ saved books: balances.alice 10, receipts 1,
                │                      │ lastPage +1          │
      !  8.001  │                    ✗─┤ c1: blocked, reply c1.1 {receipt: 1, balance:
                │                      │ 10}                  │
        20.000  ├─ deposit c1.1 ─────╮ │                      │
        22.000  │                    ╰▶│                      │
      ! 28.001  │                      ■ saved books: balances.alice 10→20, receipts
                │                      │ 1→2, lastPage +1     │
      ! 28.001  │ ╭────────────────────┤                      │
        30.001  │◀╯ reply c1.1 {receipt: 2, balance: 20}      │
        30.001  △ answers #0: {status: ok, value: {receipt: 2, balance: 20}}
        30.001  !! bank breaks at-most-once: the deposit m1 has two entries in the
                   books. (proof: the rows marked !)
      "
    `);
  });

  it('shows a crash within a save, a cut, a late copy and a pause', async () => {
    const text = renderTimeline(await crashInSave(), { width: 92, describe: label });
    expect(`\n${text}`).toMatchInlineSnapshot(`
      "
              ms  c1                   bank                 c2                      faults
           0.000  ● starts             ● starts             ● starts
           0.000  │                    │                    ▽ asked #0: call(0,
                  │                    │                    │ bank, deposit, {memo:
                  │                    │                    │ m1, account: alice,…
           0.000  │                    │                 ◀a─┤ bank: a copy held,
                  │                    │                    │ deposit c2.1
           2.000  │                    │◀a deposit c2.1     │
           8.001  │                    ■ saved books: balances.alice 10, receipts
                  │                    │ 1, lastPage +1     │
           8.001  │                    ├──────────────────╮ │
          10.001  │                    │                  ╰▶│ reply c2.1 {receipt:
                  │                    │                    │ 1, balance: 10}
          10.001  │                    │                    △ answers #0: {status:
                  │                    │                    │ ok, value: {receipt:
                  │                    │                    │ 1, balance: 10}}
          10.001  ▽ asked #1: call(0, bank, deposit, {memo: m2, account: alice,
                  │ amount: 10})       │                    │
          10.001  ├─ deposit c1.1 ───╮ │                    │
          12.001  │                  ╰▶│                    │
          17.001  │                    ║ saving books: balances.alice 10→20,
                  │                    ║ receipts 1→2, lastPage +1
          17.501  │                    ║                    │                       ┏  cut c1 →
                  │                    ║                    │                       ┃  bank
          17.501  │                    ╳ save torn: all of books kept               ┃┏ crash bank
          17.501  │                    ╳ crash              │                       ┃┃
          30.001  ├─✗ bank: cut, deposit c1.1               │                       ┃┃
          37.501  │                                         │                       ┗┃ over
          37.501  │                     ✗a released, lost: node down                 ┃
          50.001  ├─b▶ bank: deposit c1.1                   │                        ┃
          52.001  │                  b✗  lost: node down    │                        ┃
          57.501  │                    ● life 2             │                        ┗ over
          70.001  ├─ deposit c1.1 ───╮ │                    │
          72.001  │                  ╰▶│                    │
          78.002  │                    ■ saved books: balances.alice 20→30,
                  │                    │ receipts 2→3, lastPage +1
          78.002  │ ╭──────────────────┤                    │
          80.002  │◀╯ reply c1.1 {receipt: 3, balance: 30}  │
          80.002  △ answers #1: {status: ok, value: {receipt: 3, balance: 30}}
          80.002  │                    │                    ┆ paused                ┏  pause c2
               ⋮  3 s pass
        3080.002  — calm: from now on nothing is done to the world
      "
    `);
  });

  it('leaves out no life of a node between what it shows', async () => {
    const events = await crashInSave();
    const last = events.findLast(({ type }) => type === 'return');
    if (!last) throw new Error('nobody was answered');
    const proof = events.filter(({ type }) => type === 'invoke').map(({ at }) => at);
    const fails = { rule: 'r', node: 'c1', text: 'it failed.' };
    events.splice(events.indexOf(last) + 1, 0, {
      ...fails,
      at: last.at,
      type: 'violation',
      proof: proof.map((at) => ({ at, node: 'c1', text: 'asked' })),
    });
    const around = { at: last.at, before: 3, after: 1 };
    const text = renderTimeline(events, { width: 92, describe: label, around });
    expect(text).toMatch(/╳ save torn[^]*╳ crash/);
    expect(text).toMatch(/● life 2/);
  });

  it('calls what is forged a copy, if its node had sent the same before', async () => {
    const events = await lostReply();
    const sent = events.filter((event) => event.type === 'send' && event.node === 'c1');
    const copies = sent.map((event) => ({ ...event, id: 90, forged: true }) as TraceEvent);
    const text = renderTimeline([...events, ...copies.slice(0, 1)], { width: 80, describe: label });
    expect(text).toMatch(/copy, deposit c1\.1/);
    const strange = copies.map((event) => ({ ...event, message: 'x' }) as TraceEvent);
    expect(renderTimeline([...events, ...strange], { width: 80 })).toMatch(/forged, x/);
  });

  it('can be drawn in ASCII', async () => {
    const text = renderTimeline(await lostReply(), {
      width: 80,
      describe: label,
      unicode: false,
      from: 20,
    });
    expect(`\n${text}`).toMatchInlineSnapshot(`
      "
            ms  c1                                 bank
             :  8 events, 8 ms
      !  8.001  |                                  = saved books: balances.alice 10,
                |                                  | receipts 1, lastPage +1
      !  8.001  |                                x-+ c1: blocked, reply c1.1 {receipt:
                |                                  | 1, balance: 10}
        20.000  +- deposit c1.1 -----------------. |
        22.000  |                                \`>|
      ! 28.001  |                                  = saved books: balances.alice
                |                                  | 10->20, receipts 1->2, lastPag...
      ! 28.001  | .--------------------------------+
        30.001  |<' reply c1.1 {receipt: 2, balance: 20}
        30.001  ^ answers #0: {status: ok, value: {receipt: 2, balance: 20}}
        30.001  !! bank breaks at-most-once: the deposit m1 has two entries in the
                   books. (proof: the rows marked !)
      "
    `);
  });

  it('keeps the proofs of a violation when the window leaves out what is around them', async () => {
    const around = { at: 60, before: 2, after: 0 };
    const text = renderTimeline(await lostReply(), { width: 80, describe: label, around });
    expect(`\n${text}`).toMatchInlineSnapshot(`
      "
            ms  c1                                 bank
             ⋮  8 events, 8 ms
      !  8.001  │                                  ■ saved books: balances.alice 10,
                │                                  │ receipts 1, lastPage +1
      !  8.001  │                                ✗─┤ c1: blocked, reply c1.1 {receipt:
                │                                  │ 1, balance: 10}
             ⋮  3 events, 20 ms
      ! 28.001  │                                  ■ saved books: balances.alice
                │                                  │ 10→20, receipts 1→2, lastPage +1
      ! 28.001  │                                ◀─┤ c1: reply c1.1 {receipt: 2,
                │                                  │ balance: 20}
             ⋮  1 event, 2 ms
        30.001  △ answers #0: {status: ok, value: {receipt: 2, balance: 20}}
        30.001  !! bank breaks at-most-once: the deposit m1 has two entries in the
                   books. (proof: the rows marked !)
      "
    `);
  });

  it('shows what is in focus, and the lives and faults around it', async () => {
    const focus = (event: TraceEvent) => event.type === 'durable';
    const text = renderTimeline(await crashInSave(), { width: 80, focus, nodes: ['c1', 'bank'] });
    expect(`\n${text}`).toMatchInlineSnapshot(`
      "
                  not shown: c2
              ms  c1                         bank                        faults
           0.000  ● starts                   ● starts
               ⋮  2 events, 8 ms
           8.001  │                          ■ saved books:
                  │                          │ balances.alice 10, recei…
               ⋮  5 events, 9.5 ms
          17.501  │                          ║                           ┏  cut c1 →
                  │                          ║                           ┃  bank
          17.501  │                          ╳ save torn: all of books   ┃┏ crash bank
                  │                          │ kept                      ┃┃
          17.501  │                          ╳ crash                     ┃┃
               ⋮  1 event, 20 ms
          37.501  │                                                      ┗┃ over
               ⋮  4 events, 20 ms
          57.501  │                          ● life 2                     ┗ over
               ⋮  3 events, 20.5 ms
          78.002  │                          ■ saved books:
                  │                          │ balances.alice 20→30, re…
               ⋮  3 events, 3 s
        3080.002  — calm: from now on nothing is done to the world
      "
    `);
  });

  it('names the end of a message that has no column, where the other end stands', async () => {
    const events = await lostReply();
    const told = { width: 80, describe: label, from: 0 };
    const text = renderTimeline(events, { ...told, nodes: ['bank'] });
    expect(`\n${text}`).toMatchInlineSnapshot(`
      "
                not shown: c1, c2
            ms  bank
         0.000  ● starts
         0.000  — Alice deposits 10. The reply is lost, so the client asks again.
         2.000  │◀ c1: deposit c1.1
      !  8.001  ■ saved books: balances.alice 10, receipts 1, lastPage +1
      !  8.001  ├─✗ c1: blocked, reply c1.1 {receipt: 1, balance: 10}
        22.000  │◀ c1: deposit c1.1
      ! 28.001  ■ saved books: balances.alice 10→20, receipts 1→2, lastPage +1
      ! 28.001  ├─▶ c1: reply c1.1 {receipt: 2, balance: 20}
        30.001  !! bank breaks at-most-once: the deposit m1 has two entries in the
                   books. (proof: the rows marked !)
      "
    `);
    expect(`\n${renderTimeline(events, { ...told, nodes: ['c1'] })}`).toMatchInlineSnapshot(`
      "
                not shown: bank, c2
            ms  c1
         0.000  ● starts
         0.000  — Alice deposits 10. The reply is lost, so the client asks again.
         0.000  ▽ asked #0: call(0, bank, deposit, {memo: m1, account: alice, amount:
                │ 10})
         0.000  ├─▶ bank: deposit c1.1
      !  8.001  │✗ bank: blocked, reply c1.1 {receipt: 1, balance: 10}
        20.000  ├─▶ bank: deposit c1.1
        30.001  │◀ bank: reply c1.1 {receipt: 2, balance: 20}
        30.001  △ answers #0: {status: ok, value: {receipt: 2, balance: 20}}
        30.001  !! bank breaks at-most-once: the deposit m1 has two entries in the
                   books. (proof: the rows marked !)
      "
    `);
  });

  it('reads the end of a trace whose beginning is not there', async () => {
    const end = (await crashInSave()).filter(({ at }) => at > 15 && at < 60);
    expect(`\n${renderTimeline(end, { width: 80, describe: label })}`).toMatchInlineSnapshot(`
      "
            ms  bank                        c1                           faults
        17.001  ║ saving books              │
        17.501  ║                           │                            ┏  cut c1 →
                ║                           │                            ┃  bank
        17.501  ╳ save torn: all of books kept                           ┃┏ crash bank
        17.501  ╳ crash                     │                            ┃┃
        30.001                            ✗─┤ bank: cut, deposit c1.1    ┃┃
        37.501                              │                            ┗┃ over
        37.501   ✗a c2: released, lost: node down                         ┃
        50.001                           ◀b─┤ bank: deposit c1.1          ┃
        52.001   ✗b lost: node down         │                             ┃
        57.501  ● life 2                    │                             ┗ over
      "
    `);
  });

  it('becomes a list where the columns would be too narrow', async () => {
    const events = await lostReply();
    expect(renderTimeline(events, { width: 40 })).toBe(renderList(events, { width: 40 }));
  });

  it('is coloured only when asked', async () => {
    const events = await lostReply();
    const colored = renderTimeline(events, { width: 80, color: true });
    expect(colored).toContain('\x1b[1;31m!!');
    expect(colored.replace(/\x1b\[[\d;]*m/g, '')).toBe(renderTimeline(events, { width: 80 }));
  });
});
