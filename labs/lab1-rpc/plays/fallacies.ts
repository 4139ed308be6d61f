/** Note 02: one dial for each fallacy, turned off and then on, in one run. */
import type { LinkDials, TraceEvent } from '#harness';
import type { Play } from '#kit';
import type { BankStory } from '#kit/lab1';
import { play, quiet } from './define.ts';

/** The dial is turned on at this moment of virtual time. */
const ON = 1000;
const BEFORE_THE_ANSWER = ['note', 'fault', 'invoke', 'send'];

/** The second client of c1: it has not yet learned how fast this network is. */
const fresh = { client: 1 };

const line = (ms: number): LinkDials => ({ ...quiet, latency: { kind: 'constant', value: ms } });

/** What becomes of the first request after the dial was turned is to be predicted. */
const fateIsSeen = ({ at, type }: TraceEvent): boolean =>
  at >= ON && !BEFORE_THE_ANSWER.includes(type);

/** Tells how much has been sent since it was asked last. */
function meter(story: BankStory): () => string {
  let before = { messages: 0, bytes: 0 };
  return () => {
    const now = { messages: 0, bytes: 0 };
    for (const one of story.world.network.cost.values()) {
      now.messages += one.messages;
      now.bytes += one.bytes;
    }
    const said = `${now.messages - before.messages} messages, ${now.bytes - before.bytes} bytes`;
    before = now;
    return said;
  };
}

const loss = play({
  id: 'fallacy-loss',
  step: 'A3',
  opening:
    'Fallacy 1, the network is reliable. First it is: loss 0. Then a network that loses half.',
  question: 'The second deposit is on its way. Which datagrams may be lost, and who will notice?',
  decisive: fateIsSeen,
  answer: 'Any of them, and nobody is told. A client notices silence, and silence has many causes.',
  async run(story) {
    story.givenBank();
    story.clients(['c1'], 2);
    story.note('Off: loss 0.');
    await story.deposit('c1');
    await story.sleep(ON - story.now());
    story.note('On: loss 0.5.');
    story.world.network.dials = { ...quiet, loss: 0.5 };
    await story.deposit('c1', 10, fresh);
  },
});

const latency = play({
  id: 'fallacy-latency',
  step: 'A3',
  opening:
    'Fallacy 2, latency is zero. First it is. Then a datagram takes 400 ms. Nothing is lost.',
  question:
    'How many requests will leave c1 for its second deposit, and how many deposits are made?',
  decisive: fateIsSeen,
  answer:
    'A client that loses patience before 800 ms have passed asks again, for a reply that is ' +
    'on its way; and the given bank executes again. Slow is enough: nothing was lost.',
  async run(story) {
    story.world.network.dials = line(0);
    story.givenBank();
    story.clients(['c1'], 2);
    story.note('Off: a datagram takes no time.');
    await story.deposit('c1');
    await story.sleep(ON - story.now());
    story.note('On: a datagram takes 400 ms.');
    story.world.network.dials = line(400);
    await story.deposit('c1', 10, fresh);
    await story.sleep(1000);
  },
});

const bandwidth = play({
  id: 'fallacy-bandwidth',
  step: 'A3',
  opening:
    'Fallacy 3, bandwidth is infinite. c1 sends a request of 20,000 bytes: first on a line ' +
    'that carries as much as you like, then on one that carries 20,000 bytes a second.',
  question: 'The client grows impatient after some 300 ms. What will asking again do to the line?',
  decisive: fateIsSeen,
  answer:
    'Each new try waits in line behind the ones before it, and holds up what comes after. A ' +
    'client that answers slowness with more messages makes it slower: hence pauses that grow.',
  async run(story) {
    story.givenBank();
    story.clients(['c1'], 2);
    const owner = 'x'.repeat(20_000);
    story.note('Off: any number of bytes a second.');
    await story.call('c1', 'setOwner', { account: 'shop', owner });
    await story.sleep(ON - story.now());
    story.note('On: 20,000 bytes a second.');
    story.world.network.dials = { ...quiet, bandwidth: 20_000 };
    await story.call('c1', 'setOwner', { account: 'mill', owner }, fresh);
    await story.sleep(1000);
  },
});

