/** Part A: one story to run, and to copy from. npm run open lab1 */
import { tell } from '#kit';
import { scenario } from '#kit/lab1';
import { expect, test } from 'vitest';

const lostRequest = scenario({
  steps: ['A3'],
  points: 0,
  title: 'a call whose first request is lost is answered all the same.',
  note: '04-messages-and-rpc#every-call-ends',
  shape: 'story',
  witnesses: {},
  async run(story) {
    story.givenBank();
    story.clients(['c1']);
    story.nemesis.lose({ from: 'c1', kind: 'request', times: 1 });
    await story.deposit('c1');
    // From here on the world is good, and a call that stays open breaks a rule.
    story.nemesis.rest();
    await story.balance('c1');
  },
});

test('a call whose first request is lost is answered all the same', async () => {
  const { run, timeline } = await tell(lostRequest, { lab: 'lab1' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
