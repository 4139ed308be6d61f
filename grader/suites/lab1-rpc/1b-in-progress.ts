import { scenario } from '#kit/lab1';

const THINK = 300;

export default scenario({
  steps: ['B3'],
  points: 5,
  title: 'a duplicate that comes while the first is being worked on starts no second execution.',
  note: '05-exactly-once#in-progress',
  shape: 'story',
  witnesses: { early: 'two requests for one call were delivered before its entry was made' },
  async run(story) {
    const { nemesis, dice } = story;
    story.bank({ think: THINK });
    story.clients(['c1']);
    const memo = story.memo();
    let requests = 0;
    let copied = false;
    story.on('deliver', ({ node, from, message }) => {
      if (node !== 'bank' || story.memoOf(message, from, node) !== memo) return;
      if (!story.executed(memo)) story.witness('early', ++requests > 1);
      // The copies come while the bank works on the first, the last of them in its last moment.
      if (requests > 1 || copied) return;
      copied = true;
      for (const after of [dice.between(5, 20), dice.between(50, 200), THINK - 1]) {
        nemesis.forge(from, node, message, after);
      }
    });

    story.note('The bank works on a deposit for 300 ms; copies of its request come meanwhile.');
    const { askedAgain } = story.loseReplies([memo]);
    const deposit = story.call('c1', 'deposit', {
      memo,
      account: 'alice',
      amount: dice.integer(1, 50),
    });
    await story.until(() => askedAgain.size > 0);
    story.note('The replies were lost so far, and the client has asked again.');
    nemesis.rest();
    await deposit;
    await story.balance('c1');
  },
});
