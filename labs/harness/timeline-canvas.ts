import { columns } from './timeline-text.ts';

export type Style = 'plain' | 'dim' | 'bold' | 'red' | 'green' | 'yellow' | 'cyan';

const ANSI: { readonly [style in Style]: string } = {
  plain: '',
  dim: '2',
  bold: '1',
  red: '1;31',
  green: '32',
  yellow: '33',
  cyan: '36',
};

const RESET = '\x1b[0m';

/** One line of a diagram: a row of cells, each of which is a column of the terminal. */
export class Line {
  readonly #cells: string[];
  readonly #styles: Style[];

  constructor(width: number) {
    this.#cells = Array.from({ length: width }, () => ' ');
    this.#styles = Array.from({ length: width }, (): Style => 'plain');
  }

  /** Draws over what is there. What would stand outside the line is left out. */
  put(x: number, text: string, style: Style = 'plain'): void {
    for (const [i, cell] of columns(text).entries()) {
      if (x + i < 0 || x + i >= this.#cells.length) continue;
      this.#cells[x + i] = cell;
      this.#styles[x + i] = style;
    }
  }

  render(color: boolean): string {
    if (!color) return this.#cells.join('').trimEnd();
    let text = '';
    let style: Style = 'plain';
    for (const [i, cell] of this.#cells.entries()) {
      const next: Style = cell === ' ' ? style : (this.#styles[i] ?? 'plain');
      if (next !== style && style !== 'plain') text += RESET;
      if (next !== style && next !== 'plain') text += `\x1b[${ANSI[next]}m`;
      style = next;
      text += cell;
    }
    return text.trimEnd() + (style === 'plain' ? '' : RESET);
  }
}

/** The characters that a diagram is drawn with. */
export type Glyphs = { readonly [name in keyof typeof UNICODE]: string };

const UNICODE = {
  up: '│',
  paused: '┆',
  saving: '║',
  line: '─',
  cross: '┼',
  outRight: '├',
  outLeft: '┤',
  right: '▶',
  left: '◀',
  turnRight: '╮',
  fromLeft: '╰',
  turnLeft: '╭',
  fromRight: '╯',
  lost: '✗',
  crash: '╳',
  start: '●',
  invoke: '▽',
  return: '△',
  saved: '■',
  faultBegin: '┏',
  fault: '┃',
  faultEnd: '┗',
  gap: '⋮',
  note: '—',
  ellipsis: '…',
};

const ASCII: Glyphs = {
  up: '|',
  paused: ':',
  saving: '#',
  line: '-',
  cross: '+',
  outRight: '+',
  outLeft: '+',
  right: '>',
  left: '<',
  turnRight: '.',
  fromLeft: '`',
  turnLeft: '.',
  fromRight: "'",
  lost: 'x',
  crash: 'X',
  start: 'o',
  invoke: 'v',
  return: '^',
  saved: '=',
  faultBegin: '+',
  fault: '|',
  faultEnd: '+',
  gap: ':',
  note: '--',
  ellipsis: '...',
};

export const glyphs = (unicode: boolean): Glyphs => (unicode ? UNICODE : ASCII);
