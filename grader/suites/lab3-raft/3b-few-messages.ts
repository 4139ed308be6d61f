import { inTurn, scenario } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'an election, ten commands and an idle second cost no more messages than they need.',
  note: '12-raft-log#budgets',
  shape: 'story',
  rules: ['few-messages'],
  // 60 heartbeats to two followers, 20 for the commands, and as many again for whatever else.
  options: { messages: 160 },
  witnesses: { agreed: 'ten commands were applied by all, and a second passed' },
  async run(story) {
    story.servers(3);
    story.world.calm();
    await story.aLeader();
    const agreed = await inTurn(story, 10);
    await story.sleep(1000);
    story.witness('agreed', agreed);
  },
});
