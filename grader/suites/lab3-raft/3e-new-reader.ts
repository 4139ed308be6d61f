import { read, requests, scenario } from '#kit/lab3';

export default scenario({
  steps: ['E3'],
  points: 2,
  title: 'a new leader answers no read before it knows what is committed.',
  note: '11-raft-elections#reads',
  cites: 'Ongaro, dissertation §6.4',
  shape: 'story',
  rules: ['read-is-fresh', 'read-ends', 'read-is-answered'],
  witnesses: { unaware: 'a new leader was asked when it had not applied what was committed' },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    const old = await story.aLeader();
    if (old === undefined) return;
    const first = await story.propose(old);
    await story.until(() => first !== undefined && story.applied(first.index), 1000);
    const term = story.leaderTerm();
    // Its followers get the entry, and never hear that it is committed.
    const where = ({ leaderCommit }: { leaderCommit: number }): boolean =>
      leaderCommit > (first?.index ?? 0);
    nemesis.lose(requests('AppendEntries', { from: old, where }));
    const second = await story.propose(old);
    await story.until(() => second !== undefined && story.applied(second.index, [old]), 1000);
    story.crash(old);
    const leader = await story.aLeader({ above: term });
    if (leader === undefined) return;
    story.witness('unaware', second !== undefined && !story.applied(second.index, [leader]));
    void read(story, leader);
    await story.sleep(dice.between(0, 300));
    await story.settle();
    const last = await story.proposeToLeader();
    await story.until(() => last !== undefined && story.applied(last.index), 1000);
    if (last) await read(story, last.at);
    await story.sleep(1000);
  },
});
