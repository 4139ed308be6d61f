import { handOver, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E2'],
  points: 2,
  title: 'a leader whose successor is dead goes on leading.',
  note: '11-raft-elections#leadership-transfer',
  cites: 'Ongaro, dissertation §3.10',
  shape: 'story',
  rules: ['accepts-nothing-meanwhile', 'goes-on-leading'],
  witnesses: { still: 'the leader accepted a proposal after its successor had not come' },
  async run(story) {
    const { dice } = story;
    story.servers(3);
    const leader = await story.aLeader();
    if (leader === undefined) return;
    const [successor = ''] = dice.shuffled(story.others(leader));
    story.crash(successor);
    await story.propose(leader);
    handOver(story, leader, successor);
    await story.sleep(dice.between(50, 150));
    await story.propose(leader);
    await story.sleep(dice.between(600, 800));
    if (story.leads(leader)) story.witness('still', (await story.propose(leader)) !== undefined);
    await story.settle();
    await story.proposeToLeader();
    await story.sleep(1500);
  },
});
