/** That whoever has led, or follows, waits an election timeout before it stands (§5.2). */
import type { Evidence, MonitorContext } from '../../monitor.ts';
import type { Millis } from '#harness';
import { ms, proof } from '../values.ts';
import { asked } from './say.ts';
import type { Request, Server } from './server.ts';
import type { Reply, Watcher } from './watcher.ts';
import { ELECTION_TIMEOUT_MIN } from './wire.ts';

/** What a clock may be ahead, and a timer early. */
export const EARLY = 0.95;
/** It may have stood already, in its mind, when the message came: it asked first, or it napped. */
const DECIDED: Millis = 30;

/** What a life waits after. */
class Wait {
  readonly life: number;
  led: Evidence | undefined;
  followed: Evidence | undefined;

  constructor(life: number) {
    this.life = life;
  }
}

export function patienceRules({ tell }: MonitorContext): Watcher {
  const waits = new Map<Server, Wait>();
  const waitOf = (server: Server): Wait => {
    let wait = waits.get(server);
    if (wait?.life !== server.life) waits.set(server, (wait = new Wait(server.life)));
    return wait;
  };
  const leads = ({ at, args: { term } }: Request, server: Server): void => {
    // What it says after it has heard of a newer term had been begun before.
    if ((server.heard.at(-1)?.term ?? 0) <= term)
      waitOf(server).led = proof(at, server.id, () => `leads term ${term}`);
  };
  const follows = ({ server, delivery, reply }: Reply): void => {
    const { request, stale, at } = delivery;
    const { method, args } = request;
    if (method === 'RequestVote' || stale || reply.term !== args.term) return;
    const wait = waitOf(server);
    if (at < (wait.followed?.at ?? 0)) return;
    wait.followed = proof(at, server.id, () => `${asked(request)}, comes from ${request.from}`);
  };
  const stands = (request: Request, server: Server): void => {
    const { at, args } = request;
    const { led, followed } = waitOf(server);
    const isShort = (one: Evidence | undefined, least: Millis): boolean => {
      const waited = at - (one?.at ?? -Infinity);
      return (
        waited > least && waited * server.clock.fastest(at - waited) < EARLY * ELECTION_TIMEOUT_MIN
      );
    };
    const since = isShort(led, -1) ? led : isShort(followed, DECIDED) ? followed : undefined;
    if (!since) return;
    const what = since === led ? 'it led' : 'it heard from its leader';
    const text =
      `${server.id} stands for election in term ${args.term}, ` +
      `${ms(at - since.at)} after ${what}. ` +
      `An election timeout is ${ELECTION_TIMEOUT_MIN} ms at least.`;
    tell('election-timeout', server.id, text, [since, proof(at, server.id, asked(request))]);
  };
  return {
    asks: (request, server) => {
      if (request.method !== 'RequestVote') leads(request, server);
      else if (!server.campaigns.has(request.args.term)) stands(request, server);
    },
    replies: follows,
  };
}
