/** Part A: the network loses and delays. */
import type { NodeId, Plain } from '#harness';
import type { Play } from '#kit';
import type { ClientEnv } from '../types.ts';
import { createHastyClient } from '../worked-example.ts';
import { c1IsTold, play, replyReachesC1, savesEntry } from './define.ts';

const firstDeposit = play({
  id: 'first-deposit',
  step: 'A1',
  opening: 'c1 asks the bank to deposit 10 for alice. The network is good; a line takes 5 ms.',
  question: 'One arrow is still to come. From whom to whom, and what does it carry?',
  decisive: (event) => event.type === 'send' && event.node === 'bank',
  answer:
    'The reply, from the bank to c1. It left only when the entry was on the disk (■), and it ' +
    'carries the id of the request in brackets: that is how c1 knows what was answered.',
  async run(story) {
    story.givenBank();
    story.clients(['c1']);
    await story.deposit('c1');
  },
});

const hasty = play({
  id: 'hasty',
  step: 'A1',
  opening:
    'The client of worked-example.ts takes the first reply that comes for its own. It ' +
    'deposits 10 for alice, and asks for the balance of bob while the first reply is late.',
  question: 'Two calls are open (▽). A reply comes: which of the calls ends, and with what?',
  decisive: replyReachesC1,
  answer:
    'As given, both calls end with the first reply that comes, and alice’s deposit is told ' +
    'the balance of bob. Open worked-example.ts, mend it, and play this again.',
  mended: '10 and 0: mended, each call has its own reply.',
  async run(story) {
    story.givenBank();
    story.world.add('c1', (env) => {
      const client = createHastyClient(env as unknown as ClientEnv);
      const call = (_client: number, to: NodeId, method: string, args: Plain) =>
        client.call(to, method, args);
      return { call };
    });
    story.world.start('c1');
    story.nemesis.delay({ from: 'bank', times: 1 }, 40);
    const first = story.deposit('c1');
    await story.balance('c1', 'bob');
    await first;
  },
});

const crossedReplies = play({
  id: 'crossed-replies',
  step: 'A1',
  opening:
    'The same two calls, on a client that looks before it believes. The first reply is late.',
  question: 'The second reply comes first. What is the client to look at to know whose it is?',
  decisive: replyReachesC1,
  answer: 'The id in the reply. Neither order nor time tells: each reply finds its call by name.',
  async run(story) {
    story.givenBank();
    story.clients(['c1']);
    story.nemesis.delay({ from: 'bank', times: 1 }, 40);
    const first = story.deposit('c1');
    await story.balance('c1', 'bob');
    await first;
  },
});

const lostRequest = play({
  id: 'lost-request',
  step: 'A3',
  opening: 'c1 asks for a deposit, and the request is lost (✗). Nobody tells c1.',
  question:
    'c1 has heard nothing for a while. What does it know of its deposit, and what can it do?',
  decisive: (event) => event.type === 'send' && event.node === 'c1' && event.number === 1,
  answer:
    'It knows nothing: a lost request, a lost reply, a slow bank and a dead bank are one and ' +
    'the same silence. It can ask again. Here that was right. Play lost-reply next.',
  async run(story) {
    story.givenBank();
    story.clients(['c1']);
    story.nemesis.lose({ from: 'c1', kind: 'request', times: 1 });
    await story.deposit('c1');
  },
});

const lostReply = play({
  id: 'lost-reply',
  step: 'A3',
  rules: ['at-most-once'],
  opening:
    'c1 asks for a deposit of 10 for alice, whose account is empty. The bank makes it; the ' +
    'reply is lost. c1 hears nothing, and asks again. The bank is the server that is given.',
  question: 'When c1 has its answer, what will the balance be: 0, 10 or 20?',
  decisive: savesEntry(2),
  answer:
    '20. Asking again was right, and the bank did as it was asked, twice. Two entries for one ' +
    'call: the second should not be there. Part B is about the bank that knows better.',
  async run(story) {
    story.givenBank();
    story.clients(['c1']);
    story.nemesis.lose({ from: 'bank', kind: 'reply', times: 1 });
    await story.deposit('c1');
  },
});

const nobodyThere = play({
  id: 'nobody-there',
  step: 'A5',
  opening:
    'Two calls, each with 1,200 ms to end. One goes to "bnak", a name that no node has. The ' +
    'other goes to the bank, and asks for a method that it does not offer.',
  question: 'Which of the two ends first, and what does each of them say?',
  decisive: c1IsTold,
  answer:
    'The bank refuses at once: that call was not executed and never will be, so there is ' +
    'nothing to ask again. From "bnak" comes silence. Only the deadline ends that call, and ' +
    'it says unknown.',
  async run(story) {
    story.givenBank();
    story.clients(['c1']);
    const silent = story.deposit('c1', 10, { to: 'bnak', within: 1200 });
    const audit = 'audit' as 'balance';
    await story.call('c1', audit, { account: 'alice' }, { within: 1200 });
    await silent;
  },
});

export const network: readonly Play[] = [
  firstDeposit,
  lostReply,
  hasty,
  crossedReplies,
  lostRequest,
  nobodyThere,
];
