/** What the manifest says of a lab, its parts and their steps. */
import { z } from 'zod';

export const Step = z.strictObject({ id: z.string().regex(/^[A-E]\d$/), title: z.string() });

export const Part = z.strictObject({
  id: z.string().regex(/^[A-E]$/),
  title: z.string(),
  points: z.int().positive(),
  hours: z.string(),
  /** What the student writes for it. */
  files: z.array(z.string()),
  steps: z.array(Step),
  /** In the order in which they are run and shown. */
  scenarios: z.array(z.string()),
  /** Counts neither in the 100 nor in the exit code. */
  challenge: z.boolean().default(false),
});

export const Lab = z.strictObject({
  id: z.string().regex(/^lab\d$/),
  folder: z.string(),
  title: z.string(),
  /** How many seeds the default grade runs. */
  seeds: z.strictObject({ story: z.int().positive(), swarm: z.int().positive() }),
  /** Files of the lab's folder that are given, and not to be changed. */
  given: z.array(z.string()),
  parts: z.array(Part),
});

export type Step = z.infer<typeof Step>;
export type Part = z.infer<typeof Part>;
export type Lab = z.infer<typeof Lab>;

export const steps = (part: string, ...titles: string[]): Step[] =>
  titles.map((title, i) => ({ id: `${part}${i + 1}`, title }));
