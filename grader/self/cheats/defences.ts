/**
 * What keeps a submission in, one decision a row, each with the line of the grader that makes it.
 * The grader has no switch for any of them: a control is a grader that is built from changed text.
 */
export type Defence = {
  readonly what: string;
  readonly file: string;
  /** A text that stands once in the file, and what stands there in a grader without the defence. */
  readonly line: string;
  readonly without: string;
};

const defence = (what: string, file: string, line: string, without: string): Defence => ({
  what,
  file,
  line,
  without,
});

export const DEFENCES = {
  compartment: defence(
    'A submission is evaluated where there is nothing but the language.',
    'grader/loader/isolate.ts',
    '(source) => compartment.evaluate(source)',
    "(source) => process.getBuiltinModule('node:vm').runInThisContext(source)",
  ),
  lockdown: defence(
    'What belongs to the language is frozen, and makes no code of text.',
    'grader/loader/isolate.ts',
    'ses.lockdown({',
    'Object.assign(ses, { harden: <T>(value: T): T => value }); void ({',
  ),
  'frozen-global': defence(
    'The global object of a submission is frozen.',
    'grader/loader/isolate.ts',
    'ses.harden(global);',
    '',
  ),
  'fresh-modules': defence(
    'Every life evaluates its modules afresh.',
    'grader/loader/evaluate.ts',
    'run(require, console, module, module.exports);',
    'const kept = run as unknown as { exports?: Exports };\n' +
      'if (kept.exports) return kept.exports;\n' +
      'run(require, console, module, module.exports);\n' +
      'kept.exports = module.exports;',
  ),
  'hardened-harness': defence(
    'What the harness hands to all lives is frozen through and through.',
    'grader/loader/isolate.ts',
    'ses.harden(harness)',
    'harness',
  ),
  'own-require': defence(
    'The `require` of a submission knows the harness and nothing else.',
    'grader/loader/evaluate.ts',
    'throw new Error(`no module ${name}`);',
    'return process.getBuiltinModule(name);',
  ),
  copies: defence(
    'What crosses the wire, the disk or the server interface is a copy.',
    'labs/harness/plain.ts',
    'const packer = new Packer(path, limit);',
    'if (value instanceof Object) return { value: value as Plain, bytes: 1, hash: 1 };\n' +
      'const packer = new Packer(path, limit);',
  ),
  'frozen-copies': defence(
    'A copy is frozen.',
    'labs/harness/plain.ts',
    'Object.freeze(copy);',
    '',
  ),
  'texts-at-once': defence(
    'What a program hands in is turned into text in its own event.',
    'labs/harness/node.ts',
    'const text = String(event);\n        this.#effect(() => this.#say(text,',
    'this.#effect(() => this.#say(String(event),',
  ),
  'visible-text': defence(
    'A report shows control characters, and does not send them to the terminal.',
    'grader/score.ts',
    '...visible(said)',
    '...said',
  ),
  'short-errors': defence(
    'A report has room for so many letters of an error.',
    'labs/harness/bug.ts',
    '.slice(0, MAX_MESSAGE)',
    '',
  ),
  'datagram-size': defence(
    'No datagram is larger than UDP has them.',
    'labs/harness/network.ts',
    "pack(message, 'message', MAX_DATAGRAM)",
    "pack(message, 'message')",
  ),
  'blame-for-the-engine': defence(
    'An engine that gives up is the fault of the program that it ran.',
    'grader/supervisor.ts',
    'GAVE_UP.test(this.#stderr)',
    'false',
  ),
  'whole-alarm': defence(
    'An alarm is read when all of it has come, and looked at before it is believed.',
    'grader/supervisor.ts',
    "if (!line.includes('\\n')) return;",
    '',
  ),
  'own-imports': defence(
    'A submission imports its own files, the harness and lower labs.',
    'grader/loader/bundle.ts',
    "const hint = wanted.startsWith('.')",
    "if (wanted.startsWith('node:')) return { path: wanted, external: true };\n" +
      'const anything = await hooks.resolve(wanted, { kind, resolveDir, pluginData: OURS });\n' +
      'if (anything.errors.length === 0)\n' +
      '  return { ...approve(anything.path), sideEffects: anything.sideEffects };\n' +
      "const hint = wanted.startsWith('.')",
  ),
  'approved-files': defence(
    'No file is read but what an import statement has led to.',
    'grader/loader/reading.ts',
    'if (!approved.has(file)) return wrong(BY_ANOTHER_NAME);',
    '',
  ),
  'no-maps': defence(
    'No source map is read that a comment names.',
    'grader/loader/reading.ts',
    'contents: withoutMaps(text)',
    'contents: text',
  ),
  'no-links': defence(
    'What is imported is looked at where it really lies.',
    'grader/loader/bundle.ts',
    'isInside(found.path, own)',
    'true',
  ),
  'no-linked-entry': defence(
    'The entry is a file of its own folder, not a link.',
    'grader/loader/bundle.ts',
    'fs.realpathSync(entry) !== path.join(own, path.basename(entry))',
    'false',
  ),
  'course-files': defence(
    'Whoever is graded stands on the given files of the course.',
    'grader/loader/bundle.ts',
    'given && folder !== ROOT',
    'false',
  ),
  heard: defence(
    'What a host says is looked at before it is believed.',
    'grader/supervisor.ts',
    'this.#hear(heard(message))',
    'this.#hear(message as FromHost)',
  ),
  'own-question': defence(
    'A result counts for the scenario that was asked for.',
    'grader/supervisor.ts',
    '|| isOther(settled, task)',
    '',
  ),
  'empty-environment': defence(
    'A host has an empty environment.',
    'grader/supervisor.ts',
    "const env = { TZ: 'UTC',",
    "const env = { ...process.env, TZ: 'UTC',",
  ),
  'one-time-zone': defence(
    'All hosts are in one time zone; without that, each in that of its machine.',
    'grader/supervisor.ts',
    "const env = { TZ: 'UTC',",
    "const env = { TZ: 'Asia/Tokyo',",
  ),
  'unread-getters': defence(
    'Of what a program throws, nothing is run to describe it.',
    'labs/harness/bug.ts',
    "text(error, 'step', '') :",
    'error.step :',
  ),
  'nothing-unfinished': defence(
    'What breaks off within the Env, for want of stack, ends the run.',
    'labs/harness/world.ts',
    'if (this.unfinished > 0) this.current?.life.breaksOff();',
    '',
  ),
  'refused-text': defence(
    'Text that imports or evaluates while it runs is refused unread.',
    'grader/submission.ts',
    'refused.length > 0 ? new BundleError(refused) : submission',
    'submission',
  ),
  recheck: defence(
    'Some passing runs are run twice, and must be the same.',
    'grader/grade.ts',
    'const RECHECK = 0.05;',
    'const RECHECK = 0;',
  ),
  'wire-format': defence(
    'Monitors know the wire by a shape of their own.',
    'grader/kit/monitors/lab1/id-rules.ts',
    'const wrong = misfit(message);',
    'const wrong = undefined as ReturnType<typeof misfit>;',
  ),
  watchdog: defence(
    'A thread beside the program sees that it does not come to an end.',
    'grader/watchdog.ts',
    'performance.now() - since > PATIENCE_MS',
    'false',
  ),
  'memory-limit': defence(
    'The same thread looks at the memory of the process.',
    'grader/watchdog.ts',
    'process.memoryUsage.rss() > MOST_BYTES',
    'false',
  ),
  'event-limit': defence(
    'A run has so many events, however little time they take.',
    'labs/harness/kernel.ts',
    'Math.max(this.events, this.#asides) >= limits.events',
    'false',
  ),
  salt: defence(
    'Who grades draws other seeds than those that everybody has.',
    'grader/labs.ts',
    '${i}${salt && `/${salt}`}',
    '${i}',
  ),
  'own-then': defence(
    'What a promise comes to is heard without asking the promise’s own `then`.',
    'labs/harness/invocations.ts',
    'return afterwards(result, settle);',
    'return result.then(settle);',
  ),
} as const satisfies Readonly<Record<string, Defence>>;

export type DefenceName = keyof typeof DEFENCES;
