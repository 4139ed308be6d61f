import { agree, scenario } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'what a leader accepts on a quiet network, all servers apply.',
  note: '12-raft-log#commit',
  cites: 'Raft §5.3',
  shape: 'story',
  witnesses: {
    agreed: 'three servers applied six commands',
    last: 'the last command was applied by all, though no other followed it',
  },
  async run(story) {
    const { dice } = story;
    story.servers(3);
    await story.settle();
    for (let n = 0; n < 5; n++) {
      await agree(story);
      await story.sleep(dice.between(0, 30));
    }
    const last = await story.proposeToLeader();
    await story.sleep(1600);
    story.witness('agreed', story.agreed(6, 3));
    story.witness('last', last !== undefined && story.applied(last.command));
  },
});
