import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['A3'],
  points: 4,
  title: 'a lost request and a lost reply are made good by asking again.',
  note: '04-messages-and-rpc#every-call-ends',
  cites: 'Birrell & Nelson 1984, §3.1',
  shape: 'story',
  witnesses: { request: 'a request was lost', reply: 'a reply was lost', cut: 'the network was cut' },
  async run(story) {
    const { nemesis } = story;
    story.givenBank();
    story.clients(['c1']);

    story.note('The first request is lost.');
    const requests = nemesis.lose({ from: 'c1', kind: 'request', times: 1 });
    await story.deposit('c1');
    story.witness('request', requests.count === 1);

    story.note('Of the next call, two replies are lost. The given server may well make two deposits.');
    const replies = nemesis.lose({ from: 'bank', kind: 'reply', times: 2 });
    await story.deposit('c1');
    story.witness('reply', replies.count > 0);

    story.note('The network is cut for five seconds, and heals.');
    const cut = nemesis.cut('c1', 'bank');
    const last = story.balance('c1');
    await story.sleep(5000);
    story.witness('cut', story.open.size === 1);
    cut.end();
    nemesis.rest();
    await last;
  },
});
