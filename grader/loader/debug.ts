import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, type Bundle } from './bundle.ts';

type Map = { readonly sources: readonly string[] };

/**
 * A submission whose text says which files its lines come from, so that a debugger shows the
 * student's own files and takes breakpoints in them.
 */
export function debuggable(submission: Bundle): Bundle {
  const map = JSON.parse(submission.map) as Map;
  const sources = map.sources.map((source) => pathToFileURL(path.resolve(ROOT, source)).href);
  const text = Buffer.from(JSON.stringify({ ...map, sources })).toString('base64');
  const comment = `//# sourceMappingURL=data:application/json;base64,${text}`;
  return { ...submission, code: `${submission.code}\n${comment}` };
}
