/** Part E: a story to run, and to copy from. npm run open lab3 */
import { tell } from '#kit';
import { scenario } from '#kit/lab3';
import { expect, test } from 'vitest';

const loose = scenario({
  steps: ['E1'],
  points: 0,
  title: 'a server whose cable was loose for two seconds stands for no election.',
  note: '11-raft-elections#pre-vote',
  shape: 'story',
  rules: ['asks-first', 'refuses-while-led', 'asking-changes-nothing'],
  witnesses: {},
  async run(story) {
    story.servers(3, { preVote: true });
    const leader = await story.aLeader();
    const [other = ''] = leader === undefined ? [] : story.others(leader);
    const cut = story.nemesis.isolate(other);
    await story.sleep(2000);
    cut.end();
    story.nemesis.rest();
    await story.proposeToLeader();
    await story.sleep(2000);
  },
});

test('a server whose cable was loose for two seconds stands for no election', async () => {
  const { run, timeline } = await tell(loose, { lab: 'lab3' });
  expect(run.verdict, run.step ? `step ${run.step} is not written yet` : timeline()).toBe('pass');
});
