import path from 'node:path';
import { ROOT } from '../loader/bundle.ts';
import { tsc } from '../types.ts';
import { sentence, type Problem } from './problem.ts';
import { runTool, type Finished } from './run-node.ts';

const slashes = (file: string): string => file.replaceAll('\\', '/').replace(/^\.\//, '');

/** A tool that fails and names no place has not looked at all; what it says is the problem. */
function orItself(tool: string, { code, stdout, stderr }: Finished, found: Problem[]): Problem[] {
  if (code === 0 || found.length > 0) return found;
  const said = `${stdout}\n${stderr}`.trim() || 'nothing';
  return [{ file: tool, text: `ended with code ${code} and named no file. It said: ${said}` }];
}

/** Layout is the formatter's business, and nobody else's. */
export async function format(): Promise<Problem[]> {
  const run = await runTool('oxfmt', ['--list-different']);
  const files = run.stdout.split(/\r?\n/).filter((line) => line !== '');
  const text = 'is not formatted. Run `npm run format`.';
  const found = files.map((file) => ({
    file: slashes(path.relative(ROOT, path.resolve(ROOT, file))),
    text,
  }));
  return orItself('oxfmt', run, found);
}

type Diagnostic = {
  message: string;
  code?: string;
  help?: string;
  filename: string;
  labels: { span: { line: number } }[];
};

export async function lint(): Promise<Problem[]> {
  const run = await runTool('oxlint', ['--deny-warnings', '--format', 'json']);
  return orItself('oxlint', run, run.stdout.startsWith('{') ? diagnosed(run.stdout) : []);
}

export function diagnosed(json: string): Problem[] {
  const { diagnostics } = JSON.parse(json) as { diagnostics: Diagnostic[] };
  return diagnostics.map(({ message, code, help, filename, labels }) => ({
    file: slashes(filename),
    ...(labels[0] && { line: labels[0].span.line }),
    text: [message, help, code && `(${code})`].filter(Boolean).join(' '),
  }));
}

/** Two projects, beside each other: labs know what a node may know; the whole tree knows Node. */
export async function types(): Promise<Problem[]> {
  const runs = await Promise.all([tsc('labs'), tsc('.')]);
  const found = runs.flatMap(({ ok, lines }) => {
    const stdout = lines.join('\n');
    return orItself('tsc', { code: ok ? 0 : 1, stdout, stderr: '' }, compilerErrors(stdout));
  });
  return [...new Map(found.map((one) => [sentence(one), one])).values()];
}

export function compilerErrors(output: string): Problem[] {
  return [...output.matchAll(/^(\S.*?)\((\d+),\d+\): error (TS\d+: .*)$/gm)].map(
    ([, file = '', line, text = '']) => ({
      file: slashes(file),
      line: Number(line),
      text: text.trimEnd(),
    }),
  );
}
