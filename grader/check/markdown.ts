import MarkdownIt from 'markdown-it';

export type Link = { readonly href: string; readonly line: number };

export type Fence = {
  readonly info: string;
  readonly content: string;
  /** Lines, from 1: of the opening mark, and of the closing one. */
  readonly open: number;
  readonly close: number;
};

export type Page = {
  /** The keys of the front matter; undefined if there is none. */
  readonly front: ReadonlyMap<string, string> | undefined;
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly Link[];
  readonly fences: readonly Fence[];
};

const markdown = new MarkdownIt({ html: true });
type Token = ReturnType<typeof markdown.parse>[number];

export function parsePage(source: string): Page {
  const text = source.replaceAll('\r\n', '\n');
  const block = /^---\n([\s\S]*?\n)?---\n/.exec(text);
  // Blank lines in the place of the front matter keep every line number.
  const blank = '\n'.repeat((block?.[0].split('\n').length ?? 1) - 1);
  const body = blank + text.slice(block?.[0].length ?? 0);
  const tokens = markdown.parse(body, {});
  return {
    front: block ? frontMatter(block[1] ?? '') : undefined,
    anchors: anchorsOf(tokens),
    links: linksOf(tokens, body.split('\n')),
    fences: fencesOf(tokens),
  };
}

function frontMatter(lines: string): ReadonlyMap<string, string> {
  const pairs = [...lines.matchAll(/^([\w-]+):[ \t]*(.*)$/gm)];
  return new Map(
    pairs.map(([, key = '', value = '']) => [key, value.replace(/^(['"])(.*)\1$/, '$2').trim()]),
  );
}

/** The anchor that GitHub gives to a heading. */
export const slug = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

function anchorsOf(tokens: readonly Token[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const words = tokens[index + 1]?.children?.filter(
        ({ type }) => type === 'text' || type === 'code_inline',
      );
      const name = slug((words ?? []).map(({ content }) => content).join(''));
      let unique = name;
      for (let copy = 1; anchors.has(unique); copy++) unique = `${name}-${copy}`;
      anchors.add(unique);
    }
    for (const [, , id] of htmlOf(token).matchAll(/\b(id|name)="([^"]*)"/g)) anchors.add(id ?? '');
  }
  return anchors;
}

const htmlOf = ({ type, content, children }: Token): string =>
  type === 'html_block' || type === 'html_inline' ? content : (children ?? []).map(htmlOf).join('');

function linksOf(tokens: readonly Token[], lines: readonly string[]): Link[] {
  let [first, end] = [0, 0];
  return tokens.flatMap((token) => {
    // A cell of a table does not know where it stands, but its row does.
    [first, end] = token.map ?? [first, end];
    const marked = (token.children ?? []).map(
      (child) => child.attrGet('href') ?? child.attrGet('src'),
    );
    const html = [...htmlOf(token).matchAll(/\b(?:href|src)="([^"]*)"/g)].map(([, href]) => href);
    return [...marked, ...html].flatMap((encoded) => {
      if (encoded === undefined || encoded === null) return [];
      const href = decodeURI(String(encoded));
      const inBlock = lines.slice(first, end).findIndex((line) => line.includes(href));
      return [{ href, line: first + Math.max(inBlock, 0) + 1 }];
    });
  });
}

function fencesOf(tokens: readonly Token[]): Fence[] {
  return tokens.flatMap(({ type, info, content, map }) =>
    type === 'fence' && map
      ? [{ info: info.trim(), content, open: map[0] + 1, close: map[1] }]
      : [],
  );
}
