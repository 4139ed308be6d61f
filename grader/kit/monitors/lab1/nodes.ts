/** Who is up, and who stands still: what a rule must know before it blames anybody for silence. */
import type { Millis, NodeId } from '#harness';
import type { Asked, Call, NodeFacts } from './calls.ts';

export class Nodes {
  readonly #nodes = new Map<NodeId, NodeFacts>();

  get(id: NodeId): NodeFacts {
    let node = this.#nodes.get(id);
    if (!node) {
      const busy = {
        up: false,
        paused: false,
        saving: false,
        blockedSince: undefined,
        blockedBefore: 0,
      };
      const told = { intents: new Map<string, Call>(), asked: new Set<Asked>(), heard: [] };
      node = {
        id,
        life: 0,
        startedAt: 0,
        awakeSince: 0,
        memories: 0,
        open: new Set(),
        ...busy,
        ...told,
      };
      this.#nodes.set(id, node);
    }
    return node;
  }

  /** How long a node has been saving or paused, in all. */
  blocked({ blockedSince, blockedBefore }: NodeFacts, now: Millis): Millis {
    return blockedBefore + (blockedSince === undefined ? 0 : now - blockedSince);
  }

  block(id: NodeId, now: Millis, why: 'saving' | 'paused', on: boolean): void {
    const node = this.get(id);
    node[why] = on;
    const blocked = node.saving || node.paused;
    if (blocked) {
      node.blockedSince ??= now;
    } else if (node.blockedSince !== undefined) {
      node.blockedBefore += now - node.blockedSince;
      node.blockedSince = undefined;
    }
  }

  start(id: NodeId, now: Millis, life: number): NodeFacts {
    const node = this.get(id);
    node.life = life;
    node.up = true;
    node.startedAt = now;
    node.awakeSince = now;
    return node;
  }

  resume(id: NodeId, now: Millis): NodeFacts {
    this.block(id, now, 'paused', false);
    const node = this.get(id);
    node.awakeSince = now;
    return node;
  }

  /** The calls of a life that has ended are over; its intents are not. */
  crash(id: NodeId, now: Millis): NodeFacts {
    this.block(id, now, 'saving', false);
    const node = this.get(id);
    node.up = false;
    for (const call of node.open) if (!call.intent) call.over = true;
    node.open.clear();
    node.asked.clear();
    return node;
  }
}
