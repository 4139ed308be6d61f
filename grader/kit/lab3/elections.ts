import type { Millis, NodeId, TraceEvent, World } from '#harness';
import type { RaftStory } from './story.ts';
import { saysItLeads, termOf } from './wire.ts';

/** The latest term that a life has said it leads, and whether it has heard of a newer one. */
type Claim = { readonly life: number; readonly term: number; newer: boolean };

/** What the wire shows of terms and of who leads. No program is asked. */
export class Elections {
  /** The highest term that anybody has named. */
  term = 0;
  readonly #world: World;
  readonly #claims = new Map<NodeId, Claim>();
  readonly #lastHeartbeat = new Map<NodeId, Millis>();

  constructor(world: World) {
    this.#world = world;
    world.observe((event) => this.#see(event));
  }

  #see(event: TraceEvent): void {
    if (event.type !== 'send' && event.type !== 'deliver') return;
    const { node, life, message } = event;
    const term = termOf(message);
    if (term === undefined) return;
    this.term = Math.max(this.term, term);
    // What is forged is said by nobody's life.
    if (event.type === 'send' && event.forged) return;
    const claim = this.#claims.get(node);
    if (claim && claim.life === life && term > claim.term) claim.newer = true;
    if (event.type === 'deliver' || !saysItLeads(message)) return;
    this.#lastHeartbeat.set(node, event.at);
    if (!claim || claim.life !== life || term > claim.term)
      this.#claims.set(node, { life, term, newer: false });
  }

  /** The server that leads the highest term of those that anybody leads, if it still does. */
  get leader(): { readonly node: NodeId; readonly term: number } | undefined {
    let last: { node: NodeId; claim: Claim } | undefined;
    for (const [node, claim] of this.#claims)
      if (!last || claim.term > last.claim.term) last = { node, claim };
    if (!last || last.claim.newer) return undefined;
    const alive = this.#world.nodes.get(last.node)?.life?.number === last.claim.life;
    return alive ? { node: last.node, term: last.claim.term } : undefined;
  }

  /** When a server last said that it leads. */
  lastHeartbeat(node: NodeId): Millis | undefined {
    return this.#lastHeartbeat.get(node);
  }
}

/** Waits until then, and tells of how many terms there were leaders. */
export async function leadersUntil(story: RaftStory, until: Millis): Promise<number> {
  const terms = new Set<number>();
  for (let left = 0; left < until; left += 50) {
    await story.sleep(50);
    if (story.leader() !== undefined) terms.add(story.leaderTerm());
  }
  return terms.size;
}
