import { z } from 'zod';
import type { Alarm, FromHost } from './protocol.ts';

/**
 * What a host says, looked at before anything of it is believed. In a host runs code of others:
 * what comes from there may be anything, and must not be able to end the parent.
 */
const Count = z.number().int().nonnegative();
const Text = z.string();

const Run = z.looseObject({
  verdict: z.enum(['pass', 'fail', 'not-started', 'broken']),
  violation: z
    .looseObject({ rule: Text, node: Text, at: z.number(), text: Text })
    .extend({ proof: z.array(z.looseObject({ at: z.number(), node: Text, text: Text })) })
    .optional(),
  step: Text.optional(),
  error: Text.optional(),
  stack: Text.optional(),
  digest: Text,
});

const Failure = z.looseObject({
  number: Count,
  seed: Text,
  run: Run,
  tail: z.array(z.looseObject({ type: Text })),
  nondeterministic: z.looseObject({ first: Text, second: Text }).optional(),
});

const Result = z.looseObject({
  scenario: Text,
  ran: Count,
  passed: Count,
  failures: z.array(Failure),
  witnessed: z.array(Text),
  events: Count,
  virtual: z.number().nonnegative(),
  wall: z.number().nonnegative(),
});

/** A run that was told again, or the shortest that could be found. */
const Retold = z.looseObject({
  run: Run,
  tail: z.array(z.looseObject({ type: Text })),
  traced: Count,
  marks: z.array(z.number()),
});

const Said = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('ready') }),
  z.looseObject({ type: z.literal('loaded'), error: Text.optional() }),
  z.looseObject({ type: z.literal('progress'), scenario: Text, done: Count }),
  z.looseObject({ type: z.literal('result'), result: z.union([Result, Retold]) }),
  z.looseObject({ type: z.literal('broken'), error: Text }),
]);

const Alarmed = z.strictObject({
  kind: z.enum(['hung', 'memory']),
  node: Text,
  events: Count,
  at: z.number(),
  patience: z.number(),
  stack: Text,
});

const STRANGE: FromHost = { type: 'broken', error: 'the host said what no host says' };

/** A message of a host; what is none is that of a broken host. */
export function heard(message: unknown): FromHost {
  const { success } = Said.safeParse(message);
  return success ? (message as FromHost) : STRANGE;
}

/** An alarm, from a line of the pipe; undefined if it is none. */
export function alarmIn(line: string): Alarm | undefined {
  try {
    return Alarmed.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
