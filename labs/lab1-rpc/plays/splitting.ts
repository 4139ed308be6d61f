/** Note 01: one job, on one machine and on five. */
import type { Env, Millis } from '#harness';
import type { Play } from '#kit';
import type { BankStory } from '#kit/lab1';
import { node, play } from './define.ts';

const program = 'the program of plays/splitting.ts';

const WORKERS = ['w1', 'w2', 'w3', 'w4'];
/** ms of work for c1 with each answer that comes. */
const PER_ANSWER = 0;
/** ms after which c1 looks how many are done. */
const PATIENCE = 1000;

type Part = { readonly work: Millis };

/** Works for whoever asks, one part after the other, and says when it is done. */
function worker(env: Env): void {
  env.net.receive((message, from) =>
    env.spawn('work', async () => {
      await env.work((message as Part).work);
      env.net.send(from, 'done');
    }),
  );
}

/** Does each job alone, then splits it into equal parts and waits for all of them. */
function coordinator(env: Env, jobs: readonly Millis[]): void {
  let done = 0;
  let began = 0;
  env.net.receive(async () => {
    await env.work(PER_ANSWER);
    if (++done === WORKERS.length) env.trace(`split: ${env.now() - began} ms`);
  });
  env.spawn('jobs', async () => {
    for (const job of jobs) {
      began = env.now();
      await env.work(job);
      env.trace(`alone: ${env.now() - began} ms`);
      done = 0;
      began = env.now();
      for (const one of WORKERS) env.net.send(one, { work: job / WORKERS.length });
      await env.sleep(PATIENCE);
      if (done < WORKERS.length) env.trace(`waiting: ${done} of ${WORKERS.length}`);
    }
  });
}

function start(story: BankStory, jobs: readonly Millis[]): void {
  for (const one of WORKERS) node(story, one, worker);
  node(story, 'c1', (env) => coordinator(env, jobs));
}

const split = play({
  id: 'split',
  step: 'A1',
  program,
  opening:
    'c1 has a job of 400 ms of work, and then one of 8 ms. It does each alone; then it splits ' +
    'it over four workers, 5 ms away, and waits for all of them.',
  question: 'Alone, they take 400 ms and 8 ms. How long does each take on four machines?',
  decisive: (event) => event.type === 'send',
  answer:
    '110 ms instead of 400, and 12 ms instead of 8. The way there and back costs 10 ms, ' +
    'however little there is to do. Four machines: 3.6 times as fast, or slower than one.',
  async run(story) {
    start(story, [400, 8]);
    await story.sleep(2600);
  },
});

const splitCrash = play({
  id: 'split-crash',
  step: 'A1',
  program,
  opening:
    'The job of 400 ms again, split over four workers. Each says "done" when it is. But ' +
    'the network loses what w3 says, and at 506 ms w3 crashes.',
  question: 'How much of the job has been done, and what does c1 know of it?',
  decisive: (event) => event.type === 'deliver' && event.node === 'c1',
  answer:
    'All four parts: w3 had finished at 505 ms, but its "done" was lost. c1 has three answers ' +
    'and a silence, and cannot tell a part that is done from one that was never begun. This ' +
    'program waits for ever. One machine alone would have been done, or down.',
  async run(story) {
    start(story, [400]);
    story.nemesis.lose({ from: 'w3' });
    await story.sleep(506);
    story.nemesis.crash('w3');
    await story.sleep(2000);
  },
});

const splitShared = play({
  id: 'split-shared',
  step: 'A1',
  program,
  opening:
    'The job of 400 ms, split over four workers that are sold as one core each. But w4 shares ' +
    'its core with somebody else, and gets half of it.',
  question: 'Three of four workers are as fast as before. How long does the whole job take?',
  decisive: (event) => event.type === 'send' && event.node === 'w4',
  answer:
    '210 ms instead of 110: whoever waits for all waits for the slowest. One half of one core ' +
    'is missing, an eighth of what was bought, and the job takes nearly twice as long.',
  async run(story) {
    start(story, [400]);
    story.nemesis.begin({ kind: 'slow-node', node: 'w4', factor: 2 });
    await story.sleep(1000);
  },
});

export const splitting: readonly Play[] = [split, splitCrash, splitShared];
