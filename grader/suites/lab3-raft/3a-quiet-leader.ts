import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['A2'],
  points: 1,
  title: 'a leader that is heard stays the leader.',
  note: '11-raft-elections#timers',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: { quiet: 'one server led for five seconds' },
  async run(story) {
    story.servers(story.dice.pick([3, 5]));
    story.world.calm();
    const leader = await story.aLeader();
    const term = story.term();
    await story.sleep(5000);
    story.witness('quiet', leader !== undefined && story.leads(leader) && story.term() === term);
  },
});
