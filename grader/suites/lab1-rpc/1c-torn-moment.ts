import type { Millis } from '#harness';
import { scenario, type BankStory } from '#kit/lab1';

const INSTANTS = [
  'while it works on',
  'within the save of',
  'when it has saved, and not answered,',
  'when it has answered, in vain,',
] as const;

/** Has the bank crash at an instant of what it does next. */
function crashAt(
  instant: (typeof INSTANTS)[number],
  think: Millis,
  memo: string,
  story: BankStory,
): void {
  const { nemesis, dice } = story;
  const node = 'bank';
  const crash = { kind: 'crash', node } as const;
  const down = dice.between(30, 300);
  const part = dice.between(0.2, 0.8);
  const request = { event: 'deliver', node, match: { kind: 'request' }, nth: 1 } as const;
  const reply = { event: 'send', node, match: { kind: 'reply' }, nth: 1 } as const;
  switch (instant) {
    case 'while it works on':
      return nemesis.when({ ...request, after: part * think }, crash, down);
    case 'within the save of':
      return nemesis.when({ event: 'save', node, nth: 1, after: part }, crash, down);
    case 'when it has saved, and not answered,':
      return nemesis.crashAtEndOfSave(node, down, () => story.executed(memo));
    case 'when it has answered, in vain,':
      return nemesis.when(reply, crash, down);
  }
}

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
    let told = false;
    story.on('send', ({ node, to, message }) => {
      told ||= node === 'bank' && story.memoOf(message, node, to) === memo;
    });
    story.on('torn', () => story.witness('torn'));
    story.on('crash', () => story.witness('untold', story.executed(memo) && !told));

    for (const instant of dice.shuffled(INSTANTS)) {
      memo = story.memo();
      told = false;
      story.note(`The bank crashes ${instant} a deposit.`);
      const lost = nemesis.lose({ from: 'bank', where: story.about(memo), times: 1 });
      crashAt(instant, think, memo, story);
      const args = { memo, account: 'alice', amount: dice.integer(1, 50) };
      const deposit = story.call('c1', 'deposit', args);
      await story.until(() => !story.world.nodes.get('bank')?.life, 5000);
      lost.lift();
      story.world.calm();
      await deposit;
      await story.sleep(dice.between(20, 60));
    }
    nemesis.rest();
    await story.balance('c1');
  },
});
