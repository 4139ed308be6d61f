import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['A3'],
  points: 4,
  title: 'a lost request and a lost reply are made good by asking again.',
  note: '04-messages-and-rpc#timeouts',
  cites: 'Birrell & Nelson 1984, §3.1',
  shape: 'story',
  witnesses: {
    request: 'a request was lost',
    reply: 'two replies to one call were lost',
    cut: 'the network was cut while a call was open',
  },
  async run(story) {
    const { nemesis, dice } = story;
    story.givenBank({ think: dice.integer(0, 20) });
    story.clients(['c1']);

    story.note('The first request is lost.');
    const requests = nemesis.lose({ from: 'c1', kind: 'request', times: 1 });
    await story.deposit('c1', dice.integer(1, 50));
    story.witness('request', requests.count === 1);

    story.note(
      'Of the next call, two replies are lost. The given server may well make two deposits.',
    );
    const memo = story.memo();
    const replies = nemesis.lose({ from: 'bank', where: story.about(memo), times: 2 });
    await story.call('c1', 'deposit', { memo, account: 'alice', amount: dice.integer(1, 50) });
    story.witness('reply', replies.count === 2);

    story.note('The network is cut for about five seconds, and heals.');
    nemesis.cut('c1', 'bank');
    const last = story.balance('c1');
    await story.sleep(dice.between(4500, 5500));
    story.witness('cut', story.open.size === 1);
    nemesis.rest();
    await last;
    await story.sleep(2000);
  },
});
