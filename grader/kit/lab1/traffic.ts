/** Applications that call again and again, and begin anew when their node does. */
import { exponential, type Millis, type NodeId } from '#harness';
import type { BankStory } from './story.ts';

export type TrafficOptions = {
  readonly nodes: readonly NodeId[];
  /** Clients on each node. */
  readonly clients: number;
  /** The most calls that an application keeps open on one client; how many is drawn for each. */
  readonly open: number;
  /** The mean pause before a call. */
  readonly gap: Millis;
  /** Calls in all. */
  readonly calls: number;
  /** Draws the deadline of a call; that of types.ts unless said. */
  readonly within?: () => Millis;
};

export type Traffic = { stop(): void };

const ACCOUNTS = ['alice', 'bob', 'carol'];

/** Makes one call of a drawn method. */
async function anyCall(
  story: BankStory,
  node: NodeId,
  client: number,
  within?: Millis,
): Promise<void> {
  const { dice } = story;
  const options = { client, ...(within !== undefined && { within }) };
  const account = dice.pick(ACCOUNTS);
  const amount = dice.integer(1, 30);
  switch (dice.pick(['deposit', 'deposit', 'transfer', 'setOwner', 'balance'])) {
    case 'deposit':
      await story.call(node, 'deposit', { account, amount }, options);
      return;
    case 'transfer':
      await story.call(
        node,
        'transfer',
        { from: account, to: dice.pick(ACCOUNTS), amount },
        options,
      );
      return;
    case 'setOwner':
      await story.call(node, 'setOwner', { account, owner: `owner ${amount}` }, options);
      return;
    default:
      await story.call(node, 'balance', { account }, options);
  }
}

/** Begins at once. Ends when all calls have been made, or when it is stopped. */
export function traffic(story: BankStory, options: TrafficOptions): Traffic {
  const { nodes, clients, open, gap, within } = options;
  const { world, dice } = story;
  let left = options.calls;

  /** One after another; so many of these as calls are to be open at once. */
  const callAgainAndAgain = async (node: NodeId, life: number, client: number): Promise<void> => {
    for (;;) {
      await story.sleep(exponential(dice.u()) * gap);
      if (left <= 0 || world.nodes.get(node)?.life?.number !== life) return;
      left--;
      await anyCall(story, node, client, within?.());
    }
  };
  const begin = (node: NodeId, life: number): void => {
    for (let client = 0; client < clients; client++) {
      const together = dice.integer(1, open);
      for (let i = 0; i < together; i++) void callAgainAndAgain(node, life, client);
    }
  };
  for (const node of nodes) begin(node, world.nodes.get(node)?.life?.number ?? 0);
  story.on('start', ({ node, life }) => {
    if (nodes.includes(node)) begin(node, life);
  });
  return { stop: () => void (left = 0) };
}
