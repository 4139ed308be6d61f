/** Part B: one story to run, and to copy from. npm run open lab1 */
import { tell } from '#kit';
import { scenario } from '#kit/lab1';
import { expect, test } from 'vitest';

const lostReply = scenario({
  steps: ['B1'],
  points: 0,
  title: 'a deposit whose reply was lost is made once.',
  note: '05-exactly-once#name-the-call',
  shape: 'story',
  witnesses: {},
  async run(story) {
    story.bank();
    story.clients(['c1']);
    story.nemesis.lose({ from: 'bank', kind: 'reply', times: 1 });
    await story.deposit('c1');
    story.nemesis.rest();
    await story.balance('c1');
  },
});

test('a deposit whose reply was lost is made once', async () => {
  const { run, timeline } = await tell(lostReply, { lab: 'lab1' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
