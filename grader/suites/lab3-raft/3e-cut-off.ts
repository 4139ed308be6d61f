import { ask, ofFixedServers, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E4'],
  points: 1,
  title: 'a configuration that is cut off again counts no more.',
  note: '16-membership#who-is-in',
  cites: 'Ongaro, dissertation §4.1',
  shape: 'story',
  rules: ['one-change-at-a-time', 'counts-by-newest'],
  without: ofFixedServers,
  witnesses: {
    cut: 'others led without the change, and the old leader took over their log',
    alone: 'it asked for votes, with one other of four servers to hear it',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const all = story.servers(4, { members: 4 });
    const old = await story.aLeader();
    if (old === undefined) return;
    const first = await story.propose(old);
    await story.until(() => first !== undefined && story.applied(first.index), 1000);
    const [friend = '', ...rest] = dice.shuffled(story.others(old));
    const term = story.leaderTerm();
    const cut = nemesis.isolate(old);
    // Three would be enough for two votes; four are not.
    const fewer = all.filter((id) => id !== rest[0]);
    await ask(story, old, fewer);
    await story.aLeader({ above: term, among: story.others(old) });
    const other = await story.proposeToLeader();
    cut.end();
    await story.until(() => other !== undefined && story.applied(other.index), 2000);
    story.witness('cut', other !== undefined && story.applied(other.command, [old]));
    const since = story.term();
    const apart = nemesis.begin({ kind: 'halves', groups: [[old, friend], rest] });
    const slow = nemesis.begin({ kind: 'skew', node: friend, rate: 0.2 });
    await story.sleep(dice.between(1000, 1500));
    story.witness('alone', story.term() > since);
    apart.end();
    slow.end();
    await story.settle();
    await story.proposeToLeader();
    await story.sleep(300);
  },
});
