/** Part C: a story to run, and to copy from. npm run open lab3 */
import { tell } from '#kit';
import { scenario } from '#kit/lab3';
import { expect, test } from 'vitest';

const everyone = scenario({
  steps: ['C1'],
  points: 0,
  title: 'what was committed is there when all servers have crashed and come back.',
  note: '14-raft-persistence#a-new-life',
  shape: 'story',
  witnesses: {},
  async run(story) {
    story.servers(3);
    await story.proposeToLeader('before');
    await story.until(() => story.agreed('before', 3));
    const crashes = story.ids.map((id) => story.nemesis.crash(id));
    await story.sleep(100);
    for (const crash of crashes) crash.end();
    story.nemesis.rest();
    await story.proposeToLeader('after');
    await story.sleep(2000);
  },
});

test('what was committed is there when all servers have crashed and come back', async () => {
  const { run, timeline } = await tell(everyone, { lab: 'lab3' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
