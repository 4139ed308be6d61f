import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['E1'],
  points: 3,
  title: 'a server that can speak and hears nothing deposes nobody.',
  note: '11-raft-elections#pre-vote',
  cites: 'Ongaro, dissertation §9.6',
  shape: 'story',
  rules: ['asks-first', 'refuses-while-led', 'asking-changes-nothing'],
  witnesses: { deaf: 'a server heard nothing for longer than the longest election timeout' },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(5, { preVote: true });
    const leader = await story.aLeader();
    if (leader === undefined) return;
    const [deaf = ''] = dice.shuffled(story.others(leader));
    const cuts = story.others(deaf).map((id) => nemesis.cutOneWay(id, deaf));
    await story.sleep(dice.between(1500, 2500));
    story.witness('deaf', story.leads(leader));
    await story.proposeToLeader();
    for (const cut of cuts) cut.end();
    await story.settle();
    await story.proposeToLeader();
    await story.sleep(1500);
  },
});
