import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['A2'],
  points: 2,
  title: 'servers that have just been started elect a leader.',
  note: '11-raft-elections#timers',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: { led: 'a server led' },
  async run(story) {
    story.servers(story.dice.pick([2, 3, 4, 5]));
    story.world.calm();
    story.witness('led', (await story.aLeader()) !== undefined);
    await story.sleep(300);
  },
});
