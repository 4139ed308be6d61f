import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['A2', 'A5'],
  points: 4,
  title: 'a call that finds no server says what it knows: refused, or unknown at its deadline.',
  note: '04-messages-and-rpc#unknown',
  cites: 'Saltzer, Reed & Clark 1984',
  shape: 'story',
  witnesses: {
    executed: 'a call that was executed ended unknown',
    late: 'a server started while a call to it was open',
  },
  async run(story) {
    const { nemesis, dice } = story;
    story.givenBank();
    story.clients(['c1']);
    const soon = () => dice.between(0, 50);
    const args = { account: 'alice', amount: dice.integer(1, 50) };

    story.note('One call is to a name that no node has.');
    const toNobody = async () => {
      await story.sleep(soon());
      await story.call('c1', 'deposit', args, { to: 'nobody', within: dice.integer(2200, 3500) });
    };
    story.note('One is for a method that the bank does not offer.');
    const unheardOf = async () => {
      await story.sleep(soon());
      await story.call('c1', 'closeAccount' as 'deposit', args, {
        within: dice.integer(2200, 5000),
      });
    };
    story.note('One is executed, and its replies are all lost.');
    const memo = story.memo();
    nemesis.lose({ from: 'bank', where: story.about(memo) });
    const unheard = async () => {
      await story.sleep(soon());
      const within = dice.integer(1500, 3500);
      const outcome = await story.call('c1', 'deposit', { memo, ...args }, { within });
      story.witness('executed', outcome.status === 'unknown' && story.executed(memo));
    };
    story.note('One is to a server that starts four seconds late.');
    const tooSoon = async () => {
      await story.sleep(soon());
      const late = story.deposit('c1', args.amount, { to: 'branch' });
      await story.sleep(dice.between(3800, 4200));
      story.witness('late', story.open.size > 0);
      story.givenBank({}, 'branch');
      nemesis.rest();
      await late;
    };
    await Promise.all([toNobody(), unheardOf(), unheard(), tooSoon()]);
    await story.sleep(2000);
  },
});
