/** What may be called committed, and applied (§5.3, §5.4.2). */
import type { Millis, Plain } from '#harness';
import type { Evidence, MonitorContext } from '../../monitor.ts';
import type { Command, Index, Term } from '../../../../labs/lab3-raft/types.ts';
import { proof, show } from '../values.ts';
import { sameCommand } from './cells.ts';
import type { Facts } from './facts.ts';
import { mayHave } from './log.ts';
import { asked, at as position, endOf } from './say.ts';
import type { Delivery, Server } from './server.ts';
import type { Watcher } from './watcher.ts';

export function commitRules(facts: Facts, context: MonitorContext): Watcher {
  const rules = new CommitRules(facts, context);
  return {
    asks: (request, server) => {
      if (request.method !== 'AppendEntries') return;
      const { leaderCommit, term } = request.args;
      if (leaderCommit <= rules.bound(server)) return;
      const now = proof(request.at, server.id, `${asked(request)}, to ${request.to}`);
      rules.tooFar(server, leaderCommit, term, now);
    },
    applies: (server, index, command, at) => {
      const now = proof(at, server.id, () => `applies ${show(command)} at ${index}`);
      rules.inOrder(server, index, now);
      rules.oneCommand(server, index, command, now);
      if (index > rules.bound(server)) rules.tooFar(server, index, server.leading, now);
      rules.applied(server, index, command, at);
    },
    restores: (server, { lastIncludedIndex }, at) => {
      const now = proof(at, server.id, `restores a snapshot up to ${lastIncludedIndex}`);
      rules.forwards(server, lastIncludedIndex, now);
      if (lastIncludedIndex > rules.bound(server))
        rules.tooFar(server, lastIncludedIndex, server.leading, now);
    },
  };
}

class CommitRules {
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  /** What was applied first at each index. */
  readonly #truth = new Map<Index, { command: Command; node: string; at: Millis }>();

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  /** Up to where a server can know that its log is committed. */
  bound(server: Server): Index {
    const plausible = ({ request, prevHeld }: Delivery): boolean => {
      if (request.method !== 'AppendEntries') return false;
      const { prevLogIndex, prevLogTerm } = request.args;
      return prevHeld || mayHave(server, prevLogIndex, prevLogTerm);
    };
    return server.knowledge.bound(plausible);
  }

  // ---- What is not known to be committed ----

  tooFar(server: Server, index: Index, term: Term, now: Evidence): void {
    const { told } = server.knowledge;
    // Who leads counts; who was deposed follows what it has heard.
    if (server.leads.has(term) && (server.known <= term || told.commit < index))
      return this.#miscounts(server, index, term, now);
    const { id } = server;
    const known = server.knowledge.committed;
    if (told.commit >= index) {
      const text =
        `${id} takes entry ${index} for committed: a leader has committed up to ` +
        `${told.commit}, but ` +
        `the log of ${id} is known to agree with it up to ${told.matched} only.`;
      const heard = proof(told.at, id, `hears leaderCommit ${told.commit}`);
      return this.#context.tell('commit-min', id, text, [heard, now]);
    }
    const heard = told.commit > 0 ? [proof(told.at, id, `hears leaderCommit ${told.commit}`)] : [];
    const text =
      `${id} takes entry ${index} for committed; all that it can know to be committed ends at ` +
      `${known}.`;
    this.#context.tell('apply-committed', id, text, [...heard, now]);
  }

  #miscounts(server: Server, index: Index, term: Term, now: Evidence): void {
    const { id, knowledge, view } = server;
    const servers = this.#facts.names.length;
    const { replicated, inMemory } = knowledge.count(term, view, servers);
    const acks = [...knowledge.acksOf(term)].filter(([, ack]) => ack.index > 0);
    const said = acks.map(([peer, ack]) => `${peer} up to ${ack.index}`).join(', ') || 'nobody';
    const events = acks
      .filter(([, ack]) => ack.index >= index)
      .slice(0, 2)
      .map(([peer, ack]) => proof(ack.at, id, `hears that ${peer} has entries up to ${ack.index}`));
    const entry = this.#facts.leaders.termAt(term, index) ?? view.termAt(index) ?? term;
    const what = position({ index, term: entry });
    const start = `${id} leads term ${term} and takes ${what} for committed`;
    const tell = (rule: string, why: string): void =>
      this.#context.tell(rule, id, `${start}; ${why}`, [...events, now]);
    const ownTerm = this.#facts.leaders.termAt(term, inMemory) === term;
    if (replicated < inMemory && ownTerm && inMemory >= index)
      return tell(
        'commit-self-durable',
        `with its own copy of ${inMemory} that is a majority, but on its disk is ${endOf(view)}.`,
      );
    if (entry !== term && replicated >= index)
      return tell(
        'commit-own-term',
        `a majority has it, but it is of term ${entry}, and nothing of term ${term} is on a ` +
          `majority.`,
      );
    if (replicated < index && inMemory >= index)
      return tell(
        'commit-self-durable',
        `with its own copy that is a majority, but on its disk is ${endOf(view)}.`,
      );
    return tell(
      'commit-majority',
      `of ${servers} servers these have acknowledged entries in this term: ${said}; ` +
        `on its own disk is ${endOf(view)}.`,
    );
  }

  // ---- apply-order, restore-forward ----

  inOrder({ id, lastApplied }: Server, index: Index, now: Evidence): void {
    if (index === lastApplied + 1) return;
    const before =
      lastApplied === 0 ? 'nothing has been applied in this life' : `${lastApplied} was the last`;
    const text = `${id} applies index ${index}, and ${before}.`;
    this.#context.tell('apply-order', id, text, [now]);
  }

  forwards({ id, lastApplied }: Server, index: Index, now: Evidence): void {
    if (index > lastApplied) return;
    const text = `${id} restores its service up to ${index}, and has applied up to ${lastApplied}.`;
    this.#context.tell('restore-forward', id, text, [now]);
  }

  // ---- state-machine-safety ----

  oneCommand({ id }: Server, index: Index, command: Command, now: Evidence): void {
    const differs = (other: Plain, first: Evidence): void => {
      const text = `At index ${index} ${id} applies ${show(command)}; it is ${show(other)}.`;
      this.#context.tell('state-machine-safety', id, text, [first, now]);
    };
    const first = this.#truth.get(index);
    if (first && !sameCommand(first.command, command))
      return differs(
        first.command,
        proof(first.at, first.node, `applies ${show(first.command)} at ${index}`),
      );
    const committed = this.#facts.committed.at(index);
    const entry = committed && this.#facts.tree.find({ index, term: committed.term });
    if (!committed || !entry || sameCommand(entry.command, command)) return;
    const said = `${position({ index, term: entry.term })}, ${show(entry.command)}, is committed`;
    differs(entry.command, proof(committed.at, entry.node, said));
  }

  applied({ id }: Server, index: Index, command: Command, at: Millis): void {
    if (!this.#truth.has(index)) this.#truth.set(index, { command, node: id, at });
  }
}
