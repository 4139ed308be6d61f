import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['B2'],
  points: 5,
  title: 'who asks again is told what the first execution said.',
  note: '05-exactly-once#keep-the-answer',
  cites: 'Helland 2012',
  shape: 'story',
  witnesses: { twice: 'two replies to one call left the bank' },
  async run(story) {
    const { nemesis, dice } = story;
    const amount = dice.integer(10, 50);
    story.bank({ think: dice.integer(0, 20) });
    story.clients(['c1', 'c2']);
    await story.deposit('c1', amount);

    const memo = story.memo();
    let replies = 0;
    story.on('send', ({ node, to, message }) => {
      if (node === 'bank' && story.memoOf(message, node, to) === memo) replies++;
    });
    story.note(
      'A transfer empties the account. Its reply is lost, and the line to its client is cut.',
    );
    const lost = nemesis.lose({ from: 'bank', where: story.about(memo) });
    const transfer = story.call('c1', 'transfer', { memo, from: 'alice', to: 'bob', amount });
    await story.until(() => lost.count > 0);
    const cut = nemesis.cut('c1', 'bank');

    story.note('Another client pays in: little, so that the transfer would fail now, or enough.');
    await story.deposit('c2', dice.chance(0.5) ? amount : amount - dice.integer(1, 9));

    story.note('The line is mended: whoever asks again is told what was done.');
    await story.sleep(dice.between(0, 500));
    cut.end();
    nemesis.rest();
    await transfer;
    story.witness('twice', replies > 1);
    await story.balance('c1');
  },
});
