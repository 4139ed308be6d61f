import { swarm } from '#harness';
import {
  againstLeaders,
  badNetwork,
  delayBounded,
  lateReplies,
  leadersUntil,
  scenario,
  triggered,
} from '#kit/lab3';

const BUSY = 2200;

export default scenario({
  steps: ['A4'],
  points: 1,
  title: 'whatever goes wrong, terms and votes hold, and when it is over one leads.',
  note: '13-raft-safety#election-safety',
  cites: 'Raft §5, Figure 3',
  shape: 'swarm',
  witnesses: {
    crashes: 'a server crashed, and came back',
    elections: 'there were leaders of two terms',
    calm: 'when the world was calm again, a server led',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const nodes = story.servers(dice.pick([3, 3, 5]));
    story.on('start', ({ life }) => story.witness('crashes', life > 1));
    const schedule = dice.u();
    if (schedule < 0.45) {
      nemesis.dials(badNetwork(dice));
      nemesis.plan(swarm(story.seed, { nodes, until: BUSY }));
    } else if (schedule < 0.75) triggered(story, 8);
    else if (schedule < 0.9) nemesis.plan(delayBounded(dice, nodes, BUSY));
    else lateReplies(story);
    if (dice.chance(0.5)) void againstLeaders(story, BUSY);
    story.witness('elections', (await leadersUntil(story, BUSY)) >= 2);
    story.witness('calm', await story.settle());
  },
});
