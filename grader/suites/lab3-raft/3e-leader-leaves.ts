import { ask, changeTo, ofFixedServers, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E4'],
  points: 2,
  title: 'a leader that removes itself leads on, counts itself no more, and goes.',
  note: '16-membership#newcomers-and-those-who-leave',
  cites: 'Ongaro, dissertation §4.2.2',
  shape: 'story',
  rules: ['counts-by-newest', 'leaves-when-removed', 'change-is-taken', 'members-keep-up'],
  // Its followers elect another, and that is right.
  without: [...ofFixedServers, 'steady-leader'],
  witnesses: {
    waits: 'with one of the two others down, its going was not committed',
    stays: 'the one that went led until that was committed, and applied it',
    gone: 'another led, and committed without it',
  },
  async run(story) {
    const { dice } = story;
    const all = story.servers(3, { members: 3, preVote: true });
    const leader = await story.aLeader();
    if (leader === undefined) return;
    const first = await story.propose(leader);
    await story.until(() => first !== undefined && story.applied(first.index, [leader]), 1000);
    const rest = story.others(leader);
    const down = dice.pick(rest);
    story.crash(down);
    const change = await ask(story, leader, rest);
    await story.propose(leader);
    await story.sleep(dice.between(100, 200));
    story.witness('waits', change !== undefined && !story.applied(change.index, [leader]));
    const term = story.leaderTerm();
    story.restart(down);
    const knows = (): boolean => change !== undefined && story.applied(change.index, [leader]);
    story.witness('stays', await story.until(knows, 1000));
    await story.aLeader({ above: term, among: rest, within: 2000 });
    await story.settle();
    const last = await story.proposeToLeader();
    await story.until(() => last !== undefined && story.applied(last.index, rest), 1000);
    const without = last !== undefined && story.applied(last.index, rest) && last.at !== leader;
    story.witness('gone', without && !story.applied(last.index, [leader]));
    await changeTo(story, all);
    await story.sleep(1500);
  },
});
