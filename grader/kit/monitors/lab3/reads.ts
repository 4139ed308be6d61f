/** E3: reads that are fresh, though nothing is written for them. */
import type { EventOf, Millis, NodeId, Plain, Proof, TraceEvent } from '#harness';
import { requestOf } from '../../lab3/wire.ts';
import type { Monitor, MonitorContext, MonitorFactory } from '../../monitor.ts';
import { ELECTION_TIMEOUT_MAX } from './wire.ts';

/** What a read may take; a disk and a processor may add to it. */
const PATIENCE = ELECTION_TIMEOUT_MAX + 200;

type Applied = { readonly index: number; readonly at: Millis; readonly node: NodeId };
type Read = {
  readonly node: NodeId;
  readonly life: number;
  readonly at: Millis;
  /** The furthest that any service had come when it began: that was committed. */
  readonly known: Applied;
  /** It leads in calm, and has applied something of its own term. */
  readonly mustAnswer: boolean;
};

class Reads implements Monitor {
  readonly #context: MonitorContext;
  #furthest: Applied = { index: 0, at: 0, node: '' };
  readonly #open = new Map<number, Read>();
  readonly #lives = new Map<NodeId, number>();
  /** Who has had a proposal of its own applied in this life, since the calm. */
  readonly #proven = new Map<NodeId, number>();
  readonly #accepted = new Map<NodeId, number>();
  #term = 0;
  #calm = false;

  constructor(context: MonitorContext) {
    this.#context = context;
  }

  observe(event: TraceEvent): void {
    if (event.type === 'calm') this.#calm = true;
    if (event.type === 'fault' && event.phase === 'begin') this.#noLongerCalm();
    if (event.type === 'start') this.#lives.set(event.node, event.life);
    if (event.type === 'crash') this.#lives.delete(event.node);
    if (event.type === 'pause') this.#excuse(event.node);
    if (event.type === 'send') this.#sent(event);
    if (event.type === 'probe') this.#probed(event);
    if (event.type === 'return' && event.method === 'propose') this.#proposed(event);
    if (event.type === 'invoke' && event.method === 'read') this.#begins(event);
    if (event.type === 'return' && event.method === 'read') this.#ends(event);
  }

  #noLongerCalm(): void {
    this.#calm = false;
    this.#forgetLeaders();
  }

  /** Who stands still ends nothing. */
  #excuse(node: NodeId): void {
    for (const [call, read] of this.#open) if (read.node === node) this.#open.delete(call);
  }

  #forgetLeaders(): void {
    this.#proven.clear();
    this.#accepted.clear();
  }

  /** Whoever stands may depose the leader of before. */
  #sent({ message }: EventOf<'send'>): void {
    const term = requestOf(message)?.args.term ?? 0;
    if (term <= this.#term) return;
    this.#term = term;
    this.#forgetLeaders();
  }

  #proposed({ node, value }: EventOf<'return'>): void {
    const { index } = (value ?? {}) as { readonly index?: number };
    if (index !== undefined && this.#calm) this.#accepted.set(node, index);
  }

  #probed({ node, at, name, data }: EventOf<'probe'>): void {
    if (name !== 'apply' && name !== 'restore') return;
    const { index, lastIncludedIndex } = data as { index?: number; lastIncludedIndex?: number };
    const reached = index ?? lastIncludedIndex ?? 0;
    if (reached > this.#furthest.index) this.#furthest = { index: reached, at, node };
    if (reached >= (this.#accepted.get(node) ?? Infinity)) this.#proven.set(node, reached);
  }

  #begins({ node, life, call, at }: EventOf<'invoke'>): void {
    const mustAnswer = this.#calm && this.#proven.has(node);
    this.#open.set(call, { node, life, at, known: this.#furthest, mustAnswer });
    this.#context.after(PATIENCE, () => {
      if (!this.#open.delete(call) || this.#lives.get(node) !== life) return;
      this.#context.tell('read-ends', node, `${node} has not ended a read in ${PATIENCE} ms.`, [
        { at, node, text: 'read' },
      ]);
    });
  }

  #ends({ call, at, value }: EventOf<'return'>): void {
    const read = this.#open.get(call);
    this.#open.delete(call);
    if (!read) return;
    const { node, known } = read;
    const begun = { at: read.at, node, text: 'a read begins' };
    const applied = appliedIn(value);
    if (applied === undefined && read.mustAnswer && this.#calm && this.#proven.has(node))
      this.#context.tell(
        'read-is-answered',
        node,
        `${node} leads, in calm, and has committed in its term. It does not answer a read.`,
        [begun, { at, node, text: 'it cannot be read here' }],
      );
    if (applied === undefined || applied >= known.index) return;
    const proof: Proof[] = [
      { at: known.at, node: known.node, text: `applies entry ${known.index}` },
      begun,
      { at, node, text: `it is answered by a service that has applied ${applied}` },
    ];
    const text =
      `A read at ${node} was answered after entry ${applied}. Before it began, ` +
      `${known.node} had applied entry ${known.index}.`;
    this.#context.tell('read-is-fresh', node, text, proof);
  }
}

const appliedIn = (value: Plain): number | undefined =>
  (value as { readonly applied?: number } | null)?.applied;

export const reads: MonitorFactory = {
  rules: ['read-is-fresh', 'read-ends', 'read-is-answered'],
  create: (context) => new Reads(context),
};
