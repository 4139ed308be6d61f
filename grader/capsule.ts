import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Script } from '#harness';
import { COURSE_VERSION } from './labs.ts';

/** The version of the format below. Raise it when an older capsule would be misread. */
export const CAPSULE_VERSION = 1;

const Kind = z.looseObject({ kind: z.string() });
const Moment = z.object({
  at: z.number().min(0),
  after: z.number().optional(),
  on: z.string().optional(),
});
const node = z.string();

const Action = z.discriminatedUnion('do', [
  z.object({ do: z.literal('add'), node, role: z.json() }),
  z.object({ do: z.literal('start'), node }),
  z.object({ do: z.literal('invoke'), node, method: z.string(), args: z.array(z.json()) }),
  z.object({ do: z.literal('begin'), id: z.string(), fault: Kind, for: z.number().optional() }),
  z.object({ do: z.literal('end'), id: z.string() }),
  z.object({ do: z.literal('plan'), plan: z.array(Kind.extend({ id: z.string() })) }),
  z.object({ do: z.literal('dials'), dials: z.looseObject({ loss: z.number() }) }),
  z.object({ do: z.literal('forge'), from: node, to: node, message: z.json(), after: z.number() }),
  z.object({ do: z.literal('release'), datagram: z.string(), copy: z.number() }),
  z.object({ do: z.literal('calm') }),
  z.object({ do: z.literal('note'), text: z.string() }),
  z.object({ do: z.literal('finish') }),
]);

const Fate = z.strictObject({
  lost: z.enum(['loss', 'blocked']).optional(),
  held: z.enum(['itself', 'copy']).optional(),
  altered: z.json().optional(),
  latency: z.number().optional(),
  late: z.number().optional(),
  again: z.number().optional(),
});

const ScriptShape = z.object({
  seed: z.string(),
  network: z.looseObject({ latency: Kind, loss: z.number(), duplication: z.number() }),
  disk: z.object({ latency: z.number(), bandwidth: z.number() }),
  limits: z.object({ time: z.number(), events: z.number() }),
  until: z.number().optional(),
  steps: z.array(z.intersection(Moment, z.object({ action: Action }))),
  fired: z.array(z.tuple([z.string(), z.number()])),
  fates: z.array(z.tuple([z.string(), Fate])),
});

const Capsule = z.object({
  format: z.literal('partial-failure/capsule'),
  version: z.literal(CAPSULE_VERSION),
  course: z.string(),
  lab: z.string(),
  scenario: z.string(),
  title: z.string(),
  /** The note to read. */
  note: z.string(),
  points: z.number(),
  seed: z.object({ number: z.int(), text: z.string() }),
  /** The index.ts that was graded, from the repository's folder. */
  entry: z.string(),
  rules: z.array(z.string()),
  options: z.record(z.string(), z.json()),
  /** Which rule it breaks. */
  rule: z.string(),
  digest: z.string(),
  decisions: z.number(),
  /** A number for each event of the run. */
  marks: z.array(z.number()),
  /** What was done to the world, and when; and what became of each datagram. */
  script: ScriptShape,
});

/** A failing run as its decisions: enough to run it again without the suite that found it. */
export type Capsule = Omit<z.infer<typeof Capsule>, 'script' | 'format' | 'version' | 'course'> & {
  readonly script: Script;
};

/** A capsule that cannot be replayed: what is wrong with it, and what to do. */
export class CapsuleError extends Error {}

const AGAIN = 'Grade again: a failure writes its capsule anew.';

function whatIsWrong(value: unknown, { issues }: z.ZodError): string {
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format !== 'partial-failure/capsule') return `is no capsule. ${AGAIN}`;
  if (version !== CAPSULE_VERSION)
    return (
      `has version ${String(version)} of the format, and this grader reads version ` +
      `${CAPSULE_VERSION}. ${AGAIN}`
    );
  const [first] = issues;
  return `is damaged at ${first?.path.join('.') || 'its top'}: ${first?.message}. ${AGAIN}`;
}

/** Reads a capsule from its text. @throws CapsuleError */
export function parseCapsule(text: string, name: string): Capsule {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CapsuleError(`${name} is no capsule: it is not JSON. ${AGAIN}`);
  }
  const read = Capsule.safeParse(value);
  if (!read.success) throw new CapsuleError(`${name} ${whatIsWrong(value, read.error)}`);
  if (read.data.course !== COURSE_VERSION)
    throw new CapsuleError(
      `${name} is of version ${read.data.course} of the course, and this is version ` +
        `${COURSE_VERSION}. ${AGAIN}`,
    );
  // The shape has been checked; what a script is has its type in the harness.
  return read.data as unknown as Capsule;
}

/** Reads a capsule. @throws CapsuleError */
export function readCapsule(file: string): Capsule {
  const name = path.basename(file);
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new CapsuleError(`${name} cannot be read: ${(error as Error).message}`);
  }
  return parseCapsule(text, name);
}

/** A capsule as it is written. */
export const capsuleText = (capsule: Capsule): unknown => ({
  format: 'partial-failure/capsule',
  version: CAPSULE_VERSION,
  course: COURSE_VERSION,
  ...capsule,
});
