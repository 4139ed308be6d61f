import type { NodeId } from '#harness';
import {
  ELECTION_TIMEOUT_MAX,
  ELECTION_TIMEOUT_MIN,
  HEARTBEAT_INTERVAL,
  type AppendEntriesReply,
  type CreateRaft,
  type InstallSnapshotReply,
  type Proposed,
  type RaftEnv,
  type RequestVoteReply,
  type StateMachine,
} from '../../../../../labs/lab3-raft/types.ts';
import { compacted, EMPTY, end } from './log.ts';
import { reduce } from './reduce.ts';
import type { Answer, Effect, Event, State } from './state.ts';

type Doing = Exclude<Effect, { do: 'answer' }>;

/** What a new life begins with. */
function found({ id, disk }: RaftEnv, servers: readonly NodeId[]): State {
  const snapshot = disk.load('snapshot');
  const onDisk = disk.load('log') ?? EMPTY;
  const { lastIncludedIndex: index = 0, lastIncludedTerm: term = 0 } = snapshot ?? {};
  const log = compacted(onDisk, { index, term });
  return {
    id,
    others: servers.filter((one) => one !== id),
    role: { is: 'follower' },
    currentTerm: disk.load('currentTerm') ?? 0,
    votedFor: disk.load('votedFor') ?? null,
    log,
    saved: end(log).index,
    snapshot,
    commitIndex: log.lastIncludedIndex,
    lastApplied: 0,
  };
}

/** Holds the state, and does what the reducer says. */
class Shell {
  state: State;
  readonly #env: RaftEnv;
  readonly #machine: StateMachine;
  #patience = 0;
  #saving = false;
  readonly #undone: Doing[] = [];
  #busy = false;

  constructor(env: RaftEnv, servers: readonly NodeId[], machine: StateMachine) {
    this.#env = env;
    this.#machine = machine;
    this.state = found(env, servers);
    this.#wait();
  }

  /** `apply` may call back: what comes of that is done after what has been decided before. */
  dispatch(event: Event): Answer {
    const { state, effects } = reduce(this.state, event);
    this.state = state;
    let answer: Answer;
    for (const effect of effects)
      if (effect.do === 'answer') answer = effect.with;
      else this.#undone.push(effect);
    if (!this.#busy) this.#performAll();
    return answer;
  }

  #performAll(): void {
    this.#busy = true;
    for (let next = this.#undone.shift(); next; next = this.#undone.shift()) this.#perform(next);
    this.#busy = false;
  }

  #perform(effect: Doing): void {
    switch (effect.do) {
      case 'save':
        return this.#env.disk.save(effect.cells);
      case 'call':
        return this.#env.spawn(`${effect.method} to ${effect.to}`, () => this.#call(effect));
      case 'apply':
        return this.#machine.apply(effect.index, effect.command);
      case 'restore':
        return this.#machine.restore(effect.snapshot);
      case 'wait':
        return this.#wait();
      default:
        return this.#env.spawn('saves later', () => this.#later(effect.within));
    }
  }

  #wait(): void {
    const span = ELECTION_TIMEOUT_MAX - ELECTION_TIMEOUT_MIN;
    this.#patience = this.#env.now() + ELECTION_TIMEOUT_MIN + this.#env.random() * span;
  }

  async #call(request: Effect & { do: 'call' }): Promise<void> {
    const { rpc } = this.#env;
    const { to: from } = request;
    if (request.method === 'RequestVote') {
      const { args } = request;
      const reply = await rpc.call(from, 'RequestVote', args);
      if (reply) this.dispatch({ on: 'vote', from, args, reply });
    } else if (request.method === 'AppendEntries') {
      const { args } = request;
      const reply = await rpc.call(from, 'AppendEntries', args);
      if (reply) this.dispatch({ on: 'appended', from, args, reply });
    } else {
      const { args } = request;
      const reply = await rpc.call(from, 'InstallSnapshot', args);
      if (reply) this.dispatch({ on: 'installed', from, args, reply });
    }
  }

  async #later(ms: number): Promise<void> {
    if (this.#saving) return;
    this.#saving = true;
    await this.#env.sleep(ms);
    this.#saving = false;
    this.dispatch({ on: 'leisure' });
  }

  async watch(): Promise<void> {
    for (;;) {
      const left = this.#patience - this.#env.now();
      if (left > 0) {
        await this.#env.sleep(left);
        continue;
      }
      this.#wait();
      this.dispatch({ on: 'impatience' });
    }
  }

  async beat(): Promise<void> {
    for (;;) {
      await this.#env.sleep(HEARTBEAT_INTERVAL);
      this.dispatch({ on: 'heartbeat' });
    }
  }
}

/** A pure reducer decides everything; this gives it events, and does its effects in order. */
export const createRaft: CreateRaft = (env, servers, machine) => {
  const shell = new Shell(env, servers, machine);
  // Each event is answered with what its name says.
  const { rpc } = env;
  rpc.handle(
    'RequestVote',
    (args) => shell.dispatch({ on: 'RequestVote', args }) as RequestVoteReply,
  );
  rpc.handle(
    'AppendEntries',
    (args) => shell.dispatch({ on: 'AppendEntries', args }) as AppendEntriesReply,
  );
  rpc.handle(
    'InstallSnapshot',
    (args) => shell.dispatch({ on: 'InstallSnapshot', args }) as InstallSnapshotReply,
  );
  env.spawn('watches', () => shell.watch());
  env.spawn('beats', () => shell.beat());
  shell.dispatch({ on: 'birth' });
  return {
    propose: (command) => shell.dispatch({ on: 'propose', command }) as Proposed | undefined,
    status: () => ({ term: shell.state.currentTerm, isLeader: shell.state.role.is === 'leader' }),
    snapshot: (index, data) => void shell.dispatch({ on: 'snapshot', index, data }),
  };
};
