import path from 'node:path';
import { build, type Message, type Plugin } from 'esbuild';

/** A submission as one script, and what is needed to map its lines back. */
export type Bundle = {
  /** The body of a function of `require`, `console`, `module` and `exports`. */
  readonly code: string;
  readonly map: string;
  /** Files that went into it, relative to the repository, with forward slashes. */
  readonly inputs: readonly string[];
};

/** A submission that cannot be loaded: what, where, and what to do. */
export class BundleError extends Error {
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'BundleError';
    this.sentences = sentences;
  }
}

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** From a path of this machine to the one that a report shows. */
export const shown = (file: string): string => path.relative(ROOT, file).split(path.sep).join('/');

const CALLED: Readonly<Record<string, string>> = {
  'require-call': 'require(…)',
  'dynamic-import': 'import(…)',
};
const OUTSIDE = 'A node reaches the outside through Env alone, and the harness through #harness.';

/** Which folder stands behind #lab1, #lab2, …: the student's, or the reference. */
export type Base = { readonly [lab: `#lab${number}`]: string };

/** Lets a submission import its own files, #harness and lower labs, and nothing else. */
function submissionOnly(base: Base, own: string): Plugin {
  return {
    name: 'submission-only',
    setup(hooks) {
      hooks.onResolve({ filter: /.*/ }, ({ path: wanted, kind, resolveDir }) => {
        if (kind === 'entry-point') return undefined;
        if (kind !== 'import-statement') {
          const how = 'modules are imported with an import statement at the top of the file';
          return { errors: [{ text: `${CALLED[kind] ?? kind} of "${wanted}": ${how}` }] };
        }
        if (wanted === '#harness') return { path: wanted, external: true, sideEffects: false };
        // Mutants declare themselves with it; it gives nothing to anybody else.
        if (wanted === '#kit/mutant') return { path: path.join(ROOT, 'grader/kit/mutant.ts') };
        if (wanted.startsWith('#lab')) {
          const folder = base[wanted as keyof Base];
          if (folder) return { path: path.join(folder, 'index.ts') };
        }
        if (wanted.startsWith('.')) {
          const file = path.resolve(resolveDir, wanted);
          if (
            file.startsWith(own + path.sep) &&
            !file.includes(`${path.sep}node_modules${path.sep}`)
          )
            return undefined;
        }
        const hint = wanted.startsWith('.') ? 'A lab imports files of its own folder.' : OUTSIDE;
        return { errors: [{ text: `this imports "${wanted}". ${hint}` }] };
      });
    },
  };
}

/**
 * A student's lab has its own folder; what maintainers build on it (solutions, mutants) has the
 * repository.
 */
function ownFolder(entry: string): string {
  const labs = path.join(ROOT, 'labs') + path.sep;
  return entry.startsWith(labs) ? path.dirname(entry) : ROOT;
}

/**
 * Bundles a submission.
 * @param entry the path of its `index.ts`
 * @throws BundleError with a sentence for each thing that is wrong
 */
export async function bundle(entry: string, base: Base = {}): Promise<Bundle> {
  try {
    const result = await build({
      entryPoints: [entry],
      absWorkingDir: ROOT,
      bundle: true,
      write: false,
      outfile: 'submission.js',
      format: 'cjs',
      platform: 'neutral',
      target: 'es2023',
      charset: 'utf8',
      sourcemap: 'external',
      metafile: true,
      logLevel: 'silent',
      plugins: [submissionOnly(base, ownFolder(entry))],
      // A tsconfig of the student's must not change the code.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    const file = (end: string) =>
      result.outputFiles.find((one) => one.path.endsWith(end))?.text ?? '';
    return { code: file('.js'), map: file('.map'), inputs: Object.keys(result.metafile.inputs) };
  } catch (error) {
    const errors = (error as { errors?: readonly Message[] }).errors;
    if (!errors) throw error;
    throw new BundleError(errors.map(sentence));
  }
}

function sentence({ text, location }: Message): string {
  const where = location ? `${location.file}:${location.line}:${location.column + 1}` : undefined;
  const missing = /^Could not resolve "(.+)"$/.exec(text);
  if (missing)
    return `${where ?? 'the entry'}: there is no file ${missing[1]}. Has it been moved or renamed?`;
  // oxlint-disable-next-line no-control-regex -- a file that is no text may have anything in it
  const source = location?.lineText.replaceAll(/[\u0000-\u001F\uFFFD]/g, ' ').trim();
  return where ? `${where}: ${text}${source ? `  |  ${source.slice(0, 80)}` : ''}` : text;
}
