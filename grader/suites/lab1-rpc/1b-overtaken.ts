import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['B4'],
  points: 5,
  title:
    'a call that is overtaken by a later call of its client is still executed, and both count.',
  note: '05-exactly-once#keep-the-answer',
  shape: 'story',
  witnesses: {
    overtaken: 'a call was executed after a later call of its client',
    again: 'all four were asked for again after their entries had been made',
  },
  async run(story) {
    const { nemesis, dice } = story;
    story.bank({ think: dice.integer(10, 60) });
    story.clients(['c1']);
    const memos = [story.memo(), story.memo(), story.memo(), story.memo()];
    const [first = '', ...later] = memos;
    const amount = () => dice.integer(1, 50);

    story.note(
      'Four calls are open. The requests for the first are held; of all, replies are lost.',
    );
    const held = nemesis.hold({ from: 'c1', where: story.about(first) });
    const { askedAgain } = story.loseReplies(memos);
    const calls = memos.map((memo) =>
      story.call('c1', 'deposit', { memo, account: dice.pick(['alice', 'bob']), amount: amount() }),
    );
    await Promise.all(calls.slice(1));

    story.note('The three later calls have been answered. Now the first request arrives.');
    story.witness(
      'overtaken',
      later.every((memo) => story.executed(memo)) && !story.executed(first),
    );
    held.lift();
    held.release();
    await story.until(() => askedAgain.size === memos.length, 5000);
    story.witness('again', askedAgain.size === memos.length);
    nemesis.rest();
    await Promise.all(calls);
    await story.balance('c1');
  },
});
