/** The pasts of the clients: of each a floor, below which all is over, and the answers above it. */
import type { Plain } from '#harness';
import type { Result, ServerEnv } from '../../../../../labs/lab1-rpc/types.ts';

type Past = { readonly floor: number; readonly answers: { readonly [number: string]: Result } };
type Memory = { readonly [name: string]: Past };

/** What remains of a client's past when all below the floor is over. */
function above(past: Past, told: number): Past {
  if (told <= past.floor) return past;
  const answers = Object.entries(past.answers).filter(([number]) => Number(number) >= told);
  return { floor: told, answers: Object.fromEntries(answers) };
}

export function openPasts(env: ServerEnv) {
  /** Floors that the disk does not know of yet. */
  const told = new Map<string, number>();
  const memory = (): Memory => (env.disk.load('memory') ?? {}) as Memory;
  const of = (name: string): Past =>
    above(memory()[name] ?? { floor: 0, answers: {} }, told.get(name) ?? 0);

  return {
    of,
    learn(note: Plain): void {
      const { name, floor } = (note ?? {}) as { readonly name?: unknown; readonly floor?: unknown };
      if (typeof name !== 'string' || typeof floor !== 'number') return;
      told.set(name, Math.max(floor, told.get(name) ?? 0));
    },
    /** The memory to save: every past cut off at its floor, and one answer more. */
    withAnswer(name: string, number: number, result: Result): Memory {
      const next: Record<string, Past> = { ...memory() };
      for (const [one] of told) if (next[one]) next[one] = of(one);
      const { floor, answers } = of(name);
      const kept = number >= floor ? { [number]: result } : {};
      next[name] = { floor, answers: { ...answers, ...kept } };
      return next;
    },
    /** The disk knows now what was told of the clients that it knows. */
    saved(): void {
      for (const name of told.keys()) if (name in memory()) told.delete(name);
    },
  };
}
