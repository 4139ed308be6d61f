import { changeTo, ofFixedServers, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E4'],
  points: 1,
  title: 'who votes is known to the next life, though its entry has gone into a snapshot.',
  note: '16-membership#from-before',
  cites: 'Ongaro, dissertation §4.1, §5.1',
  shape: 'story',
  rules: ['one-change-at-a-time', 'counts-by-newest', 'snapshot-servers'],
  without: ofFixedServers,
  witnesses: {
    grown: 'all five servers had applied the change to five, and taken a snapshot since',
    two: 'two of five were up, and asked for votes',
  },
  async run(story) {
    const { dice } = story;
    const all = story.servers(5, { members: 3, snapshotEvery: dice.integer(3, 5) });
    const five = await changeTo(story, all);
    for (let i = 0; i < 6; i++) await story.proposeToLeader();
    const last = await story.proposeToLeader();
    await story.until(() => last !== undefined && story.applied(last.index), 1000);
    story.witness('grown', five && last !== undefined && story.applied(last.index, all));
    story.crash(...all);
    await story.sleep(50);
    // Two of the first three, of which they would be a majority.
    const [one = '', other = ''] = dice.shuffled(['n1', 'n2', 'n3']);
    const term = story.term();
    story.restart(one, other);
    await story.sleep(dice.between(1000, 1300));
    story.witness('two', story.term() > term);
    await story.settle();
    await story.proposeToLeader();
    await story.sleep(300);
  },
});
