import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['A1'],
  points: 3,
  title: 'a call on a quiet network returns the reply to that call.',
  note: '04-messages-and-rpc#match-replies',
  shape: 'story',
  witnesses: { replies: 'three replies were delivered' },
  async run(story) {
    const { dice } = story;
    story.givenBank({ think: dice.integer(0, 20) });
    story.clients(['c1']);
    const answered = new Set<string | undefined>();
    story.on('deliver', ({ node, from, message }) => {
      if (node === 'c1') answered.add(story.memoOf(message, from, node));
    });
    story.world.calm();
    await story.deposit('c1', dice.integer(1, 50));
    await story.deposit('c1', dice.integer(1, 50));
    await story.balance('c1');
    story.witness('replies', answered.size === 3);
  },
});
