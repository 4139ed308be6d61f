import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['C1'],
  points: 5,
  title: "a retry that reaches the server's next life is told what the last life did.",
  note: '05-exactly-once#one-save',
  shape: 'story',
  witnesses: {
    later: 'a reply to a call left in a later life than the one that made its entry',
    midway: 'the bank crashed while it worked on a call',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const think = dice.integer(40, 120);
    const amount = dice.integer(10, 50);
    story.bank({ think });
    story.clients(['c1', 'c2']);
    await Promise.all([story.deposit('c1', amount), story.balance('c2')]);

    const done = [story.memo(), story.memo(), story.memo()];
    const midway = story.memo();
    let working = false;
    let entered = 0;
    story.on('durable', ({ life }) => void (entered = life));
    story.on('deliver', ({ node, from, message }) => {
      working ||= node === 'bank' && story.memoOf(message, from, node) === midway;
    });
    story.on('send', ({ node, life, to, message }) => {
      const memo = node === 'bank' ? story.memoOf(message, node, to) : undefined;
      story.witness('later', done.includes(memo ?? '') && life > 1);
    });

    story.note('Three calls are executed, and their replies are lost.');
    const lost = nemesis.lose({ from: 'bank', where: story.about(...done) });
    const [a, b, c] = done as [string, string, string];
    const calls: Promise<unknown>[] = [
      story.call('c1', 'transfer', { memo: a, from: 'alice', to: 'bob', amount }),
      story.call('c1', 'setOwner', { memo: b, account: 'joint', owner: 'alice' }),
      story.call('c1', 'deposit', { memo: c, account: 'carol', amount }),
    ];
    await story.until(() => done.every((memo) => story.executed(memo)));

    story.note('While the bank works on a fourth, it crashes.');
    calls.push(story.call('c2', 'deposit', { memo: midway, account: 'bob', amount }));
    await story.until(() => working);
    await story.sleep(think * dice.between(0.1, 0.8));
    story.witness('midway', !story.executed(midway) && entered === 1);
    nemesis.crash('bank', { for: dice.between(50, 400) });
    await story.sleep(dice.between(400, 1000));

    story.note('Its next life is short, and the one after that answers.');
    nemesis.crash('bank', { for: dice.between(50, 400) });
    await story.sleep(400);
    await story.call('c2', 'setOwner', { account: 'joint', owner: 'bob' });
    await story.deposit('c2', amount);
    lost.lift();
    nemesis.rest();
    await Promise.all(calls);
    await story.balance('c1', 'bob');
  },
});
