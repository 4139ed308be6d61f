import { SourceMap } from 'node:module';
import path from 'node:path';
import { ROOT, shown } from './bundle.ts';
import { SUBMISSION } from './evaluate.ts';

export type Place = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
};

/** As the student wrote it; what an engine calls a function that has no name says nothing. */
const functionName = (name: string): string =>
  /^(Object\.|Module\.)?(eval|<anonymous>)?$/.test(name)
    ? ''
    : name.replace(/^(Object|Module)\./, '');

/** Maps the frames of a submission back to the student's lines, and leaves out ours. */
export class StackMapper {
  readonly #map: SourceMap;
  readonly #given: readonly string[];

  /** `given`: files of the course, which are left out where a line of the student's can be said. */
  constructor(map: string, given: readonly string[] = []) {
    this.#given = given;
    this.#map = new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]);
  }

  /** The student's frames, innermost first; of a recursion, each line once. */
  places(stack: string): Place[] {
    const all = this.#all(stack);
    const own = all.filter(({ file }) => !this.#given.includes(file));
    return (own.length > 0 ? own : all).filter(
      ({ file, line }, i, kept) =>
        kept.findIndex((one) => one.file === file && one.line === line) === i,
    );
  }

  #all(stack: string): Place[] {
    const places: Place[] = [];
    for (const line of stack.split('\n')) {
      const frame = /^\s*at (?:(?:async )?(.*?) \()?[^()]*?submission\.js:(\d+):(\d+)\)?$/.exec(
        line,
      );
      if (!frame || !line.includes(SUBMISSION)) continue;
      const found = this.written(Number(frame[2]), Number(frame[3]));
      if (found) places.push({ ...found, name: functionName(frame[1] ?? '') });
    }
    return places;
  }

  /** Where the student wrote what stands at a place of the submission, both counted from 1. */
  written(line: number, column: number): Place | undefined {
    const found = this.#map.findEntry(line - 1, column - 1);
    if (!('originalSource' in found) || found.originalSource === undefined) return undefined;
    return {
      file: shown(path.resolve(ROOT, found.originalSource)),
      line: found.originalLine + 1,
      column: found.originalColumn + 1,
      name: '',
    };
  }
}
