/** Part D: the client crashes. */
import type { Play } from '#kit';
import { play } from './define.ts';

const forgotten = play({
  id: 'client-crash',
  step: 'A3',
  opening:
    'c1 has asked for a deposit of 10 for alice, and crashes before the reply comes. It comes ' +
    'back with an empty head. Its user still wants the deposit made, and asks for it again.',
  question: 'c1 can ask the bank whatever it likes. How can it find out whether 10 was deposited?',
  decisive: (event) => event.type === 'invoke' && event.call === 1,
  answer:
    'It cannot. The balance may be the doing of others, and the id under which it asked is ' +
    'forgotten. To the bank the second deposit is a new call, and there is 20. What is promised ' +
    'to a user must be written down before it is asked for.',
  async run(story) {
    story.bank();
    story.clients(['c1']);
    void story.deposit('c1');
    await story.sleep(3);
    story.nemesis.crash('c1', { for: 50 });
    await story.sleep(60);
    await story.deposit('c1');
  },
});

const intent = play({
  id: 'intent',
  step: 'D1',
  opening:
    'c1 intends a deposit: it is written to its disk (■) before the request leaves. The reply ' +
    'is lost, and c1 crashes. Both sides run on your code (or on the reference).',
  question: 'What does c1 do in its second life, and under which id?',
  decisive: (event) => event.type === 'send' && event.node === 'c1' && event.life === 2,
  answer:
    'It asks again, unasked, and under the id of its first life: so the bank knows the call, ' +
    'and tells the answer that it has kept.',
  async run(story) {
    story.bank();
    story.add('c1', { durable: true });
    story.nemesis.lose({ from: 'bank', kind: 'reply', times: 1 });
    await story.intend('c1', 'rent', 'deposit', { account: 'alice', amount: 10 });
    await story.sleep(20);
    story.nemesis.crash('c1', { for: 50 });
    await story.sleep(60);
    await story.outcome('c1', 'rent');
  },
});

export const clientCrash: readonly Play[] = [forgotten, intent];
