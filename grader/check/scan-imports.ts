import path from 'node:path';
import { build, type BuildFailure, type Plugin } from 'esbuild';
import type { Problem } from './problem.ts';
import type { Tree } from './tree.ts';

export type Import = {
  readonly file: string;
  readonly line: number;
  /** As it is written. */
  readonly specifier: string;
  /** A path in the repository, `#alias`, `node:name` or `npm:name`. */
  readonly target: string;
  /** `import type`: gone before anything runs. */
  readonly typeOnly: boolean;
};

/**
 * Marks `import type` in the specifier, for esbuild forgets it before it asks where to look. And
 * hides an import whose name is computed, for esbuild would look for all files that could be meant.
 */
const marked = (source: string): string =>
  source
    .replace(
      /^(import|export) type (?=[{*\w])([^'";]*?\bfrom\s*)(['"])/gm,
      (whole, word: string, names: string, quote: string) =>
        word === 'export' && !/^[{*]/.test(names) ? whole : `${word} ${names}${quote}type:`,
    )
    .replace(/\bimport\((?!\s*(['"])[^'"]*\1\s*\))/g, 'computed(');

/** All imports of some files: esbuild reads them, and is told of each that it may leave it be. */
export async function scanImports(
  files: readonly string[],
  tree: Tree,
): Promise<{ found: Import[]; problems: Problem[] }> {
  const found: Import[] = [];
  const problems = await build({
    entryPoints: [...files],
    bundle: true,
    write: false,
    outdir: 'nowhere',
    format: 'esm',
    target: 'es2023',
    logLevel: 'silent',
    // Imports that only types use are kept: they are arrows too.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    plugins: [collector(tree, found)],
  }).then(() => [], unreadable);
  return { found, problems };
}

function collector(tree: Tree, found: Import[]): Plugin {
  return {
    name: 'collect-imports',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ kind, importer, path: written }) => {
        // esbuild writes ./ before a name that it finds on the disk.
        if (kind === 'entry-point') {
          return { path: path.posix.normalize(written), namespace: 'tree' };
        }
        const specifier = written.replace(/^type:/, '');
        const line = lineOf(tree.read(importer), specifier);
        const target = targetOf(importer, specifier);
        found.push({ file: importer, line, specifier, target, typeOnly: specifier !== written });
        return { path: written, external: true };
      });
      onLoad({ filter: /.*/, namespace: 'tree' }, ({ path: file }) => ({
        loader: 'ts',
        contents: marked(tree.read(file)),
      }));
    },
  };
}

const unreadable = ({ errors }: BuildFailure): Problem[] =>
  errors.map(({ text, location }) => ({
    file: location?.file.replace(/^tree:/, '') ?? 'esbuild',
    ...(location && { line: location.line }),
    text: `cannot be read: ${text}`,
  }));

function lineOf(source: string, specifier: string): number {
  const at = Math.max(source.indexOf(`'${specifier}'`), source.indexOf(`"${specifier}"`));
  return at < 0 ? 1 : source.slice(0, at).split('\n').length;
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  return /^(#|node:)/.test(specifier) ? specifier : `npm:${specifier}`;
}
