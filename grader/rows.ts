import type { Row } from './score.ts';
import type { Entry } from './suite.ts';

/** Tells of rows in the order of the manifest, in whatever order they come. */
export class Rows {
  readonly #ids: readonly string[];
  readonly #onRow: (row: Row) => void;
  readonly #rows = new Map<string, Row>();
  #told = 0;
  #over = false;

  constructor(chosen: readonly Entry[], onRow: (row: Row) => void = () => {}) {
    this.#ids = chosen.map(({ id }) => id);
    this.#onRow = onRow;
  }

  add(row: Row): void {
    if (this.#over) return;
    this.#rows.set(row.id, row);
    for (let next = this.#next(); next; next = this.#next()) {
      this.#onRow(next);
      this.#told++;
    }
  }

  #next(): Row | undefined {
    return this.#rows.get(this.#ids[this.#told] ?? '');
  }

  /** What comes from now on is too late. Tells of those whose turn had not come. */
  end(): Row[] {
    this.#over = true;
    const rest = this.#ids.slice(this.#told).flatMap((id) => this.#rows.get(id) ?? []);
    for (const row of rest) this.#onRow(row);
    return this.#ids.flatMap((id) => this.#rows.get(id) ?? []);
  }
}
