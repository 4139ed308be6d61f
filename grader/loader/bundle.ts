import fs from 'node:fs';
import path from 'node:path';
import { build, type Message, type Plugin } from 'esbuild';
import { BY_ANOTHER_NAME, reading, type Reading } from './reading.ts';

/** A submission as one script, and what is needed to map its lines back. */
export type Bundle = {
  /** The body of a function of `require`, `console`, `module` and `exports`. */
  readonly code: string;
  readonly map: string;
  /** Files that went into it, relative to the repository, with forward slashes. */
  readonly inputs: readonly string[];
  /** Given files that the submission brought along and changed: the course's took their place. */
  readonly replaced: readonly string[];
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

/** Files of a lab that are given: whoever is graded stands on the course's own. */
export type Given = { readonly folder: string; readonly files: readonly string[] };

/** Who resolves a name for us must not be asked by us again. */
const OURS = Symbol('resolved by the loader');

/** Lets a submission import its own files, #harness and lower labs, and nothing else. */
function submissionOnly(base: Base, own: string, approved: Set<string>): Plugin {
  const approve = (file: string): { path: string } => {
    approved.add(file);
    return { path: file };
  };
  return {
    name: 'submission-only',
    setup(hooks) {
      hooks.onResolve({ filter: /.*/ }, async ({ path: wanted, kind, resolveDir, pluginData }) => {
        if (pluginData === OURS) return undefined;
        if (kind === 'entry-point') return approve(fs.realpathSync(wanted));
        if (kind !== 'import-statement') {
          const how = 'modules are imported with an import statement at the top of the file';
          return { errors: [{ text: `${CALLED[kind] ?? kind} of "${wanted}": ${how}` }] };
        }
        if (wanted === '#harness') return { path: wanted, external: true, sideEffects: false };
        // Mutants declare themselves with it; it gives nothing to anybody else.
        if (wanted === '#kit/mutant') return approve(path.join(ROOT, 'grader/kit/mutant.ts'));
        if (wanted.startsWith('#lab')) {
          const folder = base[wanted as keyof Base];
          if (folder) return approve(path.join(folder, 'index.ts'));
        }
        if (wanted.startsWith('.') && isInside(path.resolve(resolveDir, wanted), own)) {
          const found = await hooks.resolve(wanted, { kind, resolveDir, pluginData: OURS });
          if (found.errors.length > 0) return undefined;
          // A link may lead anywhere.
          if (isInside(found.path, own)) return approve(found.path);
        }
        const hint = wanted.startsWith('.') ? 'A lab imports files of its own folder.' : OUTSIDE;
        return { errors: [{ text: `this imports "${wanted}". ${hint}` }] };
      });
    },
  };
}

const isInside = (file: string, folder: string): boolean =>
  file.startsWith(folder + path.sep) && !file.includes(`${path.sep}node_modules${path.sep}`);

/** Puts the course's own given files in the place of those that a submission brings along. */
function courseFiles(own: string, { folder, files }: Given, replaced: string[]): Plugin {
  const texts = new Map(
    files.map((file) => [
      path.join(own, file),
      fs.readFileSync(path.join(ROOT, 'labs', folder, file), 'utf8'),
    ]),
  );
  return {
    name: 'course-files',
    setup(hooks) {
      hooks.onResolve({ filter: /^\./ }, ({ path: wanted, kind, resolveDir }) => {
        const file = path.resolve(resolveDir, wanted);
        // It need not be there: what is given need not be handed in.
        return kind === 'import-statement' && texts.has(file) ? { path: file } : undefined;
      });
      hooks.onLoad({ filter: /.*/ }, ({ path: file }) => {
        const contents = texts.get(file);
        if (contents === undefined) return undefined;
        if (fs.existsSync(file) && linesOf(fs.readFileSync(file, 'utf8')) !== linesOf(contents))
          replaced.push(path.basename(file));
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** Editors and git may give a file other ends of lines, and it is the same file. */
export const linesOf = (text: string): string => text.replaceAll('\r\n', '\n');

/**
 * A submission has its own folder; what maintainers build on a lab (solutions, mutants) has the
 * repository.
 */
function ownFolder(entry: string): string {
  const ours = ['solutions', 'grader'].map((folder) => path.join(ROOT, folder));
  return ours.some((folder) => isInside(entry, folder)) ? ROOT : path.dirname(entry);
}

/**
 * Bundles a submission.
 * @param entry the path of its `index.ts`
 * @param given the given files of its lab, if the course's own must be those that run
 * @throws BundleError with a sentence for each thing that is wrong
 */
export async function bundle(entry: string, given?: Given, base: Base = {}): Promise<Bundle> {
  const folder = ownFolder(entry);
  const own = fs.realpathSync(folder);
  const replaced: string[] = [];
  if (folder !== ROOT && fs.realpathSync(entry) !== path.join(own, path.basename(entry)))
    throw new BundleError([`${shown(entry)} is a link. A lab has files of its own.`]);
  const read: Reading = { approved: new Set(), texts: new Map() };
  const courses = given && folder !== ROOT ? [courseFiles(own, given, replaced)] : [];
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
      plugins: [...courses, submissionOnly(base, own, read.approved), reading(read)],
      // A tsconfig of the student's must not change the code.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    const file = (end: string) =>
      result.outputFiles.find((one) => one.path.endsWith(end))?.text ?? '';
    const inputs = Object.keys(result.metafile.inputs);
    return { code: file('.js'), map: file('.map'), inputs, replaced };
  } catch (error) {
    const { errors, message } = error as { errors?: readonly Message[]; message: string };
    // What no check of ours has foreseen, and what has ended the bundler itself.
    if (!errors && /service (was|is no longer)/.test(message)) throw new BundleError([TOO_MUCH]);
    if (!errors) throw error;
    const named = errors.some(({ text }) => text === BY_ANOTHER_NAME);
    throw new BundleError(named ? whereNamed(read) : errors.map(sentence));
  }
}

const TOO_MUCH = 'the submission could not be read: something in it is nested without end';

/** Where modules are taken in by a name that is put together: which they are is not said. */
function whereNamed({ texts }: Reading): string[] {
  const places = [...texts].flatMap(([file, text]) =>
    text.split('\n').flatMap((line, i) =>
      // Up to the file that the error stopped at; a plain name has been refused before.
      /\b(require|import)\s*\(/.test(line) ? [`${shown(file)}:${i + 1}: ${BY_ANOTHER_NAME}.`] : [],
    ),
  );
  return places.length > 0 ? places : [`${BY_ANOTHER_NAME}.`];
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
