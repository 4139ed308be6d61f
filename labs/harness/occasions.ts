import type { NodeId, Plain } from './env.ts';
import type { DatagramName, Namer } from './script.ts';
import type { MessageId, TraceEvent } from './trace.ts';

/** Counts how often something has been seen, from 1. */
function counter(): (key: string) => number {
  const counts = new Map<string, number>();
  return (key) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
}

/** The name that the message itself has, where it has one. */
export const plainName: Namer = (message: Plain) => {
  const fields = typeof message === 'object' && message !== null && !Array.isArray(message);
  const { kind, method } = (fields ? message : {}) as { kind?: unknown; method?: unknown };
  return [kind, method].filter((word) => typeof word === 'string').join(' ');
};

/**
 * Names the events of a run by what they are: a script says by these names when something was done.
 */
export class Occasions {
  readonly #name: Namer;
  readonly #nth = counter();
  readonly #datagrams = new Map<MessageId, DatagramName>();

  constructor(name: Namer) {
    this.#name = name;
  }

  datagram(id: MessageId): DatagramName {
    return this.#datagrams.get(id) ?? '';
  }

  /** Told of each event of the trace, once and in order. */
  see(event: TraceEvent): string {
    const what = this.#what(event);
    return `${what} #${this.#nth(what)}`;
  }

  #what(event: TraceEvent): string {
    if (event.type === 'send') this.#send(event.id, event.node, event.to, event);
    if ('id' in event && typeof event.id === 'number')
      return `${event.type} ${this.datagram(event.id)}`;
    if (event.type === 'fault') return `fault ${event.phase} ${event.id}`;
    return 'node' in event ? `${event.type} ${event.node}` : event.type;
  }

  #send(
    id: MessageId,
    from: NodeId,
    to: NodeId,
    { message, forged }: { message: Plain; forged?: true },
  ): void {
    const name = `${from}>${to} ${forged ? 'forged' : this.#name(message, from, to)}`;
    this.#datagrams.set(id, `${name} ${this.#nth(name)}`);
  }
}
