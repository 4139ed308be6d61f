/** E4: in calm, members have what their leader accepts, and a change that may be made is made. */
import { canonical, type Millis } from '#harness';
import type { Command, Term } from '../../../../labs/lab3-raft/types.ts';
import type { MonitorContext } from '../../monitor.ts';
import { ms, proof } from '../values.ts';
import {
  difference,
  isConfiguration,
  named,
  type Configurations,
  type Placed,
} from './configurations.ts';
import type { Facts } from './facts.ts';
import { at as position } from './say.ts';
import type { Server } from './server.ts';
import type { Promised } from './watcher.ts';

const WITHIN: Millis = 1500;

export class MembershipProgress {
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  readonly #configurations: Configurations;
  /** Since when a leader refuses a change that it could make. */
  #refusals = new Map<string, Millis>();

  constructor(facts: Facts, context: MonitorContext, configurations: Configurations) {
    this.#facts = facts;
    this.#context = context;
    this.#configurations = configurations;
  }

  calm(): void {
    this.#refusals = new Map();
  }

  #newest({ view }: Server): Placed {
    return this.#configurations.newest(this.#facts.members ?? [], view);
  }

  /** Nothing has been done to the world since, and nobody knows of a newer term. */
  #isQuiet(since: Millis, term: Term): boolean {
    const { calmSince, cuts, servers } = this.#facts;
    if (calmSince === undefined || calmSince > since || cuts.size > 0) return false;
    return [...servers.values()].every((one) => !one.up || one.known <= term);
  }

  // ---- members-keep-up ----

  promises({ server, at, command, proposed }: Promised): void {
    const { life } = server;
    const { servers } = isConfiguration(command) ? command : this.#newest(server);
    if (!this.#isQuiet(at, proposed.term)) return;
    this.#context.after(WITHIN, () => {
      if (!this.#isQuiet(at, proposed.term) || !server.up || server.life !== life) return;
      const now = this.#newest(server);
      // Who has left leads no more.
      if (!now.servers.includes(server.id)) return;
      const members = now.servers.filter((id) => servers.includes(id));
      const awake = members
        .map((id) => this.#facts.server(id))
        .filter((one) => one.up && !one.paused && one.awakeSince <= at);
      const behind = awake.find((one) => one.lastApplied < proposed.index);
      if (behind) this.#isBehind(behind, now, { server, at, proposed });
    });
  }

  #isBehind(
    { id, lastApplied }: Server,
    configuration: Placed,
    { server, at, proposed }: Pick<Promised, 'server' | 'at' | 'proposed'>,
  ): void {
    const now = this.#context.now();
    const text =
      `${server.id}, which leads term ${proposed.term}, took entry ${position(proposed)} at ` +
      `${ms(at)}. ${ms(now - at)} later, in a calm world, ${id} has applied up to ` +
      `${lastApplied}; the configuration is ${named(configuration)}.`;
    this.#context.tell('members-keep-up', id, text, [
      proof(at, server.id, `appends entry ${position(proposed)}`),
      proof(now, id, `has applied up to ${lastApplied}`),
    ]);
  }

  // ---- change-is-taken ----

  declines(server: Server, command: Command, at: Millis): void {
    if (!isConfiguration(command)) return;
    const { id, life, leading, lastApplied, view } = server;
    const newest = this.#newest(server);
    const key = `${id} ${life} ${leading} ${newest.index} ${canonical(command)}`;
    const could =
      leading > 0 &&
      server.exact &&
      this.#isQuiet(at, leading) &&
      difference(newest.servers, command.servers) === 1 &&
      newest.servers.includes(id) &&
      newest.index <= lastApplied &&
      view.termAt(lastApplied) === leading;
    if (!could) return void this.#refusals.delete(key);
    const since = this.#refusals.get(key) ?? at;
    this.#refusals.set(key, since);
    if (at - since < WITHIN) return;
    const text =
      `${id} leads term ${leading} in a calm world, has applied an entry of that term and the ` +
      `configuration ${named(newest)}. For ${ms(at - since)} it has refused to change to ` +
      `${command.servers.join(', ')}.`;
    this.#context.tell('change-is-taken', id, text, [
      proof(since, id, 'is asked for the change, and refuses'),
      proof(at, id, 'refuses it still'),
    ]);
  }
}
