import type { Place } from './stack.ts';

/**
 * Text that the isolation refuses unread, because it cannot tell code from strings: SES looks for
 * the same. It is looked for here so that the place can be said.
 */
const REFUSED: readonly { readonly what: string; readonly found: RegExp; readonly hint: string }[] =
  [
    {
      what: 'import(…)',
      found: /(?<=^|[^.])\bimport\s*(?:\(|\/[/*])/g,
      hint: "modules are imported at the top of a file; in a string write 'imp' + 'ort('",
    },
    {
      what: 'eval(…)',
      found: /(?<=^|[^.])\beval\s*\(/g,
      hint: "write the code out; in a string write 'ev' + 'al('",
    },
    {
      what: 'an HTML comment',
      found: /<!--|-->/g,
      hint: "in a string write '<!' + '--'",
    },
  ];

/** Where a place in the bundle was written. */
type Written = (line: number, column: number) => Place | undefined;

/** A sentence for each place of a bundle that the isolation would refuse. */
export function refusals(code: string, written: Written): string[] {
  const all = REFUSED.flatMap(({ what, found, hint }) =>
    [...code.matchAll(found)].map(({ index }) => {
      const before = code.slice(0, index).split('\n');
      const place = written(before.length, (before.at(-1) ?? '').length + 1);
      const where = place ? `${place.file}:${place.line}: ` : '';
      return `${where}${what} is not allowed here, not even inside a string: ${hint}.`;
    }),
  );
  // The two ends of one comment are one mistake.
  return [...new Set(all)];
}
