import { changeTo, ofFixedServers, read, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E4'],
  points: 1,
  title: 'a majority of the servers of before confirms no read.',
  note: '16-membership#one-at-a-time',
  cites: 'Ongaro, dissertation §4.1, §6.4',
  shape: 'story',
  rules: ['read-is-fresh', 'read-ends'],
  without: ofFixedServers,
  witnesses: {
    moved: 'a leader that heard one of four others was read, when they had committed without it',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const all = story.servers(5, { members: 3 });
    const first = ['n1', 'n2', 'n3'];
    const five = await changeTo(story, all);
    const leader = await story.aLeader();
    const last = await story.proposeToLeader();
    await story.until(() => last !== undefined && story.applied(last.index), 1000);
    if (leader === undefined || !five) return;
    // With the leader, if it is not one of the newcomers, two of the first three.
    const other = dice.pick(first.filter((id) => id !== leader));
    const rest = all.filter((id) => id !== leader && id !== other);
    nemesis.begin({ kind: 'halves', groups: [[leader, other], rest] });
    const above = story.leaderTerm();
    const next = await story.aLeader({ above, among: rest, within: 3000 });
    const newer = next === undefined ? undefined : await story.propose(next);
    await story.until(() => newer !== undefined && story.agreed(newer.index, 3), 1000);
    story.witness('moved', newer !== undefined && story.agreed(newer.index, 3));
    await read(story, leader);
    await story.settle();
    await story.sleep(300);
  },
});
