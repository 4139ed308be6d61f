import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Entry = {
  version: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  resolved?: string;
  integrity?: string;
  optionalDependencies?: Record<string, string>;
};

const root = new URL('../../', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, root), 'utf8'));
const { packages } = read('package-lock.json') as { packages: Record<string, Entry> };
const { dependencies } = read('package.json') as { dependencies: Record<string, string> };

const TOOLS = ['esbuild', 'oxfmt', 'oxlint', 'rolldown', 'typescript'];
const MACHINES = ['linux', 'darwin', 'win32'].flatMap((os) =>
  ['x64', 'arm64'].map((cpu) => [os, cpu] as const),
);

/** The packages with a tool's program, as the tool itself names them. */
const binariesOf = (tool: string): [name: string, entry: Entry | undefined][] =>
  Object.keys(packages[`node_modules/${tool}`]?.optionalDependencies ?? {}).map((name) => [
    name,
    packages[`node_modules/${name}`],
  ]);

describe('the lockfile', () => {
  it.each(TOOLS.flatMap((tool) => MACHINES.map((machine) => [tool, ...machine] as const)))(
    'holds %s for %s on %s',
    (tool, os, cpu) => {
      const fitting = binariesOf(tool).filter(
        ([, entry]) => entry?.os?.includes(os) && entry.cpu?.includes(cpu),
      );
      expect(fitting.length).toBeGreaterThan(0);
      for (const [, entry] of fitting)
        expect(entry).toMatchObject({
          optional: true,
          integrity: expect.stringMatching(/^sha512-/),
        });
    },
  );

  it.each(TOOLS)(
    'holds every program that %s may ask for, so that `npm ci` refuses it nowhere',
    (tool) => {
      const missing = binariesOf(tool).flatMap(([name, entry]) => (entry ? [] : [name]));
      expect(missing).toEqual([]);
    },
  );

  it('pins what package.json pins, exactly', () => {
    for (const [name, version] of Object.entries(dependencies)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  it('names no place that packages are taken from: each machine has its own registry', () => {
    const named = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);
    expect(named).toEqual([]);
  });
});
