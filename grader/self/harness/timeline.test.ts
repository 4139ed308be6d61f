import { describe, expect, it } from 'vitest';
import {
  deferred,
  unreliable,
  World,
  type LinkDials,
  type Plain,
  type Proof,
  type TraceEvent,
} from '#harness';
import {
  describeEvent,
  renderList,
  renderTimeline,
  short,
} from '../../../labs/harness/timeline.ts';
import { columns } from '../../../labs/harness/timeline-text.ts';
import { startWith, type Parts } from '../../../labs/lab1-rpc/node.ts';
import type { Client, ClientEnv, Message, Result } from '../../../labs/lab1-rpc/types.ts';

/** Asks again every 20 ms, for ever. */
function naiveClient(env: ClientEnv): Client {
  const open = new Map<string, (result: Result) => void>();
  let calls = 0;
  env.net.receive((message) => {
    const reply = message as Message;
    if (reply.kind !== 'reply') return;
    open.get(reply.id)?.(reply.result);
    open.delete(reply.id);
  });
  return {
    call(to, method, args) {
      const id = `${env.id}.${++calls}`;
      const outcome = deferred<Result>();
      open.set(id, outcome.resolve);
      env.spawn('ask', async () => {
        while (open.has(id)) {
          env.net.send(to, { kind: 'request', id, method, args });
          await env.sleep(20);
        }
      });
      return outcome.promise as Promise<never>;
    },
  };
}

const unused = (): never => {
  throw new Error('not part of this test');
};
const parts: Parts = {
  createClient: naiveClient,
  createServer: unused,
  putPayment: unused,
  createDurableClient: unused,
  sealedNet: unused,
};

/** A message as the lab would say it, shorter than the default. */
function label(message: Plain): string {
  const one = message as Message;
  if (one.kind === 'request') return `${one.method} ${one.id}`;
  if (one.kind === 'reply')
    return `reply ${one.id} ${short(one.result.status === 'ok' ? one.result.value : null)}`;
  return short(message);
}

type Run = { readonly world: World; deposit(client: string, memo: string): Promise<Plain> };

async function record(
  network: LinkDials,
  story: (run: Run) => Promise<void>,
  seed = 's',
): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const observers = [(event: TraceEvent) => void events.push(event)];
  const world = new World({ seed, network, observers, order: 'scheduled', limits: { time: 5000 } });
  const start = startWith(parts);
  world.add('c1', (env) => start(env, { clients: 1 }));
  world.add('bank', (env) => start(env, { server: 'given', think: 5 }));
  world.add('c2', (env) => start(env, { clients: 1 }));
  for (const node of ['c1', 'bank', 'c2']) world.start(node);
  const deposit = (client: string, memo: string) =>
    world.invoke(client, 'call', 0, 'bank', 'deposit', { memo, account: 'alice', amount: 10 });
  const { end, error } = await world.run(() => story({ world, deposit }));
  expect({ end, error }).toEqual({ end: 'done', error: undefined });
  return events;
}

/** Two ms from node to node, whatever is drawn. */
const steady: LinkDials = { latency: { kind: 'uniform', min: 2, max: 2 }, loss: 0, duplication: 0 };

const lostReply = () =>
  record(steady, async ({ world, deposit }) => {
    world.note('Alice deposits 10. The reply is lost, so the client asks again.');
    const proof: Proof[] = [];
    world.observe(({ type, at }) => {
      if (type === 'durable') proof.push({ at, node: 'bank', text: 'an entry for m1' });
    });
    world.intervene({ kind: 'block' }, { kind: 'reply', times: 1 });
    await deposit('c1', 'm1');
    const text = 'the deposit m1 has two entries in the books.';
    world.emit({
      at: world.at(),
      type: 'violation',
      rule: 'at-most-once',
      node: 'bank',
      text,
      proof,
    });
  });

const crashInSave = () =>
  record(steady, async ({ world, deposit }) => {
    const hold = world.intervene({ kind: 'hold', copy: true }, { from: 'c2', times: 1 });
    await deposit('c2', 'm1');
    const answered = deposit('c1', 'm2');
    await world.sleep(7.5);
    const heal = world.inject({ kind: 'one-way', from: ['c1'], to: ['bank'] });
    const restart = world.inject({ kind: 'crash', node: 'bank' });
    await world.sleep(20);
    heal();
    hold.release();
    await world.sleep(20);
    restart();
    await answered;
    world.inject({ kind: 'pause', node: 'c2' });
    await world.sleep(3000);
    world.calm();
  });

