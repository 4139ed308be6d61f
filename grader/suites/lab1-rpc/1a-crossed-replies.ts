import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['A1'],
  points: 4,
  title: 'replies that cross on the way reach the calls that they answer.',
  note: '04-messages-and-rpc#match-replies',
  shape: 'story',
  witnesses: {
    crossed: 'the reply to the first call came after the reply to the second',
    late: 'a reply to the first call came while only the third was open',
  },
  async run(story) {
    const { nemesis, dice } = story;
    story.givenBank();
    story.clients(['c1']);
    const [first, second, third] = [story.memo(), story.memo(), story.memo()];
    const replies: (string | undefined)[] = [];
    story.on('deliver', ({ node, from, message }) => {
      if (node !== 'c1') return;
      const memo = story.memoOf(message, from, node);
      story.witness('crossed', memo === first && replies.includes(second));
      story.witness('late', memo === first && !story.open.has(first) && story.open.has(third));
      replies.push(memo);
    });

    story.note('The first request comes twice and is answered twice. Both replies are held.');
    const twice = nemesis.holdCopy({ from: 'c1', where: story.about(first), times: 1 });
    const reply = nemesis.hold({ from: 'bank', where: story.about(first), times: 1 });
    const others = nemesis.hold({ from: 'bank', where: story.about(first) });
    const amount = dice.integer(1, 50);
    const deposit = story.call('c1', 'deposit', { memo: first, account: 'alice', amount });
    await story.until(() => twice.count > 0);
    twice.release();
    await story.call('c1', 'deposit', { memo: second, account: 'bob', amount: amount + 1 });
    await story.until(() => others.count > 0);
    reply.release();
    await deposit;

    story.note('A third call has just begun when the other reply to the first comes.');
    const balance = story.call('c1', 'balance', {
      memo: third,
      account: dice.pick(['alice', 'bob']),
    });
    await story.sleep(dice.between(0.1, 0.9));
    others.release();
    await balance;
  },
});
