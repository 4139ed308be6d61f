import { ARROWS, GIVEN, type Arrow } from './arrows.ts';
import { sentence, type Problem } from './problem.ts';
import { scanImports, type Import } from './scan-imports.ts';
import type { Tree } from './tree.ts';

const TABLE = 'grader/check/arrows.ts';

/** The import directions, checked file by file. */
export async function imports(tree: Tree): Promise<Problem[]> {
  const sources = tree.files.filter((file) => /\.[cm]?ts$/.test(file) && !file.endsWith('.d.ts'));
  const { found, problems } = await scanImports(sources, tree);
  const all = [...problems, ...found.flatMap((one) => judge(one) ?? [])];
  return all.toSorted((a, b) => (sentence(a) < sentence(b) ? -1 : 1));
}

/** Finds the row of the table for an import, and says so if the row does not allow it. */
export function judge({ file, line, specifier, target, typeOnly }: Import): Problem | undefined {
  const row = rowOf(file);
  if (!row) return { file, text: `stands in no row of ${TABLE}. Add one: who may it import?` };
  const { arrow, lab } = row;
  const fits = (pattern: string): boolean =>
    expand(pattern, lab).some((one) => regexp(one).test(target));
  const never = arrow.never?.some(fits);
  const withType = arrow.may.filter((pattern) => pattern.startsWith('type '));
  const asType = !never && withType.some((pattern) => fits(pattern.slice('type '.length)));
  if (!never && arrow.may.some(fits)) return undefined;
  if (asType && typeOnly) return undefined;
  if (asType) {
    const text = `imports values from "${specifier}": ${arrow.because}. Write \`import type\`.`;
    return { file, line, text };
  }
  const allowed = arrow.may.flatMap((pattern) => expand(pattern, lab)).join(', ');
  const text = `imports "${specifier}": ${arrow.because}. It may import ${allowed}.`;
  return { file, line, text };
}

function rowOf(file: string): { arrow: Arrow; lab: string | undefined } | undefined {
  for (const arrow of ARROWS) {
    for (const pattern of arrow.from) {
      const match = regexp(pattern).exec(file);
      if (match) return { arrow, lab: match.groups?.['lab'] };
    }
  }
  return undefined;
}

/** A pattern of the table with its names filled in. */
function expand(pattern: string, lab: string | undefined): string[] {
  if (pattern.includes('{given}')) {
    const given = lab === undefined ? [...GIVEN.values()].flat() : (GIVEN.get(lab) ?? []);
    return given.flatMap((name) => expand(pattern.replace('{given}', name), lab));
  }
  if (pattern.includes('{earlier}')) {
    const before = Number(/\d+/.exec(lab ?? '')?.[0] ?? 1) - 1;
    return Array.from({ length: before }, (_, index) =>
      pattern.replace('{earlier}', `lab${index + 1}`),
    );
  }
  return [lab === undefined ? pattern : pattern.replaceAll('{lab}', lab)];
}

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');

function regexp(pattern: string): RegExp {
  const words: Record<string, string> = {
    '**/': '(?:.*/)?',
    '**': '.*',
    '*': '[^/]*',
    '{lab}': '(?<lab>lab\\d+-[a-z0-9-]+)',
  };
  const parts = pattern.split(/(\*\*\/|\*\*|\*|\{lab\})/);
  return new RegExp(`^${parts.map((part) => words[part] ?? escaped(part)).join('')}$`);
}
