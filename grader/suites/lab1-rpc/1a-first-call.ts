import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['A1'],
  points: 3,
  title: 'a call on a quiet network returns the reply to that call.',
  note: '04-messages-and-rpc#match-replies',
  shape: 'story',
  witnesses: { replies: 'three replies were delivered' },
  async run(story) {
    story.givenBank();
    story.clients(['c1']);
    let replies = 0;
    story.on('deliver', ({ node }) => story.witness('replies', node === 'c1' && ++replies === 3));
    story.world.calm();
    await story.deposit('c1', 10);
    await story.deposit('c1', 20);
    await story.balance('c1');
  },
});
