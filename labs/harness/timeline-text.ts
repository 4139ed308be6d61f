/** Text measured in columns of a terminal: a diagram must never be wider than it was told to be. */

const SCRIPTS = '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}';
const WIDE = new RegExp(`[\\p{Emoji_Presentation}${SCRIPTS}\uff01-\uff60]`, 'u');
const MARK = /\p{M}/u;
const CONTROL = /\p{C}/gu;

/**
 * One entry a column. A wide character takes two, the second of them empty; an accent takes none.
 */
export function columns(text: string): string[] {
  const cells: string[] = [];
  for (const char of text) {
    if (MARK.test(char) && cells.length > 0) cells[cells.length - 1] += char;
    else if (WIDE.test(char)) cells.push(char, '');
    else cells.push(char);
  }
  return cells;
}

/** The first cells, with no half of a wide character at their end. */
function first(cells: readonly string[], count: number): string {
  const end = cells[count] === '' ? count - 1 : count;
  return cells.slice(0, Math.max(0, end)).join('').trimEnd();
}

export const widthOf = (text: string): number => columns(text).length;

/** The text, or as much of its beginning as there is room for. */
export function clip(text: string, room: number, ellipsis: string): string {
  const cells = columns(text);
  if (cells.length <= room) return text;
  if (room < ellipsis.length) return first(cells, room);
  // Where the cut follows an ellipsis of the text itself, one says it all.
  return first(cells, room - ellipsis.length).replace(/[….]+$/u, '') + ellipsis;
}

/** Breaks a text at its spaces into at most `most` lines; what is left over is clipped away. */
export function wrap(text: string, room: number, most: number, ellipsis: string): string[] {
  const lines: string[] = [];
  let rest = columns(text);
  while (rest.length > room && lines.length < most - 1) {
    const space = rest.lastIndexOf(' ', room);
    // A word that would leave most of the line empty is broken where the line ends.
    const end = space > room / 3 ? space : room;
    const line = first(rest, end);
    lines.push(line);
    rest = columns(rest.join('').slice(line.length).trimStart());
  }
  return [...lines, clip(rest.join(''), room, ellipsis)];
}

const PLAIN_CHARS: { readonly [char: string]: string } = {
  '→': '->',
  '←': '<-',
  '…': '...',
  '—': '--',
  '–': '-',
  '“': '"',
  '”': '"',
  '’': "'",
  '✗': 'x',
  '·': '.',
};

/** What nodes say may hold anything: an escape or a new line in it must not reach the terminal. */
export function printable(text: string, unicode: boolean): string {
  const safe = text.replace(/\s/g, ' ').replace(CONTROL, '·');
  return unicode ? safe : safe.replace(/[^ -~]/gu, (char) => PLAIN_CHARS[char] ?? '?');
}

/** A span of virtual time, for reading. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 120_000) return `${Number((ms / 1000).toFixed(1))} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Number((ms / 3_600_000).toFixed(1))} h`;
}
