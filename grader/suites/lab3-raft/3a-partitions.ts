import { swarm } from '#harness';
import { againstLeaders, allBut, badNetwork, lateReplies, leadersUntil, scenario } from '#kit/lab3';

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
    const kinds = allBut('crash', 'slow-disk');
    nemesis.plan(swarm(story.seed, { nodes, until: BUSY, kinds }));
    if (dice.chance(0.7)) void againstLeaders(story, BUSY);
    story.witness('elections', (await leadersUntil(story, BUSY)) >= 2);
    story.witness('calm', await story.settle());
  },
});
