import { swarm } from '#harness';
import { handOver, read, scenario } from '#kit/lab3';

const BUSY = 1500;

export default scenario({
  steps: ['E3'],
  points: 3,
  title: 'reads, hand-overs and gentle elections keep every promise under fire.',
  note: '11-raft-elections#reads',
  shape: 'swarm',
  rules: ['asks-first', 'read-is-fresh', 'read-ends', 'read-is-answered'],
  // Leaders leave when they are asked to.
  without: ['steady-leader'],
  witnesses: {
    read: 'a read was answered after a second leader had been elected',
    handed: 'a hand-over was asked of a leader',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const ids = story.servers(dice.pick([3, 3, 5]), { preVote: true, snapshotEvery: 8 });
    nemesis.unreliable();
    const kinds = ['crash', 'pause', 'isolate', 'halves', 'bridge', 'one-way'] as const;
    nemesis.plan(swarm(story.seed, { nodes: ids, until: BUSY, kinds }));
    while (story.now() < BUSY) {
      const at = dice.pick(ids);
      const leader = story.leader();
      void story.propose(leader ?? at);
      const reading = dice.chance(0.5) ? at : (leader ?? at);
      void read(story, reading).then((answered) =>
        story.witness('read', answered && story.leaderTerm() > 1),
      );
      if (leader !== undefined && dice.chance(0.1)) {
        story.witness('handed');
        handOver(story, leader, dice.pick(story.others(leader)));
      }
      await story.sleep(dice.between(20, 140));
    }
    await story.settle();
    const last = await story.proposeToLeader();
    await story.until(() => last !== undefined && story.applied(last.index), 1000);
    if (last) await read(story, last.at);
    await story.sleep(800);
  },
});
