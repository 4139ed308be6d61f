/**
 * Parts B and C. A server that executes each call at most once, though requests repeat and it
 * crashes.
 */
import { todo } from '#harness';
import type { ServerEnv, Service } from './types.ts';

export function createServer(env: ServerEnv, service: Service): void {
  // ---- B1 name calls · B2 keep results · B3 the one in progress · B4 many open at once ----
  // ---- C1 what must be saved, and in which save · C2 what may be forgotten ----
  // at-least-once-server.ts is the place to start from.
  void [env, service];
  todo('B1');
}
