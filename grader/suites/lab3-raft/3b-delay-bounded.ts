import { againstLeaders, delayBounded, finale, scenario, termOf, traffic } from '#kit/lab3';

const BUSY = 1300;

export default scenario({
  steps: ['B4'],
  points: 1,
  title: 'a few messages that come much too late do no harm, whichever they are.',
  note: '13-raft-safety#stale-messages',
  shape: 'swarm',
  witnesses: {
    stale: 'a message was delivered after one of a newer term',
    applied: 'all servers applied ten commands',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const newest = new Map<string, number>();
    story.on('deliver', ({ node, message }) => {
      const [term, before] = [termOf(message) ?? 0, newest.get(node) ?? 0];
      story.witness('stale', term < before);
      newest.set(node, Math.max(term, before));
    });
    const nodes = story.servers(3);
    nemesis.plan(delayBounded(dice, nodes, BUSY));
    const clients = traffic(story, { gap: dice.between(50, 150) });
    await againstLeaders(story, BUSY);
    clients.stop();
    await finale(story);
    story.witness('applied', story.applied(10));
  },
});
