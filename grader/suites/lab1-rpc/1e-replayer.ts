import type { NodeId, Plain } from '#harness';
import { keyring, scenario, type BankStory } from '#kit/lab1';

const BANKS = ['b1', 'b2'];
const NODES = [...BANKS, 'c1', 'c2'];
const other = (bank: NodeId): NodeId => (bank === 'b1' ? 'b2' : 'b1');

type Old = { readonly from: NodeId; readonly to: NodeId; readonly message: Plain };

/** Sends whatever passes back to its sender, to its receiver once more, and to the other bank. */
function replayAll(story: BankStory): readonly Old[] {
  const { nemesis, dice } = story;
  const old: Old[] = [];
  story.on('send', ({ forged, node: from, to, message }) => {
    if (forged) return;
    old.push({ from, to, message });
    nemesis.forge(to, from, message, dice.between(0.1, 30));
    nemesis.forge(from, to, message, dice.between(0.1, 3000));
    if (BANKS.includes(to) && from !== other(to)) {
      nemesis.forge(from, other(to), message, dice.between(0.1, 30));
    }
  });
  return old;
}

type Asked = { readonly node: NodeId; readonly to: NodeId; readonly lives: number };

/** Makes a call, and notes who asked whom, and when. */
async function callSomeone(story: BankStory, asked: Map<string, Asked>): Promise<void> {
  const { dice } = story;
  const node = dice.pick(NODES);
  const to = BANKS.includes(node) ? other(node) : dice.pick(BANKS);
  const [memo, account] = [story.memo(), dice.pick(['alice', 'bob'])];
  asked.set(memo, { node, to, lives: story.world.nodes.get(to)?.lives ?? 0 });
  const amount = dice.integer(1, 30);
  if (dice.chance(0.7)) await story.call(node, 'deposit', { memo, account, amount }, { to });
  else await story.call(node, 'setOwner', { memo, account, owner: node }, { to });
}

export default scenario({
  steps: ['E2'],
  points: 7,
  title: 'an old message, sent again to whomever, has no effect.',
  note: '05-exactly-once#middleman',
  cites: 'Needham & Schroeder 1978',
  shape: 'story',
  witnesses: {
    returned: 'a request was delivered to the bank that had sent it',
    elsewhere: 'a request was delivered to the other bank, in the name of its sender',
    again: 'a request was delivered again when its bank had crashed since',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const asked = new Map<string, Asked>();
    story.on('deliver', ({ node, life, message }) => {
      const { kind, args } = message as {
        readonly kind?: string;
        readonly args?: { memo: string };
      };
      const call = kind === 'request' && asked.get(args?.memo ?? '');
      if (!call) return;
      story.witness('returned', node === call.node);
      story.witness('elsewhere', node !== call.node && node !== call.to);
      story.witness('again', node === call.to && life > call.lives);
    });
    const keys = keyring(story.seed, NODES);
    for (const id of BANKS) story.bank({ clients: 1, keys: keys(id) }, id);
    for (const id of ['c1', 'c2']) story.add(id, { clients: 1, keys: keys(id) });

    story.note('Two banks are clients of each other. Whatever passes comes again, to others too.');
    const old = replayAll(story);
    for (let round = 0; round < 3; round++) {
      await Promise.all([1, 2, 3, 4].map(() => callSomeone(story, asked)));
      const bank = dice.pick(BANKS);
      story.note(`${bank} crashes, and all that was ever said to it comes again.`);
      nemesis.crash(bank, { for: 50 });
      await story.sleep(60);
      for (const { from, to, message } of old) {
        if (to === bank) nemesis.forge(from, to, message, dice.between(0.1, 50));
      }
      await story.sleep(100);
    }
    nemesis.rest();
    await Promise.all([1, 2].map(() => callSomeone(story, asked)));
    await story.sleep(3000);
  },
});
