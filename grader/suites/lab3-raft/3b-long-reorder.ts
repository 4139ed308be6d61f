import { finale, lateReplies, replyOf, scenario, traffic } from '#kit/lab3';

const BUSY = 1300;
/** So many calls between. */
const LATE = 20;

export default scenario({
  steps: ['B4'],
  points: 1,
  title: 'on a network that loses much, and whose answers come late, nothing is confused.',
  note: '13-raft-safety#stale-messages',
  shape: 'swarm',
  witnesses: {
    late: 'an answer came after the answer to a call that was made long after its own',
    applied: 'all servers applied ten commands',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const youngest = new Map<string, number>();
    story.on('deliver', ({ node, from, message }) => {
      const call = replyOf(message)?.call;
      if (call === undefined) return;
      const before = youngest.get(`${from} ${node}`) ?? call;
      story.witness('late', call < before - LATE);
      youngest.set(`${from} ${node}`, Math.max(call, before));
    });
    story.servers(dice.pick([3, 5]));
    nemesis.unreliable();
    lateReplies(story);
    const clients = traffic(story, { gap: dice.between(50, 150) });
    await story.sleep(BUSY);
    clients.stop();
    await finale(story);
    story.witness('applied', story.applied(10));
  },
});