const noisy = (seed: string) =>
  record(
    { ...unreliable, duplication: 0.3 },
    async ({ world, deposit }) => {
      world.note(
        '日本語 and a colour \x1b[31m and\na new line, which are longer than a line can be: '.repeat(
          3,
        ),
      );
      world.apply([
        {
          id: 'f1',
          kind: 'crash',
          node: 'bank',
          for: 50,
          when: { event: 'save', nth: 2, after: 0.5 },
        },
      ]);
      world.apply([{ id: 'f2', kind: 'isolate', node: 'c2', at: 15, for: 30 }]);
      await Promise.all([deposit('c1', 'm1'), deposit('c2', 'm2'), deposit('c1', 'm3')]);
    },
    seed,
  );

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
    const text = renderTimeline(await crashInSave(), { width: 100, describe: label });
    expect(`\n${text}`).toMatchInlineSnapshot(`
      "
              ms  c1                      bank                    c2                       faults
           0.000  ● starts                ● starts                ● starts
           0.000  │                       │                       ▽ asked #0: call(0,
                  │                       │                       │ bank, deposit, {memo:
                  │                       │                       │ m1, account: alice, a…
           0.000  │                       │                    ◀a─┤ bank: a copy held,
                  │                       │                       │ deposit c2.1
           2.000  │                       │◀a deposit c2.1        │
           8.001  │                       ■ saved books: balances.alice 10, receipts 1,
                  │                       │ lastPage +1           │
           8.001  │                       ├─────────────────────╮ │
          10.001  │                       │                     ╰▶│ reply c2.1 {receipt:
                  │                       │                       │ 1, balance: 10}
          10.001  │                       │                       △ answers #0: {status:
                  │                       │                       │ ok, value: {receipt:
                  │                       │                       │ 1, balance: 10}}
          10.001  ▽ asked #1: call(0, bank, deposit, {memo: m2, account: alice, amount:
                  │ 10})                  │                       │
          10.001  ├─ deposit c1.1 ──────╮ │                       │
          12.001  │                     ╰▶│                       │
          17.001  │                       ║ saving books: balances.alice 10→20, receipts
                  │                       ║ 1→2, lastPage +1      │
          17.501  │                       ║                       │                        ┏  cut c1 →
                  │                       ║                       │                        ┃  bank
          17.501  │                       ╳ save torn: all of books kept                   ┃┏ crash bank
          17.501  │                       ╳ crash                 │                        ┃┃
          30.001  ├─✗ bank: cut, deposit c1.1                     │                        ┃┃
          37.501  │                                               │                        ┗┃ over
          37.501  │                        ✗a released, lost: node down                     ┃
          50.001  ├─b▶ bank: deposit c1.1                         │                         ┃
          52.001  │                     b✗  lost: node down       │                         ┃
          57.501  │                       ● life 2                │                         ┗ over
          70.001  ├─ deposit c1.1 ──────╮ │                       │
          72.001  │                     ╰▶│                       │
          78.002  │                       ■ saved books: balances.alice 20→30, receipts
                  │                       │ 2→3, lastPage +1      │
          78.002  │ ╭─────────────────────┤                       │
          80.002  │◀╯ reply c1.1 {receipt: 3, balance: 30}        │
          80.002  △ answers #1: {status: ok, value: {receipt: 3, balance: 30}}
          80.002  │                       │                       ┆ paused                 ┏  pause c2
               ⋮  3 s pass
        3080.002  — calm: from now on nothing is done to the world
      "
    `);
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

  it('keeps the proofs of a violation when the window leaves out what lies around them', async () => {
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
               ⋮  1 event, 8 ms
           8.001  │                          ■ saved books:
                  │                          │ balances.alice 10, recei…
               ⋮  4 events, 9.5 ms
          17.501  │                          ║                           ┏  cut c1 →
                  │                          ║                           ┃  bank
          17.501  │                          ╳ save torn: all of books   ┃┏ crash bank
                  │                          │ kept                      ┃┃
          17.501  │                          ╳ crash                     ┃┃
               ⋮  1 event, 20 ms
          37.501  │                                                      ┗┃ over
               ⋮  2 events, 20 ms
          57.501  │                          ● life 2                     ┗ over
               ⋮  3 events, 20.5 ms
          78.002  │                          ■ saved books:
                  │                          │ balances.alice 20→30, re…
               ⋮  3 events, 3 s
        3080.002  — calm: from now on nothing is done to the world
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
        37.501   ✗a released, lost: node down                             ┃
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
