import { read, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E3'],
  points: 3,
  title: 'a leader that has been deposed unawares answers no read.',
  note: '11-raft-elections#reads',
  cites: 'Ongaro, dissertation §6.4',
  shape: 'story',
  rules: ['read-is-fresh', 'read-ends', 'read-is-answered'],
  witnesses: {
    behind: 'it was asked when others had committed without it',
    answered: 'the leader of the majority answered',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(5);
    const old = await story.aLeader();
    if (old === undefined) return;
    const first = await story.propose(old);
    await story.until(() => first !== undefined && story.applied(first.index, [old]), 1000);
    const term = story.leaderTerm();
    const rest = dice.shuffled(story.others(old));
    const groups = [[old, rest[0] ?? ''], rest.slice(1)] as const;
    const cut = nemesis.begin({ kind: 'halves', groups });
    const leader = await story.aLeader({ above: term, among: groups[1] });
    if (leader === undefined) return;
    const accepted = await story.propose(leader);
    await story.until(
      () => accepted !== undefined && story.applied(accepted.index, [leader]),
      1000,
    );
    story.witness('behind', !story.applied(accepted?.index ?? Infinity, [old]));
    const reads = [read(story, old), read(story, leader)];
    story.witness('answered', await (reads[1] ?? false));
    await story.sleep(dice.between(0, 600));
    cut.end();
    await story.settle();
    const last = await story.proposeToLeader();
    await story.until(() => last !== undefined && story.applied(last.index), 1000);
    if (last) await read(story, last.at);
    await story.sleep(1000);
  },
});
