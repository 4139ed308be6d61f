import { replyOf, scenario } from '#kit/lab3';

export default scenario({
  steps: ['A2'],
  points: 1,
  title: 'half of the servers, or fewer, elect nobody.',
  note: '11-raft-elections#majority',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: {
    granted: 'of two servers that were cut off from the others, one voted for the other',
    healed: 'later all of them had a leader',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const ids = story.servers(dice.pick([4, 5]));
    const order = dice.shuffled(ids);
    const groups = [order.slice(0, 2), order.slice(2)] as const;
    story.on('deliver', ({ node, from, message }) => {
      const reply = replyOf(message);
      const granted = reply?.method === 'RequestVote' && reply.reply.voteGranted;
      story.witness('granted', granted && [node, from].every((id) => groups[0].includes(id)));
    });
    nemesis.begin({ kind: 'halves', groups });
    await story.sleep(dice.between(1200, 2000));
    story.witness('healed', await story.settle());
  },
});
