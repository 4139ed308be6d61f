import type { NodeId } from '#harness';
import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['C3'],
  points: 5,
  title: 'a payment that is put twice, by two calls, is paid once.',
  note: '05-exactly-once#put-with-an-id',
  cites: 'Helland 2012; RFC 9110 §9.2.2',
  shape: 'story',
  witnesses: {
    twice: 'two calls with one payment id were executed',
    unknown: 'the first of them ended unknown',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const amount = dice.integer(20, 40);
    const rent = { payment: 'rent', from: 'alice', to: 'bob', amount };
    const others = [{ to: 'carol' }, { from: 'carol' }, { amount: amount + dice.integer(1, 9) }];
    story.bank({ think: dice.integer(0, 20) });
    story.clients(['c1', 'c2']);
    const put = (node: NodeId, payment: typeof rent) => story.call(node, 'putPayment', payment);
    const maybeCrash = async () => {
      if (dice.chance(0.5)) nemesis.crash('bank', { for: dice.between(30, 300) });
      await story.sleep(dice.between(0, 100));
    };
    // What is paid is paid, though the account may not cover it a second time.
    await story.deposit('c1', dice.pick([amount, 100]));
    await story.deposit('c2', 100, { account: 'carol' });

    story.note('A user pays the rent, and hears nothing for half a second.');
    const memo = story.memo();
    const lost = nemesis.lose({ from: 'bank', where: story.about(memo) });
    const first = await story.call('c1', 'putPayment', { memo, ...rent }, { within: 500 });
    story.witness('unknown', first.status === 'unknown' && story.executed(memo));
    lost.lift();
    await maybeCrash();

    story.note('Some put it again; others put something else under its name.');
    for (const change of [{}, dice.pick(others), {}, ...others]) {
      const outcome = await put(dice.pick(['c1', 'c2']), { ...rent, ...change });
      story.witness('twice', outcome.status === 'ok');
      await maybeCrash();
    }

    story.note('A payment that is not covered is declined; then it is covered, and put again.');
    const car = { payment: 'car', from: 'dave', to: 'bob', amount: dice.integer(20, 40) };
    await put('c2', car);
    await maybeCrash();
    await story.deposit('c1', 2 * car.amount, { account: 'dave' });
    await put('c2', car);
    await maybeCrash();
    await put('c2', car);
    nemesis.rest();
    await story.balance('c1', 'bob');
  },
});
