/** Part D. A client whose intents outlive it. */
import { todo } from '#harness';
import type { ClientEnv, DurableClient } from './types.ts';

export function createDurableClient(env: ClientEnv): DurableClient {
  // ---- D1 intents on disk before the first request · D2 names that survive ----
  // ---- D3 outcomes that survive · D4 forget, in the right order ----
  void env;
  return todo('D1');
}
