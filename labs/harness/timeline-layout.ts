import type { NodeId } from './env.ts';
import { Line, type Glyphs, type Style } from './timeline-canvas.ts';
import type { Labels } from './timeline-describe.ts';
import type { LaneState, Moment } from './timeline-follow.ts';
import { isGap, type Entry, type Gap, type Selected } from './timeline-select.ts';
import { clip, duration, printable, widthOf, wrap } from './timeline-text.ts';

/** Where everything stands. */
export type Layout = {
  readonly width: number;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
  readonly labels: Labels;
  /** The first column after the times. */
  readonly left: number;
  readonly decimals: number;
  /** The column of each node's line. */
  readonly lanes: ReadonlyMap<NodeId, number>;
  /** The column after the nodes. */
  readonly right: number;
  /** How many bars stand in the column of faults; their texts stand right of them. */
  readonly bars: number;
};

/** Lines that a text may take, where there is so much room for it. */
const linesIn = (room: number): number => (room < 16 ? 4 : room < 26 ? 3 : 2);

/** A node's column is never narrower: what it says could not be read. */
const NARROWEST = 11;

/** As few decimals as tell all times apart from what they are not, at most three. */
export function decimalsOf(entries: readonly Entry[]): number {
  const times = entries.flatMap((entry) => (isGap(entry) ? [] : [entry.event.at]));
  return (
    [0, 1, 2].find((n) => times.every((at) => Math.abs(at - Number(at.toFixed(n))) < 1e-6)) ?? 3
  );
}

export function timeWidth(entries: readonly Entry[], decimals: number): number {
  const widths = entries.map((entry) =>
    isGap(entry) ? 0 : entry.event.at.toFixed(decimals).length,
  );
  return Math.max(5, ...widths);
}

/** Gives every node a column, or undefined if they would be too narrow. */
export function layoutOf(
  { entries, nodes }: Selected,
  options: Pick<Layout, 'width' | 'glyphs' | 'unicode' | 'labels'>,
): Layout | undefined {
  const { width } = options;
  const decimals = decimalsOf(entries);
  const left = 2 + timeWidth(entries, decimals) + 2;
  const forces = entries.flatMap((entry) => (isGap(entry) ? [] : entry.forces));
  const bars = Math.max(0, ...forces.map((force) => force.place + 1));
  const longest = Math.max(0, ...forces.map((force) => widthOf(force.text)));
  const faults = bars === 0 ? 0 : bars + 1 + Math.min(longest, Math.max(10, Math.floor(width / 8)));
  const right = width - faults - (bars === 0 ? 0 : 1);
  const each = Math.floor((right - left) / Math.max(1, nodes.length));
  if (each < NARROWEST) return undefined;
  const lanes = new Map(nodes.map((node, i) => [node, left + i * each]));
  return { ...options, left, decimals, lanes, right, bars };
}

/** The names of the columns; before them, the nodes that were not to be shown. */
export function header(layout: Layout, { unasked }: Selected): Line[] {
  const { glyphs, unicode } = layout;
  const name = (text: string, room: number) =>
    clip(printable(text, unicode), room, glyphs.ellipsis);
  const line = new Line(layout.width);
  line.put(layout.left - 4, 'ms', 'dim');
  for (const [node, x] of layout.lanes) line.put(x, name(node, NARROWEST - 1), 'bold');
  if (layout.bars > 0) line.put(layout.right + 1, 'faults', 'yellow');
  if (unasked.length === 0) return [line];
  const others = new Line(layout.width);
  others.put(
    layout.left,
    name(`not shown: ${unasked.join(', ')}`, layout.width - layout.left),
    'dim',
  );
  return [others, line];
}

/** A line with its time, the line of every node, and the bars of the faults. */
function ground(layout: Layout, moment: Moment, first: boolean): Line {
  const { glyphs } = layout;
  const { event } = moment;
  const line = new Line(layout.width);
  if (first) {
    const time = event.at.toFixed(layout.decimals);
    line.put(layout.left - 2 - time.length, time, 'dim');
    if (moment.proof) line.put(0, '!', 'red');
  }
  for (const [node, x] of layout.lanes) line.put(x, laneOf(moment.lanes.get(node), glyphs), 'dim');
  for (const { id, place } of moment.forces) {
    const over = event.type === 'fault' && event.phase === 'end' && event.id === id;
    if (first || !over) line.put(layout.right + 1 + place, glyphs.fault, 'yellow');
  }
  return line;
}

function laneOf(state: LaneState | undefined, glyphs: Glyphs): string {
  return state === undefined || state === 'down' ? ' ' : glyphs[state];
}

/** Makes the lines of one moment: as many as the texts in it need. */
export class Row {
  readonly lines: Line[] = [];
  readonly #layout: Layout;
  readonly #moment: Moment;

  constructor(layout: Layout, moment: Moment) {
    this.#layout = layout;
    this.#moment = moment;
    this.line(0);
  }

  line(i: number): Line {
    while (this.lines.length <= i) {
      this.lines.push(ground(this.#layout, this.#moment, this.lines.length === 0));
    }
    return this.lines[i] as Line;
  }

  /** Draws on the first line. */
  put(x: number, text: string, style: Style = 'plain'): void {
    this.line(0).put(x, text, style);
  }

  /** Writes a text from a column on, over as many lines as are allowed. */
  write(x: number, text: string, end: number, most: number, style: Style = 'plain'): void {
    const { glyphs, unicode } = this.#layout;
    const lines = wrap(printable(text, unicode), Math.max(1, end - x), most, glyphs.ellipsis);
    for (const [i, part] of lines.entries()) this.line(i).put(x, part, style);
  }

  /**
   * Writes in a node's column; a text may run on to
   * the right, where nothing else happens in this row.
   */
  say(node: NodeId, text: string, style: Style = 'plain', indent = 2): void {
    const x = this.#layout.lanes.get(node);
    if (x === undefined) return;
    const { right } = this.#layout;
    this.write(x + indent, text, right, linesIn(right - x), style);
  }

  /** Draws an end of a fault's bar. */
  bar(place: number, glyph: string): void {
    this.put(this.#layout.right + 1 + place, glyph, 'yellow');
  }

  /** Writes what a fault is beside its bar. */
  fault(text: string): void {
    const { right, bars, width } = this.#layout;
    this.write(right + 2 + bars, text, width, 3, 'yellow');
  }
}

/** A text of its own line, over all the columns: what belongs to no node. */
export function fullWidth(
  layout: Layout,
  moment: Moment,
  mark: string,
  text: string,
  style: Style,
): Line[] {
  const { left, width, glyphs, unicode } = layout;
  const x = left + widthOf(mark) + 1;
  const parts = wrap(printable(text, unicode), width - x, 12, glyphs.ellipsis);
  return parts.map((part, i) => {
    const line = new Line(width);
    if (i === 0) {
      const time = moment.event.at.toFixed(layout.decimals);
      line.put(left - 2 - time.length, time, 'dim');
      line.put(left, mark, style);
    }
    line.put(x, part, style);
    return line;
  });
}

/** What a gap leaves out: `312 events, 4.2 s`. */
export function gapText({ gap, ms }: Gap): string {
  if (gap === 0) return `${duration(ms)} pass`;
  return `${gap} ${gap === 1 ? 'event' : 'events'}, ${duration(ms)}`;
}

export function gapLine(layout: Layout, gap: Gap): Line {
  const line = new Line(layout.width);
  line.put(layout.left - 3, layout.glyphs.gap, 'dim');
  line.put(layout.left, gapText(gap), 'dim');
  return line;
}
