import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['E1'],
  points: 3,
  title: 'a server that comes back after seconds deposes nobody.',
  note: '11-raft-elections#pre-vote',
  cites: 'Ongaro, dissertation §9.6',
  shape: 'story',
  rules: ['asks-first', 'refuses-while-led', 'asking-changes-nothing'],
  witnesses: {
    away: 'a server was cut off for longer than the longest election timeout, and came back',
    next: 'another leader was elected after the first had crashed',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3, { preVote: true });
    const leader = await story.aLeader();
    if (leader === undefined) return;
    const [other = ''] = dice.shuffled(story.others(leader));
    const cut = nemesis.isolate(other);
    await story.proposeToLeader();
    await story.sleep(dice.between(1500, 2500));
    cut.end();
    await story.sleep(dice.between(500, 1000));
    story.witness('away', story.leads(leader));
    const term = story.leaderTerm();
    story.crash(leader);
    await story.aLeader({ above: term });
    story.witness('next', story.leaderTerm() > term);
    await story.settle();
    await story.proposeToLeader();
    await story.sleep(1500);
  },
});
