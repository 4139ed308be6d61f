/** Part D: one story to run, and to copy from. npm run open lab1 */
import { tell } from '#kit';
import { scenario } from '#kit/lab1';
import { expect, test } from 'vitest';

const crashAfterPromise = scenario({
  steps: ['D1'],
  points: 0,
  title: 'what was promised is done, though the client crashes the moment after.',
  note: '05-exactly-once#intents',
  shape: 'story',
  witnesses: {},
  async run(story) {
    story.bank();
    story.add('c1', { durable: true });
    await story.intend('c1', 'rent', 'deposit', { account: 'alice', amount: 10 });
    story.nemesis.crash('c1', { for: 100 });
    await story.sleep(200);
    await story.outcome('c1', 'rent');
  },
});

test('what was promised is done, though the client crashes the moment after', async () => {
  const { run, timeline } = await tell(crashAfterPromise, { lab: 'lab1' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
