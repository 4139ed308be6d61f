import { swarm } from '#harness';
import { againstLeaders, allBut, badNetwork, finale, scenario, termOf, traffic } from '#kit/lab3';

const BUSY = 1400;
const KINDS = allBut('crash');

export default scenario({
  steps: ['B4'],
  points: 2,
  title: 'whatever the network does, servers that do not crash apply the same commands.',
  note: '13-raft-safety#log-matching',
  cites: 'Raft, Figure 3',
  shape: 'swarm',
  witnesses: {
    terms: 'servers spoke in two terms',
    applied: 'all servers applied ten commands',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const terms = new Set<number | undefined>();
    story.on('send', ({ message }) => {
      terms.add(termOf(message));
      story.witness('terms', terms.size > 1);
    });
    const nodes = story.servers(dice.pick([3, 3, 5]));
    nemesis.dials(badNetwork(dice));
    nemesis.plan(swarm(story.seed, { nodes, until: BUSY, kinds: KINDS }));
    const clients = traffic(story, { gap: dice.between(50, 150) });
    if (dice.chance(0.5)) await againstLeaders(story, BUSY);
    else await story.sleep(BUSY);
    clients.stop();
    await finale(story);
    story.witness('applied', story.applied(10));
  },
});
