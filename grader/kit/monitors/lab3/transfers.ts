/** E2: handing over the leadership. */
import type { EventOf, Millis, NodeId, TraceEvent } from '#harness';
import { saysItLeads, termOf } from '../../lab3/wire.ts';
import type { Monitor, MonitorContext, MonitorFactory } from '../../monitor.ts';
import { ELECTION_TIMEOUT_MAX, ELECTION_TIMEOUT_MIN } from './wire.ts';

/** Before anybody would stand of itself. */
const SOON = ELECTION_TIMEOUT_MIN;
/** After so long a transfer has failed; a disk may take a little more. */
const FAILED = ELECTION_TIMEOUT_MAX + 50;

type Transfer = {
  readonly from: NodeId;
  readonly life: number;
  readonly to: NodeId;
  readonly at: Millis;
  /** The term that is handed over. */
  readonly term: number;
};

class Transfers implements Monitor {
  readonly #context: MonitorContext;
  /** Who leads, and in which term, as the wire shows it. */
  #leader: { node: NodeId; life: number; term: number } | undefined;
  #transfer: Transfer | undefined;
  #calm = false;

  constructor(context: MonitorContext) {
    this.#context = context;
  }

  observe(event: TraceEvent): void {
    if (event.type === 'calm') this.#calm = true;
    if (event.type === 'fault' && event.phase === 'begin') this.#calm = false;
    if (event.type === 'send' && !event.forged) this.#sent(event);
    if (event.type === 'crash' && event.node === this.#transfer?.from) this.#transfer = undefined;
    if (event.type === 'return' && event.method === 'propose') this.#proposed(event);
    if (event.type === 'invoke' && event.method === 'transferLeadership') this.#begins(event);
  }

  #sent({ node, life, message }: EventOf<'send'>): void {
    const term = saysItLeads(message) ? (termOf(message) ?? 0) : 0;
    if (term <= (this.#leader?.term ?? 0)) return;
    this.#leader = { node, life, term };
    if (term > (this.#transfer?.term ?? Infinity)) this.#transfer = undefined;
  }

  #begins({ node, life, args, at }: EventOf<'invoke'>): void {
    const [to] = args;
    const leader = this.#leader;
    if (leader?.node !== node || leader.life !== life || typeof to !== 'string') return;
    const transfer = { from: node, life, to, at, term: leader.term };
    this.#transfer = transfer;
    if (this.#calm) this.#context.after(SOON, () => this.#isOver(transfer));
  }

  #isOver({ from, to, at, term }: Transfer): void {
    if (!this.#calm || (this.#leader?.node === to && this.#leader.term > term)) return;
    const { node, term: now } = this.#leader ?? { node: from, term };
    const text =
      `${from} was asked to hand its leadership of term ${term} to ${to}. ` +
      `${SOON} ms later ${node} leads, in term ${now}.`;
    this.#context.tell('hands-over', from, text, [
      { at, node: from, text: `transferLeadership to ${to}` },
    ]);
  }

  #proposed({ node, life, value, at }: EventOf<'return'>): void {
    const transfer = this.#transfer;
    if (!transfer || transfer.from !== node || transfer.life !== life) return;
    const proof = [
      { at: transfer.at, node, text: `transferLeadership to ${transfer.to}` },
      { at, node, text: value === null ? 'accepts no proposal' : 'accepts a proposal' },
    ];
    const since = `${(at - transfer.at).toFixed(0)} ms`;
    if (value !== null && at - transfer.at < SOON)
      this.#context.tell(
        'accepts-nothing-meanwhile',
        node,
        `${node} accepts a proposal ${since} after it began to hand over to ${transfer.to}.`,
        proof,
      );
    if (value === null && at - transfer.at > FAILED && this.#leader?.node === node)
      this.#context.tell(
        'goes-on-leading',
        node,
        `${node} leads term ${transfer.term} still, and ${since} after it began to hand over to ` +
          `${transfer.to} it accepts no proposal.`,
        proof,
      );
  }
}

export const transfers: MonitorFactory = {
  rules: ['hands-over', 'accepts-nothing-meanwhile', 'goes-on-leading'],
  create: (context) => new Transfers(context),
};