const secure = play({
  id: 'fallacy-secure',
  step: 'A3',
  opening:
    'Fallacy 4, the network is secure. First nobody is in the middle. Then somebody is, and ' +
    'writes 1000 where c1 wrote 10.',
  question: 'The second deposit of 10 is on its way. How could the bank notice?',
  decisive: fateIsSeen,
  answer:
    'It cannot: a datagram does not prove who wrote it. Lab 1 believes the network in its ' +
    'parts A to D; part E puts a seal on every message.',
  async run(story) {
    story.givenBank();
    story.clients(['c1'], 2);
    story.note('Off: nobody is in the middle.');
    await story.deposit('c1');
    await story.sleep(ON - story.now());
    story.note('On: somebody alters what c1 sends.');
    story.nemesis.tamper({ from: 'c1', kind: 'request' }, (message) => {
      const { args, ...rest } = message as { args: object };
      return { ...rest, args: { ...args, amount: 1000 } };
    });
    await story.deposit('c1', 10, fresh);
  },
});

const topology = play({
  id: 'fallacy-topology',
  step: 'A3',
  opening:
    'Fallacy 5, topology does not change. First every way is open. Then the way from the bank ' +
    'to c1 is cut for 700 ms, and only that one.',
  question: 'c1 hears nothing. Does that mean that the bank hears nothing?',
  decisive: fateIsSeen,
  answer:
    'No: the requests arrive, and are executed. A way there is no way back. Who hears nothing ' +
    'knows only that.',
  async run(story) {
    story.givenBank();
    story.clients(['c1'], 2);
    story.note('Off: all ways are open.');
    await story.deposit('c1');
    await story.sleep(ON - story.now());
    story.note('On: nothing passes from the bank to c1.');
    story.world.network.cut('bank', 'c1');
    const deposit = story.deposit('c1', 10, fresh);
    await story.sleep(700);
    story.world.network.heal('bank', 'c1');
    await deposit;
  },
});

const cost = play({
  id: 'fallacy-cost',
  step: 'A3',
  opening:
    'Fallacy 7, transport cost is zero. One deposit on a good network, and one on a network ' +
    'that loses the first two replies. Messages and bytes are counted.',
  question: 'The first deposit cost two messages. What will the second cost?',
  decisive: fateIsSeen,
  answer:
    'Three requests and three replies, if c1 asks until it is answered. Every repetition is ' +
    'paid for, by whoever pays for the line; and by the bank, that worked three times.',
  async run(story) {
    story.givenBank();
    story.clients(['c1'], 2);
    const sent = meter(story);
    story.note('Off: nothing is lost.');
    await story.deposit('c1');
    story.note(`Sent: ${sent()}.`);
    await story.sleep(ON - story.now());
    story.note('On: two replies are lost.');
    story.nemesis.lose({ from: 'bank', kind: 'reply', times: 2 });
    await story.deposit('c1', 10, fresh);
    story.note(`Sent: ${sent()}.`);
  },
});

const homogeneous = play({
  id: 'fallacy-homogeneous',
  step: 'A3',
  opening:
    'Fallacy 8, the network is homogeneous. First all parts are alike. Then the disk of the ' +
    'bank is 800 times slower than it was; the network and the client are as before.',
  question: 'A save takes 800 ms now. What will c1 take the bank for?',
  decisive: fateIsSeen,
  answer:
    'For dead, or for a bank whose messages are lost; it asks again. From outside nobody can ' +
    'tell a slow node from a dead one. Only an answer tells, and only that it was alive.',
  async run(story) {
    story.givenBank();
    story.clients(['c1'], 2);
    story.note('Off: a save takes 1 ms.');
    await story.deposit('c1');
    await story.sleep(ON - story.now());
    story.note('On: a save takes 800 ms.');
    story.nemesis.begin({ kind: 'slow-disk', node: 'bank', factor: 800 });
    await story.deposit('c1', 10, fresh);
    await story.sleep(2000);
  },
});

export const fallacies: readonly Play[] = [
  loss,
  latency,
  bandwidth,
  secure,
  topology,
  cost,
  homogeneous,
];
