import type { MessageId, NodeId, Plain } from '#harness';
import { altered, keyring, scenario, type BankStory } from '#kit/lab1';

const NODES = ['c1', 'c2'];
const ACCOUNTS = ['alice', 'bob'];

/** Sends two or three altered copies of whatever passes, most of them ahead of the true one. */
function forgeCopies(story: BankStory): void {
  const { nemesis, dice } = story;
  /** What has passed between the bank and each client, in either direction. */
  const passed = new Map<NodeId, Plain[]>();
  const trueOnes = new Map<MessageId, MessageId>();
  const delivered = new Set<MessageId>();
  let copying: MessageId | undefined;
  story.on('send', ({ forged, id, node, to, message }) => {
    if (forged) {
      if (copying !== undefined) trueOnes.set(id, copying);
      return;
    }
    const client = node === 'bank' ? to : node;
    const earlier = passed.get(client) ?? [];
    passed.set(client, [...earlier, message]);
    copying = id;
    for (let copies = dice.integer(2, 3); copies > 0; copies--) {
      const other = altered(message, dice, earlier);
      // No line is so fast as somebody in the middle.
      const after = dice.chance(0.8) ? dice.between(0.05, 0.4) : dice.between(1, 2000);
      // Some in the name of a stranger, who shares no secret with anybody.
      const from = dice.chance(0.1) ? 'mallory' : node;
      if (other !== undefined) nemesis.forge(from, to, other, after);
    }
    copying = undefined;
  });
  story.on('deliver', ({ id }) => {
    const trueOne = trueOnes.get(id);
    story.witness('first', trueOne !== undefined && !delivered.has(trueOne));
    delivered.add(id);
  });
}

/** Nothing but what makes an entry: a read leaves no effect that could be looked for. */
async function callAgainAndAgain(story: BankStory, node: NodeId, times: number): Promise<void> {
  const { dice } = story;
  for (; times > 0; times--) {
    await story.sleep(dice.between(0, 200));
    const amount = dice.integer(11, 40);
    const [from = '', to = ''] = dice.shuffled(ACCOUNTS);
    const method = dice.pick(['deposit', 'transfer', 'setOwner'] as const);
    if (method === 'deposit') await story.deposit(node, amount, { account: to });
    else if (method === 'transfer') await story.call(node, method, { from, to, amount });
    else await story.call(node, method, { account: to, owner: from });
  }
}

export default scenario({
  steps: ['E1'],
  points: 7,
  title: 'a message that its sender did not write has no effect.',
  note: '05-exactly-once#middleman',
  cites: 'RFC 2104; Needham & Schroeder 1978',
  shape: 'story',
  // A forged request may ask for something else under a call's id, and is answered so: what counts
  // is whether an entry or a call comes to believe it, and that is the rule of this part.
  without: ['saved-before-told', 'true-answer', 'same-answer'],
  witnesses: {
    first: 'an altered copy was delivered before the true message',
    instead: 'a message was altered on its way',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const keys = keyring(story.seed, ['bank', ...NODES]);
    story.bank({ keys: keys('bank') });
    for (const node of NODES) story.add(node, { clients: 1, keys: keys(node) });

    story.note('Somebody in the middle alters messages, and sends altered copies of others.');
    forgeCopies(story);
    const alter = (message: Plain) => altered(message, dice, []);
    const instead = nemesis.tamper({ where: () => dice.chance(0.2) }, alter);
    const users = [...NODES, ...NODES, ...NODES].map((node) => callAgainAndAgain(story, node, 4));
    await story.sleep(1500);
    story.witness('instead', instead.count > 0);

    story.note('From here on every true message arrives, among others.');
    nemesis.rest();
    await Promise.all(users);
  },
});
