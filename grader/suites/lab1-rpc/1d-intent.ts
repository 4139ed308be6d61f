import { scenario, type BankStory } from '#kit/lab1';

const INSTANTS = [
  'within the save of it',
  'when it has saved it',
  'as it promises',
  'when it has asked for the first time',
] as const;

/** Has the client crash at an instant of what it does next. */
function crashAt(instant: (typeof INSTANTS)[number], { nemesis, dice }: BankStory): void {
  const node = 'c1';
  const crash = { kind: 'crash', node } as const;
  const down = dice.between(30, 300);
  const promise = { event: 'return', node, match: { method: 'intend' }, nth: 1 } as const;
  const request = { event: 'send', node, match: { kind: 'request' }, nth: 1 } as const;
  switch (instant) {
    case 'within the save of it': {
      const after = dice.between(0.2, 0.8);
      return nemesis.when({ event: 'save', node, nth: 1, after }, crash, down);
    }
    case 'when it has saved it':
      return nemesis.crashAtEndOfSave(node, down);
    case 'as it promises':
      return nemesis.when(promise, crash, down);
    case 'when it has asked for the first time':
      return nemesis.when(request, crash, down);
  }
}

export default scenario({
  steps: ['D1'],
  points: 5,
  title: 'what was promised to the user is done, though the client crashes the moment after.',
  note: '05-exactly-once#intents',
  cites: 'Gray 1978',
  shape: 'story',
  witnesses: {
    second: 'the first request for an intent was sent by a later life than the one that was asked',
    promised: 'a client crashed when it had promised, and before the bank had done anything',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const lives = () => story.world.nodes.get('c1')?.lives ?? 0;
    let memo = '';
    let [life, promised, sent] = [1, false, false];
    story.on('return', ({ method }) => void (promised ||= method === 'intend'));
    story.on('send', ({ node, to, message }) => {
      if (node !== 'c1' || story.memoOf(message, node, to) !== memo) return;
      story.witness('second', !sent && lives() > life);
      sent = true;
    });
    story.on('crash', () => story.witness('promised', promised && !story.executed(memo)));
    story.bank({ think: dice.integer(0, 20) });
    story.add('c1', { durable: true });

    for (const [i, instant] of dice.shuffled(INSTANTS).entries()) {
      memo = story.memo();
      [life, promised, sent] = [lives(), false, false];
      const args = { memo, account: 'alice', amount: dice.integer(1, 50) };
      const intend = () => void story.intend('c1', `rent ${i}`, 'deposit', args);
      story.note(`A client is to pay the rent, and crashes ${instant}.`);
      const all = { from: 'c1', where: story.about(memo) };
      const lost = nemesis.lose(dice.chance(0.7) ? all : { ...all, times: 0 });
      crashAt(instant, story);
      intend();
      await story.until(() => lives() > life, 5000);
      lost.lift();
      nemesis.rest();
      // Who was not told that it is promised asks again.
      if (!promised) intend();
      await story.outcome('c1', `rent ${i}`);
      await story.sleep(20);
    }
  },
});
