/** Part E: one story to run, and to copy from. npm run open lab1 */
import { tell } from '#kit';
import { scenario } from '#kit/lab1';
import { expect, test } from 'vitest';

const alteredAmount = scenario({
  steps: ['E1'],
  points: 0,
  title: 'an amount that was altered on the way moves no money.',
  note: '05-exactly-once#middleman',
  shape: 'story',
  witnesses: {},
  async run(story) {
    const key = 'of c1 and the bank alone';
    story.bank({ keys: { c1: key } });
    story.add('c1', { clients: 1, keys: { bank: key } });
    story.nemesis.tamper({ from: 'c1', kind: 'request', times: 1 }, (message) => {
      const { args, ...rest } = message as { args: object };
      return { ...rest, args: { ...args, amount: 1000 } };
    });
    await story.deposit('c1');
  },
});

test('an amount that was altered on the way moves no money', async () => {
  const { run, timeline } = await tell(alteredAmount, { lab: 'lab1' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
