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

/** Maps the frames of a submission back to the student's lines, and leaves out ours. */
export class StackMapper {
  readonly #map: SourceMap;

  constructor(map: string) {
    this.#map = new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]);
  }

  /** The student's frames, innermost first. */
  places(stack: string): Place[] {
    const places: Place[] = [];
    for (const line of stack.split('\n')) {
      const frame = /^\s*at (?:(?:async )?(.*?) \()?[^()]*?submission\.js:(\d+):(\d+)\)?$/.exec(
        line,
      );
      if (!frame || !line.includes(SUBMISSION)) continue;
      const found = this.#map.findEntry(Number(frame[2]) - 1, Number(frame[3]) - 1);
      if (!('originalSource' in found) || found.originalSource === undefined) continue;
      places.push({
        file: shown(path.resolve(ROOT, found.originalSource)),
        line: found.originalLine + 1,
        column: found.originalColumn + 1,
        name: frame[1] ?? '',
      });
    }
    return places;
  }
}
