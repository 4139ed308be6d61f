/** Given. Puts together what runs on one node of this lab. */
import type { Env, Millis, Net, NodeId, Plain } from '#harness';
import { createAtLeastOnceServer } from './at-least-once-server.ts';
import { createBank, type PutPayment } from './bank.ts';
import type {
  Args,
  Client,
  ClientCells,
  ClientEnv,
  DurableClient,
  Keys,
  Method,
  Outcome,
  Result,
  ServerCells,
  ServerEnv,
  Service,
  Value,
} from './types.ts';

/** The files that you write. */
export type Parts = {
  createClient(env: ClientEnv): Client;
  createServer(env: ServerEnv, service: Service): void;
  putPayment: PutPayment;
  createDurableClient(env: ClientEnv): DurableClient;
  sealedNet(net: Net, self: NodeId, keys: Keys): Net;
};

/** What a scenario says of one node. */
export type World = {
  /** A bank, behind the given server or yours. */
  readonly server?: 'given' | 'yours';
  /** ms that the bank takes to begin a call. */
  readonly think?: Millis;
  /** So many clients. */
  readonly clients?: number;
  readonly durable?: boolean;
  /** Part E: puts a seal around the net. */
  readonly keys?: Keys;
  /** Told of each step that the bank runs. */
  readonly stepped?: (memo: string, value: Plain, receipts: number) => void;
};

/** What a scenario may call on a node. */
export type Application = {
  call<M extends Method>(
    client: number,
    to: NodeId,
    method: M,
    args: Args<M>,
    options?: { within?: Millis },
  ): Promise<Outcome<Value<M>>>;
  intend<M extends Method>(intent: string, to: NodeId, method: M, args: Args<M>): void;
  outcome(intent: string): Promise<Result>;
  forget(intent: string): void;
};

export type Start = (env: Env<{}, ServerCells & ClientCells>, world: World) => Application;

export function startWith(parts: Parts): Start {
  for (const [name, part] of Object.entries(parts))
    if (typeof part !== 'function')
      throw new TypeError(`${name} is no function: look at the file that exports it`);
  return (env, { server, think = 0, clients = 0, durable = false, keys, stepped }) => {
    const sealed = keys ? { ...env, net: parts.sealedNet(env.net, env.id, keys) } : env;
    if (server) {
      const bank = createBank({
        sleep: env.sleep,
        putPayment: parts.putPayment,
        think,
        ...(stepped && { stepped }),
      });
      if (server === 'given') createAtLeastOnceServer(sealed, bank);
      else parts.createServer(sealed, bank);
    }
    const all = Array.from({ length: clients }, () => parts.createClient(sealed));
    const keeper = durable ? parts.createDurableClient(sealed) : undefined;
    return {
      call(client, to, method, args, options) {
        const one = all[client];
        if (!one) throw new Error(`${env.id} has no client ${client}`);
        return one.call(to, method, args, options);
      },
      intend: (intent, to, method, args) => theKeeper().intend(intent, to, method, args),
      outcome: (intent) => theKeeper().outcome(intent),
      forget: (intent) => theKeeper().forget(intent),
    };

    function theKeeper(): DurableClient {
      if (!keeper) throw new Error(`${env.id} has no durable client`);
      return keeper;
    }
  };
}
