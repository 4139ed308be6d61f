import { ofFixedServers, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E4'],
  points: 2,
  title: 'two leaders do not change one configuration in two ways.',
  note: '16-membership#one-at-a-time',
  cites: 'Ongaro, message to raft-dev of 10 July 2015',
  shape: 'story',
  rules: ['one-change-at-a-time', 'own-term-first', 'counts-by-newest'],
  without: ofFixedServers,
  options: { stickiness: true },
  witnesses: {
    asked: 'two leaders were asked for different changes of the same configuration',
    back: 'the first of them led again, by votes of its own configuration',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const all = story.servers(5, { members: 4 });
    const [second = '', third = '', fourth = ''] = dice.shuffled(['n2', 'n3', 'n4']);
    if (!(await story.favour('n1'))) return;
    const first = await story.propose('n1');
    await story.until(() => first !== undefined && story.applied(first.index), 1000);
    // The first leader adds n5, and nobody but n5 hears of it.
    const cut = nemesis.begin({
      kind: 'halves',
      groups: [
        ['n1', 'n5'],
        ['n2', 'n3', 'n4'],
      ],
    });
    const added = await story.append('n1', 'changeServers', all);
    await story.sleep(100);
    const term = story.leaderTerm();
    // The second is elected by the old configuration, and takes the first away.
    const slow = [third, fourth].map((node) => nemesis.begin({ kind: 'skew', node, rate: 0.2 }));
    await story.aLeader({ above: term, among: [second] });
    const away = nemesis.isolate(fourth);
    await story.append(second, 'changeServers', [second, third, fourth]);
    story.witness('asked', added !== undefined && story.leads(second));
    await story.propose(second);
    await story.sleep(100);
    // n1, n5 and the fourth are a majority of the first leader's configuration.
    for (const fault of [cut, away, ...slow]) fault.end();
    const again = story.leaderTerm();
    const apart = nemesis.begin({
      kind: 'halves',
      groups: [
        ['n1', 'n5', fourth],
        [second, third],
      ],
    });
    await story.aLeader({ above: again, among: ['n1', 'n5', fourth], within: 3000 });
    story.witness('back', story.leaderTerm() > again && story.leads('n1'));
    await story.proposeToLeader();
    await story.sleep(200);
    apart.end();
    await story.settle();
    await story.proposeToLeader();
    await story.sleep(500);
  },
});
