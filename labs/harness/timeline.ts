/**
 * A trace as text: a space-time diagram, or a list.
 *
 * How to read the diagram. Every node has a column, and time goes down: the number on the left is
 * the virtual time in ms, the line under a node's name is its life, and one row is one event. What
 * does not fit in a row goes on in the next, which has no time of its own.
 *
 *     │  up    ║  saving: nothing leaves until it is done    ┆  paused    (no line)  down
 *     ▽  the application asks        △  and is answered, under the same number
 *     ■  a save is durable: what it changed, old→new         ╳  a crash, or a save cut short by one
 *     ●  a life begins: the node knows what is on its disk, and nothing else
 *
 * A message that arrives in the row after that of its sending is an arrow:
 *
 *     118.250  ├─ request deposit ──╮ │
 *     120.120  │                    ╰▶│
 *
 * Otherwise both ends have a letter, and the letter says which belong together. A message that
 * arrives more than once is sent in one row and arrives in several, the later ones marked "again".
 *
 *     118.250  ├─a▶ bank: request deposit
 *     125.004  │                     a▶│ request deposit
 *     119.000  ├─✗ bank: lost, …       the network has lost it; also: "cut", "blocked", "held"
 *     131.000  │                     a✗  it came to a node that was down, or has no receiver
 *     133.000  │◀ c2: request …          it comes from a node that has no column here
 *
 * Faults are bars on the right, from where they begin (┏) to where they end (┗). What belongs to no
 * node goes over all columns: notes of the storyteller (—), and what went wrong (!!). The rows that
 * prove a violation have a ! in front. ⋮ says what has been left out.
 */
import { glyphs, type Line } from './timeline-canvas.ts';
import { Drawing } from './timeline-draw.ts';
import { header, layoutOf } from './timeline-layout.ts';
import { isShown } from './timeline-describe.ts';
import { listLines, type ListOptions } from './timeline-list.ts';
import { select, type Selection } from './timeline-select.ts';
import type { TraceEvent } from './trace.ts';

export {
  describeEvent,
  describeMessage,
  short,
  type Describe,
  type Labels,
} from './timeline-describe.ts';
export { nodesIn } from './timeline-follow.ts';

/**
 * `width`: no line is longer, in columns of the terminal. `unicode: false`: nothing but ASCII.
 * `color`: with ANSI escapes. `describe…`: a lab's own short labels for messages, calls, answers,
 * saves and probes. The rest says which part is shown.
 */
export type TimelineOptions = Selection & ListOptions;

const render = (lines: readonly Line[], color = false): string =>
  lines.map((line) => `${line.render(color)}\n`).join('');

/** A space-time diagram, or a list where there are too many nodes for a column each. */
export function renderTimeline(events: readonly TraceEvent[], options: TimelineOptions): string {
  const { width, unicode = true, color } = options;
  const selected = select(events.filter(isShown(options)), options);
  const layout = layoutOf(selected, { width, glyphs: glyphs(unicode), unicode, labels: options });
  if (!layout) return renderList(events, options);
  const drawing = new Drawing(layout, selected.entries);
  return render([...header(layout, selected), ...drawing.lines()], color);
}

/** One event a line. A datagram's number stands in brackets, where it is sent and arrives. */
export function renderList(events: readonly TraceEvent[], options: TimelineOptions): string {
  const selected = select(events.filter(isShown(options)), options, 'list');
  return render(listLines(selected, options), options.color);
}
