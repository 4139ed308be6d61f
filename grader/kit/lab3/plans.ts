/** Faults that fit a cluster: what a swarm or a storm does not know of. */
import {
  SWARM_KINDS,
  u01,
  type FaultPlan,
  type Millis,
  type NodeId,
  type RpcMessage,
  type SwarmKind,
} from '#harness';
import type { Dice } from '../story.ts';
import type { RaftStory } from './story.ts';

/** What a swarm may do, but for some. */
export const allBut = (...not: readonly SwarmKind[]): readonly SwarmKind[] =>
  SWARM_KINDS.filter((kind) => !not.includes(kind));

const KINDS_OF_LATENESS = 12;

/** A part of the replies comes late, each by one of a few times, drawn for its call. */
export function lateReplies(
  { seed, nemesis }: RaftStory,
  part = 2 / 3,
  [least, most]: readonly [Millis, Millis] = [200, 2200],
): void {
  for (let i = 0; i < KINDS_OF_LATENESS; i++) {
    const by = least + u01(seed, 'lateness of replies', '', i) * (most - least);
    const isLate = ({ call }: RpcMessage): boolean =>
      Math.floor((u01(seed, 'late replies', '', call) / part) * KINDS_OF_LATENESS) === i;
    const where = (message: unknown): boolean => isLate(message as RpcMessage);
    nemesis.delay({ kind: 'rpc-reply', where }, by);
  }
}

/** Nothing but a few datagrams of those that are sent by then is late. */
export function delayBounded(dice: Dice, nodes: readonly NodeId[], until: Millis): FaultPlan {
  return Array.from({ length: dice.integer(1, 5) }, (_, i) => {
    const [from = '', to = ''] = dice.shuffled(nodes);
    const number = dice.integer(0, Math.ceil(until / 50));
    const by = Math.round(dice.between(300, 1500));
    return { kind: 'delay', from, to, number, by, id: `d${i + 1}`, at: 0, for: until };
  });
}

/** Cuts off whoever leads, again and again, or has it stand still. */
export async function againstLeaders(story: RaftStory, until: Millis): Promise<void> {
  const { nemesis, dice } = story;
  while (story.now() < until) {
    await story.sleep(dice.between(100, 400));
    const node = story.leader();
    if (node === undefined || story.now() >= until) continue;
    const lasting = Math.min(dice.between(200, 900), until - story.now());
    nemesis.begin({ kind: dice.pick(['isolate', 'pause']), node }, { for: lasting });
  }
}

/** Crashes servers that have just answered, and cuts off some that have just begun to lead. */
export function triggered({ nemesis, dice, ids }: RaftStory, count: number): void {
  for (let i = 0; i < count; i++) {
    const node = dice.pick(ids);
    const [nth, after, lasting] = [dice.integer(1, 12), dice.between(0, 1), dice.between(30, 600)];
    const method = dice.pick(['RequestVote', 'AppendEntries']);
    const answered = { event: 'send', node, match: { kind: 'rpc-reply', method } } as const;
    const leads = { event: 'send', node, match: { kind: 'rpc', method: 'AppendEntries' } } as const;
    const isolated = dice.chance(0.3);
    const moment = { ...(isolated ? leads : answered), nth, after };
    nemesis.when(moment, { kind: isolated ? 'isolate' : 'crash', node }, lasting);
  }
}
