import fs from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';

/** Larger texts are no one's lab. Bytes. */
const MOST_BYTES = 2_000_000;
/** The bundler reads by recursion, and a text that is nested without end would end it. */
const DEEPEST = 1000;

const PROGRAMS: ReadonlySet<string> = new Set(['.ts', '.js', '.mjs', '.cjs']);

/** Said where a file comes in that nobody imports by its name. */
export const BY_ANOTHER_NAME =
  'require(…) or import(…) of a name that is put together: modules are imported with an import ' +
  'statement at the top of the file';

/** How deep the brackets of a text are nested, or how many signs stand in a row. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const { 0: bracket } of text.matchAll(/[[({})\]]/g)) {
    depth = '[({'.includes(bracket) ? depth + 1 : Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  const signs = Math.max(0, ...Array.from(text.matchAll(/[!~+-]{64,}/g), ([run]) => run.length));
  return Math.max(deepest, signs);
}

/** A comment that names a map would have the bundler read that file, and believe it. */
const withoutMaps = (text: string): string =>
  text.replaceAll(/([/][/*][#@]\s*)sourceMappingURL=/g, '$1sourceMappingURL ');

export type Reading = {
  /** Files that an import statement has led to: no other is read. */
  readonly approved: Set<string>;
  /** What has been read, by file. */
  readonly texts: Map<string, string>;
};

/** Reads the files of a submission: those that were approved, as text, and no more of them. */
export function reading({ approved, texts }: Reading): Plugin {
  const wrong = (text: string) => ({ errors: [{ text }] });
  return {
    name: 'reading',
    setup(hooks) {
      hooks.onLoad({ filter: /.*/ }, ({ path: file }) => {
        if (!approved.has(file)) return wrong(BY_ANOTHER_NAME);
        const name = path.basename(file);
        const found = fs.statSync(file);
        if (!found.isFile() || !PROGRAMS.has(path.extname(file)))
          return wrong(`${name} is no program: a lab is made of files that end with .ts`);
        if (found.size > MOST_BYTES)
          return wrong(`${name} has ${found.size} bytes: at most ${MOST_BYTES} are read`);
        const text = fs.readFileSync(file, 'utf8');
        if (depthOf(text) > DEEPEST)
          return wrong(`${name} is nested more than ${DEEPEST} deep: build it with a loop`);
        texts.set(file, text);
        return { contents: withoutMaps(text), loader: 'ts' };
      });
    },
  };
}
