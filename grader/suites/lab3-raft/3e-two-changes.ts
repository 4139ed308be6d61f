import { ask, ofFixedServers, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E4'],
  points: 2,
  title: 'two leaders do not change one configuration in two ways.',
  note: '16-membership#one-at-a-time',
  cites: 'Ongaro, message to raft-dev of 10 July 2015',
  shape: 'story',
  rules: ['one-change-at-a-time', 'own-term-first', 'counts-by-newest'],
  without: ofFixedServers,
  witnesses: {
    asked: 'two leaders were asked for different changes of the same configuration',
    back: 'the first of them, or the server that it had added, led by votes of its configuration',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const all = story.servers(5, { members: 4 });
    const first = await story.aLeader();
    if (first === undefined) return;
    const entry = await story.propose(first);
    await story.until(() => entry !== undefined && story.applied(entry.index, [first]), 1000);
    const rest = story.others(first, 'n5');
    // The first leader adds n5, and nobody but n5 hears of it.
    const cut = nemesis.begin({ kind: 'halves', groups: [[first, 'n5'], rest] });
    const added = await ask(story, first, all);
    await story.sleep(60);
    // The second is elected by the old configuration, and would take the first away.
    const second = await story.aLeader({ above: story.leaderTerm(), among: rest });
    if (second === undefined) return;
    const [third = '', fourth = ''] = dice.shuffled(rest.filter((id) => id !== second));
    const away = nemesis.isolate(fourth);
    await story.append(second, 'changeServers', rest);
    story.witness('asked', added !== undefined && story.leads(second));
    await story.propose(second);
    await story.sleep(60);
    // The first, n5 and the fourth are a majority of the first one's configuration.
    const term = story.leaderTerm();
    for (const fault of [cut, away]) fault.end();
    const side = [first, 'n5', fourth];
    const apart = nemesis.begin({ kind: 'halves', groups: [side, [second, third]] });
    const back = await story.aLeader({ above: term, among: side, within: 2500 });
    story.witness('back', back === first || back === 'n5');
    await story.proposeToLeader();
    await story.sleep(100);
    apart.end();
    await story.settle();
    await story.proposeToLeader();
    await story.sleep(300);
  },
});
