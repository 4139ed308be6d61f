import { glyphs, Line, type Style } from './timeline-canvas.ts';
import { tell, whoOf, type Labels } from './timeline-describe.ts';
import type { Moment } from './timeline-follow.ts';
import { decimalsOf, gapText, timeWidth } from './timeline-layout.ts';
import { is } from './timeline-pair.ts';
import { isGap, type Selected } from './timeline-select.ts';
import { clip, printable, widthOf, wrap } from './timeline-text.ts';

/** Who does something takes at most this much of a line. */
const WHO = 20;

function styleOf({ event: { type } }: Moment): Style {
  if (['bug', 'violation', 'crash', 'torn', 'drop'].includes(type)) return 'red';
  if (type === 'fault') return 'yellow';
  return type === 'note' || type === 'calm' ? 'cyan' : 'plain';
}

/** What stands in a line. Datagrams have their numbers, for sending and arrival stand apart. */
function textOf(moment: Moment, labels: Labels): string {
  const text = tell(moment, labels);
  return is(moment, 'send', 'deliver', 'drop', 'release') ? `(${moment.event.id}) ${text}` : text;
}

export type ListOptions = Labels & {
  readonly width: number;
  readonly unicode?: boolean;
  readonly color?: boolean;
};

/** One event a line. Bugs and violations are told in full, whatever it takes. */
export function listLines({ entries }: Selected, options: ListOptions): Line[] {
  const { width, unicode = true } = options;
  const { ellipsis, gap, note } = glyphs(unicode);
  const decimals = decimalsOf(entries);
  const left = 3 + timeWidth(entries, decimals) + 2;
  const names = entries.map((entry) =>
    isGap(entry) ? '' : printable(whoOf(entry.event), unicode),
  );
  const column = Math.min(WHO, Math.max(...names.map(widthOf), widthOf(note)));
  const line = (x: number, text: string, style: Style = 'plain'): Line => {
    const one = new Line(width);
    one.put(x, text, style);
    return one;
  };
  return entries.flatMap((entry, i) => {
    if (isGap(entry)) return [line(left - 3, `${gap}  ${gapText(entry)}`, 'dim')];
    const fails = is(entry, 'bug', 'violation');
    const time = entry.event.at.toFixed(decimals);
    const [x, style] = [left + column + 2, styleOf(entry)];
    const text = printable(textOf(entry, options), unicode);
    const parts = wrap(text, Math.max(1, width - x), fails ? 12 : 1, ellipsis);
    const lines = parts.map((part) => line(x, part, style));
    lines[0]?.put(left - 2 - time.length, time, 'dim');
    lines[0]?.put(left, clip(names[i] ?? '', column, ellipsis), style);
    if (fails || entry.proof) lines[0]?.put(0, fails ? '!!' : '!', 'red');
    return lines;
  });
}
