/** Part B: clients repeat themselves, and so does the network. */
import type { Play } from '#kit';
import { play, savesEntry } from './define.ts';

const secondAnswer = play({
  id: 'second-answer',
  step: 'A3',
  rules: ['true-answer'],
  opening:
    'alice has 10, and c1 transfers all of it to bob. The bank (the given one) does so; the ' +
    'reply is lost. c1 asks again.',
  question: 'The transfer was made. What will c1 be told: done or declined?',
  decisive: savesEntry(3),
  answer:
    'Declined: the second execution found an empty account. No money was moved twice, and ' +
    'still the answer is wrong. Whoever asks again must be told what the first execution ' +
    'said.',
  async run(story) {
    story.givenBank();
    story.clients(['c1']);
    await story.deposit('c1');
    story.nemesis.lose({ from: 'bank', kind: 'reply', times: 1 });
    await story.call('c1', 'transfer', { from: 'alice', to: 'bob', amount: 10 });
  },
});

const inProgress = play({
  id: 'in-progress',
  step: 'A3',
  rules: ['at-most-once'],
  opening:
    'The bank thinks for 700 ms before it executes. Nothing is lost. c1 loses patience, and ' +
    'asks again while the first request is still being worked on. The bank is the given one.',
  question: 'When the second request comes, the books are empty. How many deposits will there be?',
  decisive: savesEntry(1),
  answer:
    'Two. To look into the books, or into a list of what has been executed, does not help ' +
    'while the first execution is under way: it is in neither. No message was lost in this ' +
    'run.',
  async run(story) {
    story.givenBank({ think: 700 });
    story.clients(['c1']);
    await story.deposit('c1');
    await story.sleep(2000);
  },
});

const ghost = play({
  id: 'ghost',
  step: 'A3',
  rules: ['at-most-once'],
  opening:
    'The account shop passes to alice, and later to bob. Of the first request the network has ' +
    'kept a copy, and it delivers that copy an hour later. The bank is the given one.',
  question: 'Who owns the shop in the end?',
  decisive: savesEntry(3),
  answer:
    'alice. Nobody has asked for that; an old message has. A copy may come when everybody has ' +
    'forgotten its call, and it must still execute nothing.',
  async run(story) {
    story.givenBank();
    story.clients(['c1']);
    const copies = story.nemesis.holdCopy({ from: 'c1', kind: 'request', times: 1 });
    await story.call('c1', 'setOwner', { account: 'shop', owner: 'alice' });
    await story.call('c1', 'setOwner', { account: 'shop', owner: 'bob' });
    await story.sleep(3_600_000);
    copies.release();
    await story.sleep(100);
  },
});

const overtaken = play({
  id: 'overtaken',
  step: 'B4',
  opening:
    'Two calls of one client are open: 10 for alice, then 20 for bob. The first request is ' +
    'late, and the second overtakes it. The bank runs on your server (or the reference).',
  question: 'The elder call comes after the younger has been answered. Is it an old duplicate?',
  decisive: savesEntry(2),
  answer:
    'No. It has never been executed, and must be. "Its number is below the last one that I ' +
    'saw" does not mean "I have seen it": the server needs to know more than one number.',
  async run(story) {
    story.bank();
    story.clients(['c1']);
    story.nemesis.delay({ from: 'c1', kind: 'request', times: 1 }, 150);
    const elder = story.deposit('c1', 10);
    await story.deposit('c1', 20, { account: 'bob' });
    await elder;
  },
});

const once = play({
  id: 'once',
  step: 'B2',
  opening:
    'The story of lost-reply again, with a bank that runs on your server (or on the ' +
    'reference): the first reply is lost, and c1 asks again.',
  question: 'The second request comes. What does a server do with it that has executed the first?',
  decisive: (event) => event.type === 'send' && event.node === 'bank' && event.number === 1,
  answer: 'It executes nothing (there is no second ■), and says again what it said before.',
  async run(story) {
    story.bank();
    story.clients(['c1']);
    story.nemesis.lose({ from: 'bank', kind: 'reply', times: 1 });
    await story.deposit('c1');
  },
});

export const duplicates: readonly Play[] = [secondAnswer, inProgress, ghost, once, overtaken];
