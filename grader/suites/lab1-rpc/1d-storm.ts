import { storm, type NodeId } from '#harness';
import { badNetwork, crashWhenBusy, scenario, traffic, type BankStory } from '#kit/lab1';

const BUSY = 4000;
const NODES = ['c1', 'c2'];

/** What a user wants of a node, and how far it has come. */
class Wish {
  readonly node: NodeId;
  readonly memo: string;
  readonly amount: number;
  promised = false;
  told = false;
  forgotten = false;
  /** Who crashed while it was promised and not told. */
  readonly crashed = new Set<NodeId>();

  constructor(node: NodeId, { memo, amount }: { memo: string; amount: number }) {
    this.node = node;
    this.memo = memo;
    this.amount = amount;
  }
}

/** In one life of a node: has it promised, waits for its outcome, and forgets it perhaps. */
async function pursue(story: BankStory, wish: Wish): Promise<void> {
  const { dice, world } = story;
  const { node, memo, amount } = wish;
  const lives = () => world.nodes.get(node)?.lives;
  const life = lives();
  if (!wish.promised) {
    await story.sleep(dice.between(0, BUSY / 2));
    if (lives() !== life) return;
    await story.intend(node, memo, 'deposit', { memo, account: 'alice', amount });
    wish.promised = true;
  }
  await story.outcome(node, memo);
  wish.told = true;
  if (dice.chance(0.7)) return;
  wish.forgotten = true;
  await story.forget(node, memo);
}

export default scenario({
  steps: ['D4'],
  points: 6,
  title: 'when client, server and network all fail, each intent still happens exactly once.',
  note: '05-exactly-once#intents',
  shape: 'swarm',
  witnesses: { both: 'a client and the bank both crashed while an intent was open' },
  async run(story) {
    const { nemesis, dice } = story;
    const wishes = [...NODES, ...NODES, ...NODES, ...NODES, ...NODES, ...NODES].map(
      (node) => new Wish(node, { memo: story.memo(), amount: dice.integer(1, 50) }),
    );
    story.on('crash', ({ node: down }) => {
      for (const { node, promised, told, crashed } of wishes) {
        if (promised && !told) crashed.add(down);
        story.witness('both', crashed.has(node) && crashed.has('bank'));
      }
    });
    story.on('start', ({ node }) => {
      for (const one of wishes) if (one.node === node && !one.forgotten) void pursue(story, one);
    });
    story.bank({ think: dice.integer(0, 30) });
    for (const node of NODES) story.add(node, { durable: true, clients: 1 });

    nemesis.dials(badNetwork(dice));
    const victims = ['bank', ...NODES];
    nemesis.plan(storm(story.seed, { victims, until: BUSY, gap: [50, 500], down: [30, 400] }));
    for (const node of victims) crashWhenBusy(story, node);
    const calls = traffic(story, { nodes: NODES, clients: 1, open: 2, gap: 800, calls: 15 });
    await story.sleep(BUSY);
    nemesis.rest();
    calls.stop();
    await story.settled();
    await story.until(() => wishes.every(({ told }) => told), 5000);
  },
});
