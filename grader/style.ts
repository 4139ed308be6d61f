/** How text looks on this terminal: colours and marks only where they can be shown. */
export type Style = {
  readonly unicode: boolean;
  readonly width: number;
  /** One line may be rewritten while work goes on. */
  readonly live: boolean;
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
};

type Ambient = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tty: boolean;
  readonly columns: number | undefined;
  readonly platform: string;
};

/** Pure, for tests: what an environment says of its terminal. NO_COLOR: no-color.org. */
export function styleFor({ env, tty, columns, platform }: Ambient): Style {
  const colour = env['FORCE_COLOR']
    ? env['FORCE_COLOR'] !== '0'
    : tty && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  // Where nothing is said, as in many containers, UTF-8 is the rule by now. Another locale that is
  // named is believed.
  const unicode =
    platform === 'win32'
      ? Boolean(env['WT_SESSION'] || env['TERM_PROGRAM'] || env['CI'])
      : !/^(C|POSIX)$|8859|ASCII/i.test(locale);
  const paint = (code: number) => (text: string) =>
    colour ? `\u001B[${code}m${text}\u001B[0m` : text;
  return {
    unicode,
    width: Math.max(60, Math.min(columns ?? 100, 100)),
    live: tty && !env['CI'] && env['TERM'] !== 'dumb',
    bold: paint(1),
    dim: paint(2),
    red: paint(31),
    green: paint(32),
    yellow: paint(33),
  };
}

export const terminal = (): Style =>
  styleFor({
    env: process.env,
    tty: Boolean(process.stdout.isTTY),
    columns: process.stdout.columns,
    platform: process.platform,
  });

/** For a terminal that knows ASCII only. */
export function ascii(text: string): string {
  const marks: Readonly<Record<string, string>> = {
    '✓': 'ok',
    '✗': 'x',
    '·': '-',
    '→': '->',
    '←': '<-',
    '▶': '>',
    '…': '...',
    '—': '--',
    '–': '-',
    '×': 'x',
    '’': "'",
    '“': '"',
    '”': '"',
    '⋮': ':',
    '●': '*',
    '╳': 'X',
  };
  // oxlint-disable-next-line no-control-regex -- escapes of colours stay
  return text.replace(/[^\u0000-\u007F]/g, (mark) => marks[mark] ?? '?');
}

/** Breaks prose at words, so that no line is longer than `width`. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return line.length > indent.length ? [...lines, line] : lines;
}
