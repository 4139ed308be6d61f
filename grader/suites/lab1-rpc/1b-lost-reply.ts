import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['B1', 'B2'],
  points: 5,
  title: 'a deposit whose reply was lost is made once.',
  note: '05-exactly-once#name-the-call',
  cites: 'Birrell & Nelson 1984, §3.1',
  shape: 'story',
  witnesses: { again: 'a request was delivered after the entry of its call had been made' },
  async run(story) {
    const { nemesis, dice } = story;
    story.bank({ think: dice.integer(0, 20) });
    story.clients(['c1']);

    const memos = [story.memo(), story.memo(), story.memo()];
    const { askedAgain } = story.loseReplies(memos);
    for (const [i, memo] of memos.entries()) {
      story.note(`Deposit ${i + 1} of 3: the reply is lost until the client has asked again.`);
      await story.call('c1', 'deposit', { memo, account: 'alice', amount: dice.integer(1, 50) });
    }
    story.witness('again', askedAgain.size === 3);
    nemesis.rest();
    await story.balance('c1');
  },
});
