/** Note 03: what came first? */
import type { Env, Millis, NodeId } from '#harness';
import type { Play } from '#kit';
import type { BankStory } from '#kit/lab1';
import { node, play, quiet, says } from './define.ts';
import { clockStamps, lamportStamps, type Stamps } from './lamport-clock.ts';

const program = 'the program of plays/order.ts';

// ---- A stock exchange, and two traders. ----

/** One share is for sale: whose order comes first has it. */
function exchange(env: Env): void {
  let buyer: NodeId | undefined;
  env.net.receive((_order, from) => {
    buyer ??= from;
    env.trace(buyer === from ? `sold to ${from}` : `no share left for ${from}`);
  });
}

/** Orders the share after so many ms of its own clock. */
function trader(env: Env, after: Millis): void {
  env.spawn('buy', async () => {
    await env.sleep(after);
    env.net.send('exchange', { buy: 1, at: env.now() });
  });
}

const nearerTrader = play({
  id: 'nearer-trader',
  step: 'A1',
  program,
  opening:
    'An exchange has one share to sell. The trader "far" is 40 ms away from it. The trader ' +
    '"near" is 1 ms away, and was started 50 ms after the others. far orders the share; 20 ms ' +
    'later, near does. Each order says when it was made, by the clock of its trader.',
  question: 'Who was first, and who gets the share?',
  decisive: says('sold'),
  answer:
    'near gets it: the exchange sells to the order that arrives first. far ordered 20 ms before, ' +
    'but nobody in this run can know that. Nor do the stamps help: they say 70 for near and ' +
    '100 for far, for each counts from its own start.',
  async run(story) {
    const away = (ms: number) => ({ ...quiet, latency: { kind: 'constant', value: ms } as const });
    story.world.network.tune('near', 'exchange', away(1));
    story.world.network.tune('far', 'exchange', away(40));
    node(story, 'exchange', exchange);
    node(story, 'far', (env) => trader(env, 100));
    await story.sleep(50);
    node(story, 'near', (env) => trader(env, 70));
    await story.sleep(150);
  },
});

// ---- A store that keeps the youngest value, by its stamp. ----

// #region store
type Write = { readonly value: string; readonly stamp: number };

/** Keeps the value with the greatest stamp; of two with equal stamps, that of the greater name. */
function store(env: Env): void {
  let kept: Write & { readonly from: NodeId } = { value: 'nothing', stamp: -1, from: '' };
  env.net.receive((message, from) => {
    const { value, stamp } = message as Write;
    const younger = stamp > kept.stamp || (stamp === kept.stamp && from > kept.from);
    if (younger) kept = { value, stamp, from };
    env.trace(younger ? `keep ${value}` : `drop ${value}: older than ${kept.value}`);
  });
}
// #endregion store

/** Writes grey, then black, and tells c2 of the black: in a message, or by phone. */
function painter(env: Env, stamps: Stamps, by: 'message' | 'phone'): void {
  env.spawn('paint', async () => {
    await env.sleep(60);
    env.net.send('store', { value: 'grey', stamp: stamps.tick() });
    await env.sleep(10);
    env.net.send('store', { value: 'black', stamp: stamps.tick() });
    if (by === 'message') env.net.send('c2', { wrote: 'black', stamp: stamps.tick() });
    else env.net.send('c2', 'c1 on the phone: black');
  });
}

/** Hears of black, does not like it, and writes white over it. A voice carries no stamp. */
function critic(env: Env, stamps: Stamps): void {
  env.net.receive((message) => {
    if (typeof message !== 'string') stamps.receive((message as { stamp: number }).stamp);
    env.net.send('store', { value: 'white', stamp: stamps.tick() });
  });
}

async function paint(
  story: BankStory,
  stamps: (env: Env) => Stamps,
  by: 'message' | 'phone' = 'message',
): Promise<void> {
  node(story, 'c1', (env) => painter(env, stamps(env), by));
  await story.sleep(40);
  node(story, 'store', store);
  node(story, 'c2', (env) => critic(env, stamps(env)));
  await story.sleep(100);
}

const stampedByClocks = play({
  id: 'stamped-by-clocks',
  step: 'A1',
  program,
  opening:
    'A store keeps the value with the greatest stamp. c1 writes grey, then black, and tells c2. ' +
    'c2 has read that, and so it writes white. Each stamps its writes with its own clock; c2 ' +
    'was started 40 ms later than c1.',
  question: 'c2 learns of black, and writes white. Which of the three does the store keep?',
  decisive: (event) => event.type === 'deliver' && event.node === 'c2',
  answer:
    'Black. White carries 35, for the clock of c2 is behind, and black carries 70. The write ' +
    'that came last, and knew of the other, is dropped as old. c2 is not told, and each ' +
    'program did what it should.',
  run: (story) => paint(story, clockStamps),
});

const stampedByLamport = play({
  id: 'stamped-by-lamport',
  step: 'A1',
  program,
  opening:
    'The same three programs and the same message delays. But the stamps come from Lamport ' +
    'clocks, which count events, and which the messages carry from node to node.',
  question: 'grey is 1, black is 2, the message to c2 is 3. What stamp does white get?',
  decisive: (event) => event.type === 'deliver' && event.node === 'c2',
  answer:
    '5: to receive 3 makes the clock of c2 a 4, and writing is its next event. White is kept. ' +
    'c2 has no better clock than before. It has listened.',
  run: (story) => paint(story, lamportStamps),
});

const byPhone = play({
  id: 'by-phone',
  step: 'A1',
  program,
  opening:
    'Lamport clocks once more. But now c1 does not send c2 a message: it calls it by phone, and ' +
    'what is said on the phone carries no stamp.',
  question: 'What stamp does white get, and what does the store keep?',
  decisive: (event) => event.type === 'deliver' && event.node === 'c2',
  answer:
    'Stamp 1: no message has told the clock of c2 of anything. The store keeps black. A Lamport ' +
    'clock knows of those causes only that pass through it.',
  run: (story) => paint(story, lamportStamps, 'phone'),
});

export const order: readonly Play[] = [nearerTrader, stampedByClocks, stampedByLamport, byPhone];
