import { swarm } from '#harness';
import { againstLeaders, badNetwork, lateReplies, scenario } from '#kit/lab3';

const BUSY = 2200;

export default scenario({
  steps: ['A3'],
  points: 1,
  title: 'whatever is cut, slow or late, no term has two leaders, and in the end one leads.',
  note: '13-raft-safety#election-safety',
  cites: 'Raft §5.2, Figure 3',
  shape: 'swarm',
  witnesses: {
    elections: 'there were leaders of two terms',
    calm: 'when the world was calm again, a server led',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const nodes = story.servers(dice.pick([3, 5]));
    nemesis.dials(badNetwork(dice));
    if (dice.chance(0.5)) lateReplies(story);
    const kinds = [
      'pause',
      'isolate',
      'halves',
      'bridge',
      'one-way',
      'ring',
      'swizzle',
      'slow-node',
      'skew',
    ] as const;
    nemesis.plan(swarm(story.seed, { nodes, until: BUSY, kinds }));
    if (dice.chance(0.7)) void againstLeaders(story, BUSY);
    const terms = new Set<number>();
    for (let left = 0; left < BUSY; left += 50) {
      await story.sleep(50);
      terms.add(story.leaderTerm());
    }
    story.witness('elections', terms.size > 2);
    story.witness('calm', await story.settle());
  },
});
