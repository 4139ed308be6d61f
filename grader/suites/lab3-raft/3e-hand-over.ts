import { handOver, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E2'],
  points: 3,
  title: 'a leader hands over to a server that is behind, and nothing is lost.',
  note: '11-raft-elections#leadership-transfer',
  cites: 'Ongaro, dissertation §3.10',
  shape: 'story',
  rules: ['hands-over', 'accepts-nothing-meanwhile'],
  // The leader leaves, and that is what was asked of it.
  without: ['steady-leader'],
  witnesses: {
    behind: 'the successor lacked an entry when it was named',
    leads: 'the successor led',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(dice.pick([3, 5]));
    await story.settle();
    const leader = await story.aLeader();
    if (leader === undefined) return;
    await story.proposeToLeader();
    const [successor = ''] = dice.shuffled(story.others(leader));
    const cut = nemesis.cut(leader, successor);
    const last = [story.command(), story.command()];
    for (const command of last) await story.propose(leader, command);
    await story.until(() => story.applied(last[1] ?? '', [leader]), 1000);
    cut.end();
    nemesis.rest();
    story.witness('behind', !story.applied(last[1] ?? '', [successor]));
    handOver(story, leader, successor);
    for (let i = 0; i < 20; i++) {
      void story.propose(leader);
      await story.sleep(10);
    }
    await story.sleep(100);
    story.witness('leads', story.leads(successor));
    await story.proposeToLeader();
    await story.sleep(1500);
  },
});
