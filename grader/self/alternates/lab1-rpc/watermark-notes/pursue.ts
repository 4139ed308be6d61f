/** Pursues calls until they are answered, and tells servers by notes what is over. */
import { deferred, type Millis, type NodeId, type Plain } from '#harness';
import { isMessage, type ClientEnv, type Result } from '../../../../../labs/lab1-rpc/types.ts';

const BASE: Millis = 100;
const CAP: Millis = 1_900;

/** Decorrelated jitter: drawn between the base and three times the last pause. */
export const decorrelated = (last: Millis, draw: number): Millis =>
  Math.min(CAP, BASE + draw * (3 * last - BASE));

export type Pursuit = {
  readonly answer: Promise<Result>;
  /** Ends it without an answer. */
  end(): void;
};
export type Pursue = (number: number, to: NodeId, method: string, args: Plain) => Pursuit;

export const randomName = (env: ClientEnv): string =>
  ['', '', '']
    .map(() => (env.random() * 2 ** 40).toString(32).replace('.', ''))
    .join('-')
    .slice(0, 60);

/** A pursuer for all calls of one client name. */
export function pursuer(env: ClientEnv, name: string): Pursue {
  const prefix = `${name}:`;
  const replied = new Map<string, (result: Result) => void>();

  env.net.receive((message) => {
    if (isMessage(message) && message.kind === 'reply') replied.get(message.id)?.(message.result);
  });

  return (number, to, method, args) => {
    const id = prefix + number;
    const { promise: answer, resolve } = deferred<Result>();
    const end = (): void => void replied.delete(id);
    replied.set(id, (result) => {
      end();
      resolve(result);
    });
    env.spawn('pursue', async () => {
      for (let pause = BASE; replied.has(id);) {
        env.net.send(to, { kind: 'request', id, method, args });
        pause = decorrelated(pause, env.random());
        await env.sleep(pause);
      }
    });
    return { answer, end };
  };
}

/**
 * All calls of this name below the floor are over. Lost notes do no harm: the next one says more.
 */
export const tellFloor = (env: ClientEnv, to: NodeId, name: string, floor: number): void =>
  env.net.send(to, { kind: 'note', extra: { name, floor } });
