/** Part C: one story to run, and to copy from. npm run open lab1 */
import { tell } from '#kit';
import { scenario } from '#kit/lab1';
import { expect, test } from 'vitest';

const crashAfterSave = scenario({
  steps: ['C1'],
  points: 0,
  title: 'a deposit that was made before a crash is not made again after it.',
  note: '05-exactly-once#one-save',
  shape: 'story',
  witnesses: {},
  async run(story) {
    story.bank();
    story.clients(['c1']);
    story.nemesis.lose({ from: 'bank', kind: 'reply', times: 1 });
    const deposit = story.deposit('c1');
    await story.until(() => story.books()?.receipts === 1); // The entry is on the disk of the bank.
    story.nemesis.crash('bank', { for: 100 });
    await deposit;
  },
});

test('a deposit that was made before a crash is not made again after it', async () => {
  const { run, timeline } = await tell(crashAfterSave, { lab: 'lab1' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
