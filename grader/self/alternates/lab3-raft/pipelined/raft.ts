import { deferred, type NodeId } from '#harness';
import {
  ELECTION_TIMEOUT_MAX,
  ELECTION_TIMEOUT_MIN,
  HEARTBEAT_INTERVAL,
  type CreateRaft,
  type Index,
  type RaftEnv,
  type StateMachine,
} from '../../../../../labs/lab3-raft/types.ts';
import { Core, type Outgoing } from './core.ts';
import { Keeper } from './keeper.ts';

/** Gives the core its messages and its time, and does what it wants, in batches. */
class Driver {
  readonly core: Core;
  readonly #env: RaftEnv;
  readonly #machine: StateMachine;
  readonly #keeper: Keeper;
  #applied: Index = 0;
  #deadline = 0;
  #batching = false;
  /** Who waits for the end of the batch. */
  #kept = deferred<void>();

  constructor(env: RaftEnv, servers: readonly NodeId[], machine: StateMachine) {
    this.#env = env;
    this.#machine = machine;
    this.#keeper = new Keeper(env);
    this.core = new Core(env.id, servers, this.#keeper.load());
  }

  start(): void {
    const { core } = this;
    const { rpc } = this.#env;
    rpc.handle('RequestVote', (args) => this.#answer(() => core.requestVote(args)));
    rpc.handle('AppendEntries', (args) => this.#answer(() => core.appendEntries(args)));
    rpc.handle('InstallSnapshot', (args) => this.#answer(() => core.installSnapshot(args)));
    this.#wait();
    this.#env.spawn('elections', () => this.#elections());
    this.#env.spawn('heartbeats', () => this.#heartbeats());
    this.#apply();
  }

  /** Lets the core react, and sees to it that the batch in which it did so comes to an end. */
  react<T>(reaction: () => T): T {
    const result = reaction();
    if (this.core.content) this.#wait();
    this.core.content = false;
    if (!this.#batching) {
      this.#batching = true;
      this.#env.spawn('batch', () => this.#batch());
    }
    return result;
  }

  async #answer<T>(reaction: () => T): Promise<T> {
    const reply = this.react(reaction);
    await this.#kept.promise;
    return reply;
  }

  /** What comes in this instant, or while the node is busy with a save, belongs to one batch. */
  async #batch(): Promise<void> {
    await this.#env.sleep(0);
    this.#batching = false;
    const { core } = this;
    // Entries may leave before they are kept; what asks for a vote tells of one.
    this.#send(({ method }) => method !== 'RequestVote');
    this.#keeper.keep(core);
    core.kept();
    this.#send(() => true);
    const { resolve } = this.#kept;
    this.#kept = deferred();
    resolve();
    this.#apply();
  }

  #send(now: (one: Outgoing) => boolean): void {
    const { core } = this;
    const leaving = core.outgoing.filter(now);
    core.outgoing = core.outgoing.filter((one) => !now(one));
    for (const one of leaving) this.#env.spawn(`${one.method} to ${one.to}`, () => this.#call(one));
  }

  async #call(one: Outgoing): Promise<void> {
    const { core } = this;
    const { rpc } = this.#env;
    const { to } = one;
    if (one.method === 'RequestVote') {
      const reply = await rpc.call(to, one.method, one.args);
      if (reply) this.react(() => core.voteReply(to, one.args, reply));
    } else if (one.method === 'AppendEntries') {
      const reply = await rpc.call(to, one.method, one.args);
      if (reply) this.react(() => core.appendReply(to, one.args, reply));
    } else {
      const reply = await rpc.call(to, one.method, one.args);
      if (reply) this.react(() => core.installReply(to, one.args, reply));
    }
  }

  #apply(): void {
    const { core } = this;
    for (;;) {
      const { snapshot } = core;
      const next = this.#applied + 1;
      if (snapshot && snapshot.lastIncludedIndex >= next) {
        this.#applied = snapshot.lastIncludedIndex;
        this.#machine.restore(snapshot);
        continue;
      }
      const entry = core.log.at(next);
      if (next > core.commitIndex || !entry) return;
      this.#applied = next;
      this.#machine.apply(next, entry.command);
    }
  }

  #wait(): void {
    const span = ELECTION_TIMEOUT_MAX - ELECTION_TIMEOUT_MIN;
    this.#deadline = this.#env.now() + ELECTION_TIMEOUT_MIN + this.#env.random() * span;
  }

  async #elections(): Promise<void> {
    for (;;) {
      const left = this.#deadline - this.#env.now();
      if (left > 0) {
        await this.#env.sleep(left);
        continue;
      }
      this.#wait();
      if (!this.core.isLeader) this.react(() => this.core.campaign());
    }
  }

  async #heartbeats(): Promise<void> {
    for (;;) {
      await this.#env.sleep(HEARTBEAT_INTERVAL);
      if (this.core.isLeader) this.react(() => this.core.beat());
    }
  }
}

/** One core that reacts, and a driver that batches what it does. */
export const createRaft: CreateRaft = (env, servers, machine) => {
  const driver = new Driver(env, servers, machine);
  const { core } = driver;
  driver.start();
  return {
    propose: (command) => driver.react(() => core.propose(command)),
    status: () => ({ term: core.currentTerm, isLeader: core.isLeader }),
    snapshot: (index, data) => driver.react(() => core.compact(index, data)),
  };
};
