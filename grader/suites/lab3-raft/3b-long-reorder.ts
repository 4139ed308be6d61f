import { finale, lateReplies, replyOf, scenario, termOf, traffic } from '#kit/lab3';

const BUSY = 2500;

export default scenario({
  steps: ['B4'],
  points: 1,
  title: 'on a network that loses much, and whose answers come late, nothing is confused.',
  note: '13-raft-safety#stale-messages',
  shape: 'swarm',
  witnesses: {
    stale: 'an answer of an older term was delivered',
    applied: 'all servers applied ten commands',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const newest = new Map<string, number>();
    story.on('deliver', ({ node, message }) => {
      const [term, before] = [termOf(message) ?? 0, newest.get(node) ?? 0];
      story.witness('stale', term < before && replyOf(message) !== undefined);
      newest.set(node, Math.max(term, before));
    });
    story.servers(dice.pick([3, 5]));
    nemesis.unreliable();
    lateReplies(story);
    const clients = traffic(story, { gap: dice.between(30, 100) });
    await story.sleep(BUSY);
    clients.stop();
    await finale(story);
    story.witness('applied', story.applied(10));
  },
});
