/** E4: which configuration stands in a log, and what is a majority of it. */
import type { NodeId, Plain } from '#harness';
import type { Command, Configuration, Index } from '../../../../labs/lab3-raft/types.ts';
import type { LogView } from './cells.ts';
import { isFields } from './wire.ts';

/** A configuration, and where it stands; the first one stands at 0. */
export type Placed = Configuration & { readonly index: Index };

export function isConfiguration(command: Command): command is Configuration {
  if (!isFields(command)) return false;
  const servers: Plain | undefined = command['servers'];
  return Array.isArray(servers) && servers.every((one) => typeof one === 'string');
}

/** How many servers are in one of two sets, and not in the other. */
export function difference(one: readonly NodeId[], other: readonly NodeId[]): number {
  const [a, b] = [new Set(one), new Set(other)];
  return [...a].filter((id) => !b.has(id)).length + [...b].filter((id) => !a.has(id)).length;
}

export const majorityOf = ({ servers }: Configuration): number =>
  Math.floor(servers.length / 2) + 1;

/** The index that a majority has reached, of the servers of a configuration alone. */
export function reached(configuration: Configuration, of: (id: NodeId) => Index): Index {
  const indexes = configuration.servers.map(of).toSorted((a, b) => b - a);
  return indexes[majorityOf(configuration) - 1] ?? 0;
}

/** 'n1, n2, n3 (entry 6)'. */
export const named = ({ servers, index }: Placed): string =>
  `${servers.join(', ')} (${index === 0 ? 'the first configuration' : `entry ${index}`})`;

/** The configurations of a run. What is covered by a snapshot has been applied somewhere. */
export class Configurations {
  readonly #applied: Placed[] = [];

  applied(index: Index, { servers }: Configuration): void {
    if (!this.#applied.some((one) => one.index === index)) this.#applied.push({ servers, index });
  }

  /** The one that was valid at an index that has been applied. */
  at(first: readonly NodeId[], index: Index): Placed {
    const applied = this.#applied.filter((one) => one.index <= index);
    return applied.toSorted((a, b) => b.index - a.index)[0] ?? { servers: first, index: 0 };
  }

  /** The newest up to an index in a log that began with the first one. */
  newest(first: readonly NodeId[], view: LogView, upTo: Index = view.last): Placed {
    for (let index = Math.min(upTo, view.last); index > view.base.index; index--) {
      const command = view.entryAt(index)?.command ?? null;
      if (isConfiguration(command)) return { servers: command.servers, index };
    }
    return this.at(first, Math.min(upTo, view.base.index));
  }
}
