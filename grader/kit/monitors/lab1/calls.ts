/**
 * The words in which the rules of this lab are said: calls, requests, replies, and who hears of
 * them.
 */
import type { EventOf, Millis, NodeId, Plain } from '#harness';
import type { Ledger, Saved, Step } from './ledger.ts';

/**
 * What an application asked for, known by its memo: a call of one life, or an intent that
 * outlives it.
 */
export type Call = {
  readonly memo: string;
  readonly node: NodeId;
  readonly life: number;
  /** Which client of its node, in which life. */
  readonly client: string;
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
  readonly at: Millis;
  /** Infinity for an intent. */
  readonly deadline: Millis;
  /** How long its node had been busy or paused when it was made. */
  readonly blocked: Millis;
  readonly intent?: Intent;
  /** Requests for it carried these. */
  readonly ids: Set<string>;
  first?: Request;
  last?: Request;
  /** When true requests for it came to its server, and when that last replied to it. */
  readonly came: Millis[];
  repliedAt?: Millis;
  /** What has come to its node under one of its ids. */
  readonly answers: Answer[];
  settled?: { readonly at: Millis; readonly outcome: Plain };
  /** Settled, or its life has ended; an intent is over when it is forgotten. */
  over: boolean;
};

export type Intent = {
  readonly name: string;
  /** How often its node's memory had become durable when it was intended. */
  readonly memoriesBefore: number;
  /** `intend` has returned: it will be done, whatever crashes. */
  promised?: Millis;
  told?: { readonly at: Millis; readonly life: number; readonly result: Plain };
  forgotten?: Millis;
};

/** A request that a node's own code sent. */
export type Request = {
  readonly at: Millis;
  readonly node: NodeId;
  readonly life: number;
  readonly to: NodeId;
  readonly id: string;
  readonly memo: string;
  readonly method: string;
  readonly call: Call | undefined;
};

/** A reply that a server's own code sent. */
export type Reply = {
  readonly at: Millis;
  readonly server: Ledger;
  readonly life: number;
  readonly to: NodeId;
  readonly id: string;
  readonly result: Plain;
  /** The calls whose requests carried its id: one, where ids name calls. */
  readonly calls: readonly Call[];
};

/** A reply that has reached a client's node. */
export type Answer = {
  readonly at: Millis;
  readonly from: NodeId;
  readonly id: string;
  readonly status: string;
  readonly value: Plain | undefined;
  /** Its sender said it, to this node. */
  readonly genuine: boolean;
  /** Nobody laid a hand on it: a seal may refuse the others. */
  readonly untouched: boolean;
  /** Its id names other calls too, so whose answer it is only its value can tell. */
  readonly shared: boolean;
};

/** An application waits for the outcome of an intent. */
export type Asked = {
  readonly at: Millis;
  readonly life: number;
  readonly call: Call;
  answered: boolean;
};

export type NodeFacts = {
  readonly id: NodeId;
  /** 0 while it has never lived. */
  life: number;
  up: boolean;
  paused: boolean;
  saving: boolean;
  startedAt: Millis;
  /** It has been up, and not paused, since then. */
  awakeSince: Millis;
  blockedSince: Millis | undefined;
  blockedBefore: Millis;
  /** Calls of this life that are not over. */
  readonly open: Set<Call>;
  readonly intents: Map<string, Call>;
  readonly asked: Set<Asked>;
  /** The last replies that came, to say what a wrong outcome was taken from. */
  readonly heard: (Answer & { readonly calls: readonly Call[] })[];
  /** How often its memory has become durable. */
  memories: number;
};

/** Told of what happened, after the facts know of it. */
export type Watcher = {
  /** An application made a call, or intends one. */
  readonly made?: (call: Call) => void;
  readonly settled?: (call: Call, at: Millis, outcome: Plain) => void;
  readonly promised?: (call: Call) => void;
  readonly asked?: (asked: Asked) => void;
  readonly told?: (call: Call, at: Millis, life: number, result: Plain) => void;
  readonly forgotten?: (call: Call, node: NodeFacts) => void;
  /** A datagram leaves a node whose own code sent it. */
  readonly said?: (event: EventOf<'send'>) => void;
  readonly request?: (request: Request) => void;
  readonly reply?: (reply: Reply) => void;
  readonly answer?: (call: Call, answer: Answer) => void;
  readonly stepped?: (server: Ledger, memo: string, step: Step) => void;
  readonly saved?: (saved: Saved) => void;
  /** The memory cell of a node, as it became durable. */
  readonly memory?: (node: NodeFacts, at: Millis, memory: Plain) => void;
  /** A node begins a life, or goes on after a pause. */
  readonly awake?: (node: NodeFacts, started: boolean) => void;
  readonly crashed?: (node: NodeFacts) => void;
  readonly calm?: () => void;
  readonly finish?: () => void;
};

export const callName = ({ method, memo, node }: Call): string => `${method} ${memo} of ${node}`;
export const requestName = ({ id, method, memo }: Request): string =>
  `request ${id}, ${method} ${memo}`;
