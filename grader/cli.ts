import { UsageError } from './args.ts';
import { keepError } from './grades.ts';
import { didYouMean } from './near.ts';

/** A command: its words and flags, and the exit code: 0 all passed, 1 not all, 2 could not. */
type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  grade: async () => (await import('./commands/grade.ts')).gradeCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  play: async () => (await import('./commands/play.ts')).playCommand,
  open: async () => (await import('./commands/tests.ts')).openCommand,
  reset: async () => (await import('./commands/reset.ts')).resetCommand,
  test: async () => (await import('./commands/tests.ts')).testCommand,
  check: async () => (await import('./check/index.ts')).check,
  matrix: async () => (await import('./commands/matrix.ts')).matrixCommand,
  soak: async () => (await import('./commands/soak.ts')).soakCommand,
  bench: async () => (await import('./commands/bench.ts')).benchCommand,
};

export async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const load = COMMANDS[name];
  if (!load) {
    const known = Object.keys(COMMANDS);
    const near = didYouMean(name, known);
    console.error(`There is no command "${name}".${near} There is: ${known.join(', ')}.`);
    return 2;
  }
  try {
    const command = await load();
    return await command(args);
  } catch (error) {
    console.error(error instanceof UsageError ? error.message : ourFault(error));
    return 2;
  }
}

/** What is not foreseen: nobody but us can read its frames, so they are kept for a report. */
function ourFault(error: unknown): string {
  const stack = String((error as Error)?.stack ?? error);
  const kept = keepError(stack);
  const [first] = stack.split('\n');
  return (
    `The grader itself has failed: ${first}\nThis is not your fault. ` +
    (kept ? `Please report it, with the file ${kept}.` : `Please report it, with this:\n${stack}`)
  );
}
