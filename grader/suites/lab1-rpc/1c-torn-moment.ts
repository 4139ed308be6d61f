import { scenario } from '#kit/lab1';

export default scenario({
  steps: ['C1'],
  points: 6,
  title: 'a crash between the work and the reply loses no deposit and doubles none.',
  note: '05-exactly-once#one-save',
  cites: 'Gray 1978',
  shape: 'story',
  witnesses: {
    torn: 'the bank crashed within a save',
    untold: 'the bank crashed with the entry of a call on its disk, and no reply to it had left',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const think = dice.integer(20, 60);
    story.bank({ think });
    story.clients(['c1']);
    await story.deposit('c1', dice.integer(1, 50));
    await story.sleep(20);

    let memo = '';
    let atEndOfSave = false;
    let afterReply = false;
    let told = false;
    const down = () => dice.between(30, 300);
    story.on('durable', () => {
      if (atEndOfSave) nemesis.crash('bank', { for: down() });
      atEndOfSave = false;
    });
    story.on('send', ({ node, to, message }) => {
      if (node !== 'bank' || story.memoOf(message, node, to) !== memo) return;
      told = true;
      if (afterReply) void story.sleep(0).then(() => nemesis.crash('bank', { for: down() }));
      afterReply = false;
    });
    story.on('torn', () => story.witness('torn'));
    story.on('crash', () => story.witness('untold', story.executed(memo) && !told));

    const crash = { kind: 'crash', node: 'bank' } as const;
    const instants: readonly (readonly [when: string, arm: () => void])[] = [
      ['while it works on', () => inBegin(think * dice.between(0.2, 0.8))],
      ['within the save of', () => withinSave(dice.between(0.2, 0.8))],
      ['when it has saved, and not answered,', () => void (atEndOfSave = true)],
      ['when it has answered, in vain,', () => void (afterReply = true)],
    ];
    const inBegin = (after: number) =>
      nemesis.when(
        { event: 'deliver', node: 'bank', match: { kind: 'request' }, nth: 1, after },
        crash,
        down(),
      );
    const withinSave = (after: number) =>
      nemesis.when({ event: 'save', node: 'bank', nth: 1, after }, crash, down());

    const first = dice.integer(0, 3);
    for (const [when, arm] of [...instants.slice(first), ...instants.slice(0, first)]) {
      memo = story.memo();
      told = false;
      story.note(`The bank crashes ${when} a deposit.`);
      const lost = nemesis.lose({ from: 'bank', where: story.about(memo), times: 1 });
      arm();
      await story.call('c1', 'deposit', { memo, account: 'alice', amount: dice.integer(1, 50) });
      lost.lift();
      await story.sleep(dice.between(20, 60));
    }
    nemesis.rest();
    await story.balance('c1');
  },
});
