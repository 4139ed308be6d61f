/** Part C: the server crashes. */
import type { Play } from '#kit';
import { play, savesEntry } from './define.ts';

const nextLife = play({
  id: 'next-life',
  step: 'B2',
  rules: ['at-most-once'],
  opening:
    'The bank, on your server (or the reference), makes a deposit and sends the reply, which ' +
    'is lost. Then the bank crashes (╳), and starts a second life (●). c1 asks again.',
  question: 'The new life has never heard of this call. How many deposits will there be?',
  decisive: (event) => event.type === 'deliver' && event.node === 'bank' && event.life === 2,
  answer:
    'One, if the server’s memory was on the disk. A server that remembers in a variable, as ' +
    'part B allows, has forgotten, and makes a second deposit.',
  async run(story) {
    story.bank();
    story.clients(['c1']);
    story.nemesis.lose({ from: 'bank', kind: 'reply', times: 1 });
    const deposit = story.deposit('c1');
    await story.sleep(20);
    story.nemesis.crash('bank', { for: 100 });
    await deposit;
  },
});

const tornMoment = play({
  id: 'torn-moment',
  step: 'B2',
  opening:
    'The disk of the bank is slow today: a save takes 40 ms. In the middle of the save the ' +
    'bank crashes. It runs on your server (or the reference).',
  question: 'Is the deposit in the books when the bank comes back?',
  decisive: (event) => event.type === 'torn',
  answer:
    'All of it, or nothing; which of the two, the disk decided and the trace says. The bank ' +
    'cannot know beforehand. Books and memory in one save are both there or both gone: right ' +
    'either way.',
  async run(story) {
    story.bank();
    story.clients(['c1']);
    story.nemesis.begin({ kind: 'slow-disk', node: 'bank', factor: 40 });
    const deposit = story.deposit('c1');
    await story.sleep(25);
    story.nemesis.crash('bank', { for: 100 });
    await deposit;
  },
});

const toldUnknown = play({
  id: 'told-unknown',
  step: 'C3',
  opening:
    'alice pays bob 10 under the name p1, and gives the call 200 ms. Its reply is lost, so ' +
    'she is told unknown. She puts the same payment again. That is a new call, with a new id.',
  question: 'alice had 30. What is left: 30, 20 or 10?',
  decisive: savesEntry(3),
  answer:
    '20. No id of a call could connect her two calls, but p1 could, for she chose it. The ' +
    'second put moves no money, and tells her the receipt of the first.',
  async run(story) {
    story.bank();
    story.clients(['c1'], 2);
    await story.deposit('c1', 30);
    const pay = { payment: 'p1', from: 'alice', to: 'bob', amount: 10 };
    const replies = story.nemesis.lose({ from: 'bank', kind: 'reply' });
    await story.call('c1', 'putPayment', pay, { within: 200, client: 1 });
    replies.lift();
    await story.call('c1', 'putPayment', pay);
  },
});

export const serverCrash: readonly Play[] = [nextLife, tornMoment, toldUnknown];
