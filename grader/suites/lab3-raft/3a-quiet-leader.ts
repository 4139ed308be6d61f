import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['A2'],
  points: 1,
  title: 'a leader that is heard stays the leader, and has little to say.',
  note: '11-raft-elections#timers',
  cites: 'Raft §5.2',
  shape: 'story',
  rules: ['few-messages'],
  // Of three servers one leads: 200 heartbeats, and as many more for whoever sends some twice.
  options: { messages: 450 },
  witnesses: { quiet: 'one server led for five seconds' },
  async run(story) {
    story.servers(3);
    story.world.calm();
    const leader = await story.aLeader();
    const term = story.term();
    await story.sleep(5000);
    story.witness('quiet', leader !== undefined && story.leads(leader) && story.term() === term);
  },
});
