/** What happens in a run, in the words of Raft. */
import type { EventOf, Millis, NodeId, Plain } from '#harness';
import type { Command, Index, Proposed, Snapshot } from '../../../../labs/lab3-raft/types.ts';
import type { Difference, Disk } from './cells.ts';
import type { Delivery, Request, Server } from './server.ts';
import type { Answer, Misfit } from './wire.ts';

/** A server answers a request that came to it. */
export type Reply = Answer & {
  readonly server: Server;
  readonly delivery: Delivery;
  readonly at: Millis;
};

/** An answer has come to who asked, and is read. */
export type Heard = Answer & {
  readonly server: Server;
  readonly from: NodeId;
  readonly request: Request;
  readonly at: Millis;
};

/** A save is on the disk; `before`: what was there. */
export type Saved = Difference & {
  readonly server: Server;
  readonly at: Millis;
  readonly cells: { readonly [cell: string]: Plain };
  readonly before: Disk;
  /** The first entry that might have been cut. */
  readonly permitted: Index;
};

export type Promised = {
  readonly server: Server;
  readonly at: Millis;
  readonly command: Command;
  readonly proposed: Proposed;
};

/**
 * Told of an event before the facts take it in, but for `saved`, which is told when the disk has
 * changed. Puppets, whom the story plays, are told of as the others are when they speak as servers
 * to servers; what they do is never judged.
 */
export type Watcher = {
  /** A datagram leaves a server that is no puppet; what is wrong with it ends the run. */
  readonly sends?: (event: EventOf<'send'>, wrong: Misfit | undefined) => void;
  readonly asks?: (request: Request, server: Server) => void;
  readonly replies?: (reply: Reply) => void;
  /** A request has reached a server. */
  readonly came?: (delivery: Delivery, server: Server) => void;
  readonly hears?: (heard: Heard) => void;
  /** A save begins. */
  readonly saves?: (event: EventOf<'save'>, server: Server) => void;
  readonly saved?: (saved: Saved) => void;
  /** A story asks a server to append a command. */
  readonly proposes?: (command: Command) => void;
  /** A puppet speaks as leader. */
  readonly declares?: (request: Request) => void;
  /** What `propose` returned is no such thing. */
  readonly garbles?: (server: Server, value: Plain, at: Millis) => void;
  /** Asked to append something, a server does not. */
  readonly declines?: (server: Server, command: Command, at: Millis) => void;
  readonly promises?: (promised: Promised) => void;
  readonly applies?: (server: Server, index: Index, command: Command, at: Millis) => void;
  readonly restores?: (server: Server, snapshot: Snapshot, at: Millis) => void;
  readonly starts?: (server: Server) => void;
  readonly calm?: () => void;
};

export type Watching<E extends keyof Watcher> = NonNullable<Watcher[E]>;
