/** Part A. A client whose every call ends: with its own reply, or by its deadline. */
import { todo } from '#harness';
import type { Client, ClientEnv } from './types.ts';

export function createClient(env: ClientEnv): Client {
  // ---- A1 match · A2 deadline · A3 retry ----
  // ---- A4 back off, with jitter · A5 refused is not unknown ----
  // Here you set up what all calls of this client share.
  void env;
  return {
    call(to, method, args, options) {
      void [to, method, args, options];
      return todo('A1');
    },
  };
}
