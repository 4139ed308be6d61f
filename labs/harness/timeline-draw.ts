import type { Glyphs, Line, Style } from './timeline-canvas.ts';
import { tell } from './timeline-describe.ts';
import type { Moment } from './timeline-follow.ts';
import { fullWidth, gapLine, Row, type Layout } from './timeline-layout.ts';
import { Messages } from './timeline-messages.ts';
import { causes, is, pair, releases, together, type Of } from './timeline-pair.ts';
import { isGap, type Entry } from './timeline-select.ts';
import type { TraceEvent } from './trace.ts';

/** Draws the rows of a diagram. */
export class Drawing {
  readonly #layout: Layout;
  readonly #glyphs: Glyphs;
  readonly #entries: readonly Entry[];
  readonly #messages: Messages;
  /** Faults whose text stands in an earlier row. */
  readonly #told = new Set<string>();

  constructor(layout: Layout, entries: readonly Entry[]) {
    this.#layout = layout;
    this.#glyphs = layout.glyphs;
    this.#entries = entries;
    this.#messages = new Messages(layout, pair(entries, layout.lanes));
  }

  lines(): Line[] {
    return this.#entries.flatMap((entry, i) =>
      isGap(entry)
        ? [gapLine(this.#layout, entry)]
        : (this.#acrossAll(entry) ?? this.#row(entry, i)),
    );
  }

  /** What belongs to no column. */
  #acrossAll(moment: Moment): Line[] | undefined {
    const text = tell(moment, this.#layout.labels);
    if (is(moment, 'note', 'calm')) {
      return fullWidth(this.#layout, moment, this.#glyphs.note, text, 'cyan');
    }
    if (!is(moment, 'bug', 'violation')) return undefined;
    const proved = moment.event.type === 'violation' && moment.event.proof.length > 0;
    const where = proved ? ' (proof: the rows marked !)' : '';
    const who = is(moment, 'bug') ? `${moment.event.node}:` : moment.event.node;
    return fullWidth(this.#layout, moment, '!!', `${who} ${text}${where}`.trim(), 'red');
  }

  #row(moment: Moment, i: number): Line[] {
    const [before, after] = [this.#entries[i - 1], this.#entries[i + 1]];
    // Two moments share a row if one comes of the other,
    // at its instant: the row is that of the second.
    if (releases(moment, after) || causes(moment, after) || together(before, moment)) return [];
    if (is(moment, 'send') && this.#messages.isShownElsewhere(moment)) return [];
    const row = new Row(this.#layout, moment);
    const text = tell(moment, this.#layout.labels);
    this.#forces(row, moment, causes(before, moment) ? before : moment);
    if (is(moment, 'send')) this.#messages.send(row, moment, text);
    else if (is(moment, 'deliver'))
      this.#messages.deliver(row, moment, text, releases(before, moment));
    else if (is(moment, 'drop', 'release')) {
      const { from, to, id, type } = moment.event;
      const words = releases(before, moment) ? `released, ${text}` : text;
      this.#messages.arrive(row, from, to, id, words, type === 'drop');
    } else this.#own(row, moment, text);
    for (let j = i + 1; together(moment, this.#entries[j]); j++) {
      this.#own(row, this.#entries[j] as Moment, text);
    }
    return row.lines;
  }

  /** Names a fault where it begins and where it ends; one that began earlier, in the first rows. */
  #forces(row: Row, moment: Moment, cause: Moment): void {
    if (is(cause, 'fault')) return this.#fault(row, cause);
    const untold = moment.forces.find(({ id }) => !this.#told.has(id));
    if (!untold) return;
    row.fault(untold.text);
    this.#told.add(untold.id);
  }

  #fault(row: Row, { event, forces }: Of<'fault'>): void {
    const { id, text } = event;
    const place = forces.find((force) => force.id === id)?.place ?? 0;
    const begins = event.phase === 'begin';
    row.bar(place, begins ? this.#glyphs.faultBegin : this.#glyphs.faultEnd);
    row.fault(begins ? text : this.#told.has(id) ? 'over' : `over: ${text}`);
    this.#told.add(id);
  }

  /** What happens at one node. */
  #own(row: Row, { event }: Moment, text: string): void {
    if (!('node' in event)) return;
    const x = this.#layout.lanes.get(event.node);
    if (x === undefined) return;
    const [mark, style] = this.#mark(event);
    if (mark !== '') row.put(x, mark, style);
    row.say(event.node, text, style);
  }

  #mark({ type }: TraceEvent): readonly [string, Style] {
    const { crash, start, paused, up, invoke, return: answer, saved } = this.#glyphs;
    if (type === 'crash' || type === 'torn') return [crash, 'red'];
    if (type === 'start') return [start, 'green'];
    if (type === 'pause') return [paused, 'bold'];
    if (type === 'resume') return [up, 'bold'];
    if (type === 'invoke') return [invoke, 'bold'];
    if (type === 'return') return [answer, 'bold'];
    return [type === 'durable' ? saved : '', 'plain'];
  }
}
