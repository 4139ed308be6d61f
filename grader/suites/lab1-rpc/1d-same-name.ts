import type { NodeId } from '#harness';
import { isLong, scenario } from '#kit/lab1';

const HOUR = 3_600_000;
const OTHERS = ['c2', 'c3', 'c4'];

export default scenario({
  steps: ['D2'],
  points: 5,
  title: 'the next life asks under the old name, and gets the answer that was kept.',
  note: '05-exactly-once#intents',
  cites: 'Birrell & Nelson 1984, §3.3',
  shape: 'story',
  witnesses: {
    later: 'a reply was delivered to a later life than the one that had asked first',
    others: 'other clients made 105 calls meanwhile',
  },
  async run(story) {
    const { nemesis, dice } = story;
    story.bank({ think: dice.integer(0, 5) });
    story.add('c1', { durable: true });
    story.clients(OTHERS);
    let made = 0;
    const intend = (memo: string, name = memo) =>
      story.intend('c1', `intent ${name}`, 'deposit', { memo, account: 'alice', amount: 10 });
    const depositTimes = async (node: NodeId, times: number): Promise<void> => {
      for (; times > 0; times--, made++) await story.deposit(node, 1);
    };

    const told = story.memo();
    await intend(told);
    await story.outcome('c1', `intent ${told}`);

    story.note('Some intents are executed, and their replies are lost. Then the client crashes.');
    const untold = Array.from({ length: dice.integer(2, 5) }, () => story.memo());
    story.on('deliver', ({ node, from, life, message }) => {
      const memo = node === 'c1' ? story.memoOf(message, from, node) : undefined;
      story.witness('later', life > 1 && untold.includes(memo ?? ''));
    });
    const lost = nemesis.lose({ from: 'bank', where: story.about(...untold) });
    await Promise.all(untold.map((memo) => intend(memo)));
    await story.until(() => untold.every((memo) => story.executed(memo)));
    // Under a name that is known, other content has no effect.
    for (const known of untold) await intend(story.memo(), known);
    // Longer than the deadline of a call: an intent has none.
    await story.sleep(dice.between(10_500, 15_000));
    const crash = nemesis.crash('c1');

    story.note('It is down for an hour, and others make many calls.');
    const times = isLong(story) ? 35 : 5;
    await Promise.all(OTHERS.map((node) => depositTimes(node, times)));
    if (dice.chance(0.5)) nemesis.crash('bank', { for: dice.between(30, 300) });
    await story.sleep(HOUR + dice.between(0, HOUR));
    story.witness('others', made === 105);

    story.note('It comes back, and is given more to do at once.');
    lost.lift();
    crash.end();
    nemesis.rest();
    const fresh = Array.from({ length: dice.integer(2, 5) }, () => story.memo());
    await Promise.all(fresh.map((memo) => intend(memo)));
    // Two parts of the application may wait for one outcome.
    const all = [told, ...untold, ...fresh];
    await Promise.all([...all, ...all].map((memo) => story.outcome('c1', `intent ${memo}`)));
  },
});
