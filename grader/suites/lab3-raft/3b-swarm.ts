import { swarm } from '#harness';
import { badNetwork, finale, scenario, traffic } from '#kit/lab3';

const BUSY = 2500;
const KINDS = [
  'pause',
  'isolate',
  'halves',
  'bridge',
  'one-way',
  'ring',
  'swizzle',
  'slow-disk',
  'slow-node',
  'skew',
] as const;

export default scenario({
  steps: ['B4'],
  points: 2,
  title: 'whatever the network does, servers that do not crash apply the same commands.',
  note: '13-raft-safety#log-matching',
  cites: 'Raft, Figure 3',
  shape: 'swarm',
  witnesses: {
    terms: 'leaders of two terms accepted commands',
    applied: 'all servers applied twenty commands',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const terms = new Set<number | undefined>();
    story.on('return', ({ value }) => {
      if (value !== null) terms.add((value as { term?: number }).term);
      story.witness('terms', terms.size > 1);
    });
    const nodes = story.servers(dice.pick([3, 3, 5]));
    nemesis.dials(badNetwork(dice));
    nemesis.plan(swarm(story.seed, { nodes, until: BUSY, kinds: KINDS }));
    const clients = traffic(story, { gap: dice.between(30, 100) });
    await story.sleep(BUSY);
    clients.stop();
    await finale(story);
    story.witness('applied', story.applied(20));
  },
});
