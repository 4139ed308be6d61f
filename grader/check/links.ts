import path from 'node:path';
import { parsePage, type Page } from './markdown.ts';
import type { Problem } from './problem.ts';
import type { Tree } from './tree.ts';

export type Pages = ReadonlyMap<string, Page>;

export const pagesOf = (tree: Tree): Pages =>
  new Map(
    tree.files
      .filter((file) => file.endsWith('.md'))
      .map((file) => [file, parsePage(tree.read(file))]),
  );

/** Every relative link leads to a file that is there, and every #anchor to a heading in it. */
export function links(tree: Tree, pages = pagesOf(tree)): Problem[] {
  return [...pages].flatMap(([file, page]) =>
    page.links.flatMap(({ href, line }) => {
      const text = wrongWith(href, file, tree, pages);
      return text === undefined ? [] : [{ file, line, text }];
    }),
  );
}

function wrongWith(href: string, from: string, tree: Tree, pages: Pages): string | undefined {
  if (/^([a-z][a-z+.-]*:|\/\/)/i.test(href)) return undefined;
  const [, written = '', anchor] = /^([^#]*)(?:#(.*))?$/s.exec(href) ?? [];
  if (written.startsWith('/'))
    return `links to "${href}". Write a path that is relative to this file.`;
  const target =
    written === '' ? from : path.posix.join(path.posix.dirname(from), written).replace(/\/$/, '');
  if (!exists(target, tree)) return `links to "${href}", but there is no ${target}.`;
  if (anchor === undefined) return undefined;
  return missingAnchor(target, anchor, pages);
}

const exists = (target: string, { files }: Tree): boolean =>
  target === '.' || files.some((file) => file === target || file.startsWith(`${target}/`));

/** What is wrong with an anchor, if it leads nowhere. */
export function missingAnchor(target: string, anchor: string, pages: Pages): string | undefined {
  const page = pages.get(target);
  if (!page || page.anchors.has(anchor)) return undefined;
  const near = [...page.anchors].find((one) => one.includes(anchor) || anchor.includes(one));
  const hint = near === undefined ? '' : ` Did you mean "#${near}"?`;
  return `points to "#${anchor}", but no heading of ${target} is called so.${hint}`;
}
