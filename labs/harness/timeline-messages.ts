import type { NodeId } from './env.ts';
import type { Style } from './timeline-canvas.ts';
import type { Layout, Row } from './timeline-layout.ts';
import type { Of, Pairing } from './timeline-pair.ts';
import { clip, printable, widthOf } from './timeline-text.ts';
import type { MessageId } from './trace.ts';

/** Draws datagrams: as arrows, or as the two ends of arrows with a letter on both. */
export class Messages {
  readonly #layout: Layout;
  readonly #pairing: Pairing;

  constructor(layout: Layout, pairing: Pairing) {
    this.#layout = layout;
    this.#pairing = pairing;
  }

  #letter(id: MessageId): string {
    return this.#pairing.letters.get(id) ?? '';
  }

  /** What a node without a column sends is shown where it arrives, unless it never does. */
  isShownElsewhere({ event, fates }: Of<'send'>): boolean {
    return !this.#layout.lanes.has(event.node) && !fates.some((fate) => fate.type === 'drop');
  }

  send(row: Row, { event, fates }: Of<'send'>, what: string): void {
    const { lanes, glyphs } = this.#layout;
    const { node, to, id } = event;
    const [x, target] = [lanes.get(node), lanes.get(to)];
    const dropped = fates.some((fate) => fate.type === 'drop');
    if (x === undefined) return this.arrive(row, node, to, id, what, true);
    if (this.#pairing.arrows.has(id) && target !== undefined)
      return this.#tail(row, x, target, id, what);
    const style: Style = dropped ? 'red' : 'plain';
    const text = `${to}: ${what}`;
    if (target !== undefined && target < x) {
      const stub = `${dropped ? glyphs.lost : glyphs.left}${this.#letter(id)}${glyphs.line}`;
      row.put(x - widthOf(stub), stub + glyphs.outLeft, style);
      row.say(node, text, style);
    } else {
      const stub = `${glyphs.line}${this.#letter(id)}${dropped ? glyphs.lost : glyphs.right}`;
      row.put(x, glyphs.outRight + stub, style);
      row.say(node, text, style, widthOf(stub) + 2);
    }
  }

  deliver(
    row: Row,
    { event, sentAt, again }: Of<'deliver'>,
    what: string,
    released: boolean,
  ): void {
    const { lanes, glyphs, decimals } = this.#layout;
    const { id, node, from } = event;
    const [x, source] = [lanes.get(node), lanes.get(from)];
    if (x === undefined) return;
    if (this.#pairing.arrows.has(id) && !again && source !== undefined) {
      if (source < x) row.put(x - 2, glyphs.fromLeft + glyphs.right);
      else row.put(x + 1, glyphs.left + glyphs.fromRight);
      if (this.#fits(what, id, source, x)) return;
      return row.say(node, what, 'plain', source < x ? 2 : 4);
    }
    const apart = source !== undefined && sentAt !== undefined && !this.#letter(id);
    const sent = apart ? `from ${from} at ${sentAt.toFixed(decimals)}, ` : '';
    this.arrive(row, from, node, id, `${sent}${released ? 'released, ' : ''}${what}`);
  }

  /** An arrival, or a loss at the arrival, whose sending stands further up, or is not shown. */
  arrive(row: Row, from: NodeId, to: NodeId, id: MessageId, text: string, lost = false): void {
    const { lanes, glyphs } = this.#layout;
    const [x, source] = [lanes.get(to), lanes.get(from)];
    const style: Style = lost ? 'red' : 'plain';
    const letter = this.#letter(id);
    if (x === undefined) return row.say(from, `${glyphs.lost}${letter} ${text}`, style);
    const said = source === undefined ? `${from}: ${text}` : text;
    if (source !== undefined && source < x) {
      const stub = `${letter}${lost ? glyphs.lost : glyphs.right}`;
      row.put(x - widthOf(stub), stub, style);
      row.say(to, text, style);
    } else {
      const stub = `${lost ? glyphs.lost : glyphs.left}${letter}`;
      row.put(x + 1, stub, style);
      row.say(to, said, style, widthOf(stub) + 2);
    }
  }

  /** The row of an arrow in which it is sent. */
  #tail(row: Row, x: number, target: number, id: MessageId, what: string): void {
    const { line, cross, outRight, outLeft, turnRight, turnLeft, ellipsis } = this.#layout.glyphs;
    const [a, b] = x < target ? [x, target - 2] : [target + 2, x];
    row.put(a, line.repeat(b - a + 1));
    for (const lane of this.#layout.lanes.values()) if (lane > a && lane < b) row.put(lane, cross);
    row.put(x, x < target ? outRight : outLeft);
    row.put(x < target ? b : a, x < target ? turnRight : turnLeft);
    const text = this.#fits(what, id, x, target)
      ? `${this.#letter(id)} ${what}`.trim()
      : this.#letter(id);
    if (text === '') return;
    row.put(a + 2, ` ${clip(printable(text, this.#layout.unicode), b - a - 5, ellipsis)} `);
  }

  /**
   * Whether the text stands on the arrow: if all of
   * it fits, or if there is no more room at its head.
   */
  #fits(what: string, id: MessageId, x: number, target: number): boolean {
    const letter = this.#letter(id);
    const room = Math.abs(target - x) - 7 - (letter === '' ? 0 : letter.length + 1);
    const needs = widthOf(printable(what, this.#layout.unicode));
    return needs <= room || room >= this.#layout.right - target - 2;
  }
}
