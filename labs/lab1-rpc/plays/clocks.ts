/** Note 03: a clock for each node, and none for all. */
import type { Env, Millis } from '#harness';
import type { Play } from '#kit';
import { node, play, quiet, says } from './define.ts';

const program = 'the program of plays/clocks.ts';

/** Tells what its clock shows, to whoever asks. */
function clock(env: Env): { now(): Millis } {
  env.net.receive((_question, from) => env.net.send(from, { now: env.now() }));
  return { now: () => env.now() };
}

const threeClocks = play({
  id: 'three-clocks',
  step: 'A1',
  program,
  opening:
    'Three nodes, three clocks. n1 keeps good time. The clock of n2 counts 100 µs too much in ' +
    'a second. n3 starts 400 ms after the others. At 1,000 ms all three are asked for the ' +
    'time, and after an hour again; but n1 has crashed shortly before, and come back.',
  question: 'What will each say at 1,000 ms, and what an hour after the beginning?',
  decisive: (event) => event.type === 'return',
  answer:
    'Offset: n3 is 400 ms behind, because it counts from its start. Drift: n2 was 0.1 ms ahead ' +
    'after a second, and is 360 ms ahead after an hour. Restart: n1 has begun at 0 again. No ' +
    'program here can see any of it; you can, because you have the column on the left.',
  async run(story) {
    const ask = () => Promise.all(['n1', 'n2', 'n3'].map((id) => story.world.invoke(id, 'now')));
    node(story, 'n1', clock);
    node(story, 'n2', clock);
    story.nemesis.begin({ kind: 'skew', node: 'n2', rate: 1.0001 });
    await story.sleep(400);
    node(story, 'n3', clock);
    await story.sleep(600);
    await ask();
    await story.sleep(3_599_000 - 500);
    story.nemesis.crash('n1', { for: 100 });
    await story.sleep(500);
    await ask();
  },
});

/** Asks n1 for the time, and supposes that the answer took half of the round trip. */
function asker(env: Env): void {
  let asked = 0;
  env.net.receive((answer) => {
    const { now } = answer as { now: Millis };
    const age = (env.now() - asked) / 2;
    env.trace(`my clock is ${env.now() - (now + age)} ms ahead`);
  });
  env.spawn('ask', async () => {
    await env.sleep(100);
    asked = env.now();
    env.net.send('n1', 'what time is it?');
  });
}

const askTheTime = play({
  id: 'ask-the-time',
  step: 'A1',
  program,
  opening:
    'c1 asks n1 for the time, to learn how far their clocks are apart. It supposes that the ' +
    'answer took half of the round trip. A datagram takes 5 ms to n1, and 35 ms back.',
  question: 'Both clocks began at 0 and run at one rate: they agree. What will c1 find?',
  decisive: says('my clock'),
  answer:
    'That its own is 15 ms ahead, and it is not. Half of the round trip is 20 ms; the answer ' +
    'took 35. With all its care c1 can say only: I am at most 20 ms off in what I found.',
  async run(story) {
    node(story, 'n1', clock);
    node(story, 'c1', asker);
    story.world.network.tune('n1', 'c1', { ...quiet, latency: { kind: 'constant', value: 35 } });
    await story.sleep(200);
  },
});

export const clocks: readonly Play[] = [threeClocks, askTheTime];
