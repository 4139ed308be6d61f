import { inTurn, scenario } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'a leader and one follower of three agree at once, with nobody else there.',
  note: '12-raft-log#commit',
  cites: 'Raft §5.3',
  shape: 'story',
  witnesses: { agreed: 'a command was applied by both servers that are there' },
  async run(story) {
    const { dice } = story;
    story.servers(3);
    story.crash(dice.pick(story.ids));
    story.world.calm();
    await story.aLeader();
    story.witness('agreed', await inTurn(story, dice.integer(1, 4)));
    await story.sleep(100);
  },
});
