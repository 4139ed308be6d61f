import { LABS } from '../labs.ts';

/**
 * Who may import whom, as data. The first row whose `from` fits a file decides for it.
 *
 * In patterns, `*` stands for anything within one folder, `**` for anything, `{lab}` for a lab's
 * folder (lab1-rpc), the same wherever it stands in a row, `{given}` for the files that the
 * assignment gives, `{earlier}` for the labs before this one (lab1, lab2, …), `npm:` for packages.
 * A pattern that begins with `type ` allows `import type` only.
 */
export type Arrow = {
  readonly from: readonly string[];
  readonly may: readonly string[];
  readonly never?: readonly string[];
  readonly because: string;
};

/**
 * Files that whoever implements a lab builds on. `index.ts` is given too, but is made of what the
 * student wrote, so nobody else can start from it.
 */
export const GIVEN: ReadonlyMap<string, readonly string[]> = new Map(
  LABS.map(({ folder, given }) => [folder, given.filter((file) => file !== 'index.ts')]),
);

export const ARROWS: readonly Arrow[] = [
  {
    from: ['labs/harness/real/**'],
    may: ['labs/harness/**', 'node:**'],
    because: 'the real world is the only part of the harness that knows Node',
  },
  {
    from: ['labs/harness/**'],
    may: ['labs/harness/**', 'npm:@noble/hashes/**'],
    never: ['labs/harness/real/**'],
    because: 'the harness knows no lab, and runs in a browser too',
  },
  {
    from: ['labs/{lab}/**/*.test.ts', 'labs/{lab}/play.ts', 'labs/{lab}/plays/**'],
    may: [
      '#harness',
      '#kit',
      '#kit/**',
      'labs/{lab}/**',
      '#{earlier}',
      'npm:vitest',
      'npm:fast-check',
    ],
    because: 'tests and plays see a lab through #kit, which loads it as the grade does',
  },
  {
    from: ['labs/{lab}/**'],
    may: ['#harness', '#{earlier}', 'labs/{lab}/**'],
    because: 'a node knows its own program, the labs below it, and of the world only the Env',
  },
  {
    from: ['solutions/{lab}/**'],
    may: ['#harness', '#{earlier}', 'labs/{lab}/{given}', 'solutions/{lab}/**'],
    because: 'a solution stands where a student stands',
  },
  {
    from: ['grader/mutants/{lab}/**'],
    may: [
      '#harness',
      '#kit/mutant',
      'labs/{lab}/{given}',
      'solutions/{lab}/**',
      'grader/mutants/{lab}/**',
    ],
    because: 'a mutant is the solution with one decision changed',
  },
  {
    from: ['grader/self/alternates/{lab}/**'],
    may: ['#harness', '#{earlier}', 'labs/{lab}/{given}', 'grader/self/alternates/{lab}/**'],
    because: 'an alternate is written from the given files and the README, never from the solution',
  },
  {
    from: ['grader/suites/{lab}/**'],
    may: ['#harness', '#kit', '#kit/**', 'type labs/{lab}/{given}'],
    because: 'a scenario speaks the words of the kit, and knows no implementation',
  },
  {
    from: ['grader/kit/**'],
    may: [
      '#harness',
      'labs/harness/**',
      'grader/kit/**',
      'grader/loader/**',
      'grader/labs.ts',
      'type labs/*/{given}',
      'npm:zod',
      'node:**',
    ],
    because: 'the kit takes types from the given files, and holds values of its own',
  },
  {
    from: ['grader/self/programs/**', 'grader/self/starting-points/**', 'grader/self/variants/**'],
    may: ['#harness', 'labs/*/{given}', 'solutions/**', 'grader/mutants/**'],
    because: 'such a program is the solution, but for what it gets wrong, or does otherwise',
  },
  {
    from: ['grader/self/cheats/programs/**'],
    may: [
      '#harness',
      'labs/*/{given}',
      'solutions/**',
      'grader/self/cheats/programs/**',
      'type grader/self/cheats/*',
    ],
    because: 'a cheat is the solution, but for what it tries',
  },
  {
    from: ['grader/self/**'],
    may: [
      '#harness',
      '#kit',
      '#kit/**',
      'grader/**',
      'labs/harness/**',
      'labs/*/{given}',
      'npm:**',
      'node:**',
    ],
    never: ['grader/mutants/**', 'grader/suites/**'],
    because: 'the tests of the tests load implementations and scenarios as the grade does',
  },
  {
    from: ['grader/**'],
    may: ['#harness', '#kit', '#kit/**', 'grader/**', 'labs/harness/**', 'npm:**', 'node:**'],
    never: ['grader/mutants/**', 'grader/suites/**', 'grader/self/**'],
    because: 'the grader takes implementations from the loader, and nothing from its own tests',
  },
  {
    from: ['notes/site/**'],
    may: ['#harness', 'labs/harness/**', 'notes/site/**', 'npm:**', 'node:**'],
    because: 'the site reads files as text, and runs nothing but the harness',
  },
  {
    from: ['*'],
    may: ['npm:**', 'node:**'],
    because: 'a file at the root configures a tool',
  },
];
