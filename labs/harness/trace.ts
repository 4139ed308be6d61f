import type { Millis, NodeId, Plain } from './env.ts';

/** Numbers one datagram of a run, whatever becomes of it. */
export type MessageId = number;

export type DropReason =
  | 'loss'
  | 'cut'
  | 'blocked'
  | 'queue-full'
  | 'no-such-node'
  | 'node-down'
  | 'no-receiver';

/**
 * What happened to the world, at virtual time `at` in ms. Trace events are data: JSON, and plain.
 */
export type TraceEvent = { readonly at: Millis } & (
  | { readonly type: 'start'; readonly node: NodeId; readonly life: number }
  | { readonly type: 'crash'; readonly node: NodeId; readonly life: number }
  | { readonly type: 'pause'; readonly node: NodeId }
  | { readonly type: 'resume'; readonly node: NodeId }
  /**
   * A datagram leaves its sender. `number` counts those
   * of its link, from 0. `forged`: nobody sent it.
   */
  | {
      readonly type: 'send';
      readonly node: NodeId;
      readonly life: number;
      readonly to: NodeId;
      readonly id: MessageId;
      readonly number: number;
      readonly message: Plain;
      readonly bytes: number;
      readonly forged?: true;
    }
  | {
      readonly type: 'drop';
      readonly id: MessageId;
      readonly from: NodeId;
      readonly to: NodeId;
      readonly why: DropReason;
    }
  | { readonly type: 'hold'; readonly id: MessageId; readonly from: NodeId; readonly to: NodeId }
  | { readonly type: 'release'; readonly id: MessageId; readonly from: NodeId; readonly to: NodeId }
  /** The network put another message in the place of this one. */
  | {
      readonly type: 'tamper';
      readonly id: MessageId;
      readonly from: NodeId;
      readonly to: NodeId;
      readonly message: Plain;
    }
  /**
   * A datagram reaches a receiver. `copy` counts the arrivals of one datagram, from 0; `delivery`
   * those of the run. `late`: it is a reply, and its call has ended: nobody reads it.
   */
  | {
      readonly type: 'deliver';
      readonly node: NodeId;
      readonly life: number;
      readonly from: NodeId;
      readonly id: MessageId;
      readonly copy: number;
      readonly delivery: number;
      readonly message: Plain;
      readonly late?: true;
    }
  /**
   * A save begins, becomes durable, or is cut short by a crash, which keeps all of it or nothing.
   */
  | {
      readonly type: 'save';
      readonly node: NodeId;
      readonly life: number;
      readonly save: number;
      readonly cells: Cells;
      readonly bytes: number;
    }
  | {
      readonly type: 'durable';
      readonly node: NodeId;
      readonly life: number;
      readonly save: number;
      readonly cells: Cells;
    }
  | {
      readonly type: 'torn';
      readonly node: NodeId;
      readonly life: number;
      readonly save: number;
      readonly cells: Cells;
      readonly kept: boolean;
    }
  /** The server interface: a scenario calls what `start` returned, and is answered. */
  | {
      readonly type: 'invoke';
      readonly node: NodeId;
      readonly life: number;
      readonly call: number;
      readonly method: string;
      readonly args: readonly Plain[];
    }
  | {
      readonly type: 'return';
      readonly node: NodeId;
      readonly life: number;
      readonly call: number;
      readonly method: string;
      readonly value: Plain;
    }
  /**
   * What the lab's given code tells the monitors (not the student's own words: those are `say`).
   */
  | {
      readonly type: 'probe';
      readonly node: NodeId;
      readonly life: number;
      readonly name: string;
      readonly data: Plain;
    }
  | {
      readonly type: 'say';
      readonly node: NodeId;
      readonly life: number;
      readonly text: string;
      readonly details?: Plain;
    }
  /**
   * A fault of the plan, or of the script, begins or ends. `rate`: what it multiplies the speed of
   * the nodes' clocks by, if it does.
   */
  | {
      readonly type: 'fault';
      readonly id: string;
      readonly text: string;
      readonly phase: 'begin' | 'end';
      readonly nodes: readonly NodeId[];
      readonly rate?: number;
    }
  /**
   * From now on, until the next fault, nothing is done to the world and its network loses nothing.
   */
  | { readonly type: 'calm' }
  /** The storyteller's own words. */
  | { readonly type: 'note'; readonly text: string }
  /** Code of a node threw, or left a rejection unhandled. */
  | {
      readonly type: 'bug';
      readonly node: NodeId;
      readonly life: number;
      readonly where: string;
      readonly error: Bug;
    }
  | {
      readonly type: 'violation';
      readonly rule: string;
      readonly node: NodeId;
      readonly text: string;
      readonly proof: readonly Proof[];
    }
);

/** Cells as saved; null stands for a cell that was dropped. */
export type Cells = { readonly [cell: string]: Plain };

export type Bug = {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly step?: string;
};

/** One of the two or three events that prove a violation. */
export type Proof = { readonly at: Millis; readonly node: NodeId; readonly text: string };

export type EventOf<T extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: T }>;

/** One event a line, as JSON. Others write the file. */
export function toJsonLines(events: readonly TraceEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** Sums up what crosses the Env. Two runs with one digest are the same run. */
export class Digest {
  #a = 0x811c9dc5;
  #b = 0x1b873593;

  add(n: number): void {
    this.#a = Math.imul(this.#a ^ n, 0x01000193) ^ (this.#b >>> 13);
    this.#b = Math.imul(this.#b ^ n, 0xcc9e2d51) ^ (this.#a >>> 11);
  }

  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
    this.add(text.length);
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
    return hex(this.#a) + hex(this.#b);
  }
}
