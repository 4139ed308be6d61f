import path from 'node:path';
import { z } from 'zod';
import { ROOT } from './loader/bundle.ts';

/** Part of every seed: with another version of the course, other runs. */
export const COURSE_VERSION = '1';

const Step = z.strictObject({ id: z.string().regex(/^[A-E]\d$/), title: z.string() });

const Part = z.strictObject({
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

const Lab = z.strictObject({
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

const steps = (part: string, ...titles: string[]): Step[] =>
  titles.map((title, i) => ({ id: `${part}${i + 1}`, title }));

/** The manifest: what is graded, in which order, for how much. */
export const LABS: readonly Lab[] = z.array(Lab).parse([
  {
    id: 'lab1',
    folder: 'lab1-rpc',
    title: 'RPC',
    seeds: { story: 10, swarm: 40 },
    given: ['types.ts', 'bank.ts', 'node.ts', 'index.ts', 'at-least-once-server.ts'],
    parts: [
      {
        id: 'A',
        title: 'the client',
        points: 25,
        hours: '3–4',
        files: ['client.ts'],
        steps: steps(
          'A',
          'match',
          'deadline',
          'retry',
          'back off, with jitter',
          'refused is not unknown',
        ),
        scenarios: [
          '1a-first-call',
          '1a-crossed-replies',
          '1a-lost-datagrams',
          '1a-nobody-there',
          '1a-herd',
          '1a-swarm',
        ],
      },
      {
        id: 'B',
        title: 'the server, at most once',
        points: 30,
        hours: '3–5',
        files: ['server.ts'],
        steps: steps('B', 'name calls', 'keep results', 'the one in progress', 'many open at once'),
        scenarios: [
          '1b-lost-reply',
          '1b-first-answer',
          '1b-in-progress',
          '1b-overtaken',
          '1b-ghost',
          '1b-swarm',
        ],
      },
      {
        id: 'C',
        title: 'the server crashes',
        points: 25,
        hours: '3–5',
        files: ['server.ts', 'payments.ts'],
        steps: steps(
          'C',
          'what must be saved',
          'what may be forgotten',
          'a PUT that may be repeated',
        ),
        scenarios: [
          '1c-torn-moment',
          '1c-next-life',
          '1c-forgetting',
          '1c-put-payment',
          '1c-storm',
        ],
      },
      {
        id: 'D',
        title: 'the client crashes',
        points: 20,
        hours: '3–4',
        files: ['durable-client.ts'],
        steps: steps(
          'D',
          'intents before requests',
          'names that survive',
          'outcomes that survive',
          'forget, in the right order',
        ),
        scenarios: ['1d-intent', '1d-same-name', '1d-told-for-ever', '1d-storm'],
      },
      {
        id: 'E',
        title: 'somebody in the middle',
        points: 20,
        hours: '4–6',
        files: ['sealed-net.ts'],
        steps: steps('E', 'a seal', 'whose message, to whom', 'thrift'),
        scenarios: ['1e-forger', '1e-replayer', '1e-thrift'],
        challenge: true,
      },
    ],
  },
  {
    id: 'lab3',
    folder: 'lab3-raft',
    title: 'Raft',
    seeds: { story: 10, swarm: 40 },
    given: ['types.ts', 'service.ts', 'node.ts', 'index.ts'],
    parts: [
      {
        id: 'A',
        title: 'elections',
        points: 25,
        hours: '6–10',
        files: ['votes.ts', 'raft.ts'],
        steps: steps('A', 'votes', 'timers and campaigns', 'terms everywhere', 'a durable vote'),
        scenarios: [
          '3a-one-vote',
          '3a-new-term',
          '3a-first-leader',
          '3a-quiet-leader',
          '3a-re-election',
          '3a-minority',
          '3a-lost-votes',
          '3a-split-votes',
          '3a-newer-term',
          '3a-old-leader',
          '3a-lost-election',
          '3a-late-votes',
          '3a-one-voice',
          '3a-deaf-leader',
          '3a-many-elections',
          '3a-partitions',
          '3a-new-life',
          '3a-torn-vote',
          '3a-storm',
          '3a-swarm',
        ],
      },
      {
        id: 'B',
        title: 'the log',
        points: 35,
        hours: '8–14',
        files: ['log.ts', 'replication.ts', 'raft.ts'],
        steps: steps('B', 'the follower', 'the leader', 'commit and apply', 'back up fast'),
        scenarios: [
          '3b-first-entries',
          '3b-gap',
          '3b-conflict',
          '3b-overtaken',
          '3b-divergent-heartbeat',
          '3b-shorter-history',
          '3b-stale-challenger',
          '3b-concurrent',
          '3b-late-refusals',
          '3b-agreement',
          '3b-majority-up',
          '3b-one-down',
          '3b-no-majority',
          '3b-rejoin',
          '3b-away',
          '3b-few-messages',
          '3b-nobody-answers',
          '3b-each-command-once',
          '3b-commit-what-agrees',
          '3b-late-commit',
          '3b-late-answers',
          '3b-sent-is-not-there',
          '3b-old-entry-waits',
          '3b-phantom-replicas',
          '3b-any-history',
          '3b-back-up',
          '3b-delay-bounded',
          '3b-long-reorder',
          '3b-swarm',
        ],
      },
      {
        id: 'C',
        title: 'crashes',
        points: 20,
        hours: '3–6',
        files: ['raft.ts'],
        steps: steps('C', 'a new life', 'under fire', 'thrift'),
        scenarios: [
          '3c-all-crash',
          '3c-last-command',
          '3c-lost-tail',
          '3c-acknowledged',
          '3c-torn-saves',
          '3c-old-leader',
          '3c-figure-8',
          '3c-churn',
          '3c-figure-8-lossy',
          '3c-churn-lossy',
          '3c-swarm',
          '3c-storm',
          '3c-triggered',
          '3c-thrift',
        ],
      },
      {
        id: 'D',
        title: 'snapshots',
        points: 20,
        hours: '5–8',
        files: ['log.ts', 'snapshots.ts', 'raft.ts'],
        steps: steps('D', 'trim the log', 'install a snapshot', 'restart from one'),
        scenarios: [
          '3d-trim',
          '3d-edge',
          '3d-late-hand-over',
          '3d-install',
          '3d-suffix-stays',
          '3d-in-order',
          '3d-old-install',
          '3d-sent-once',
          '3d-late-answer',
          '3d-install-lossy',
          '3d-all-crash',
          '3d-restart-twice',
          '3d-install-crash',
          '3d-between-saves',
          '3d-storm',
          '3d-swarm',
        ],
      },
      {
        id: 'E',
        title: 'gentle elections, hand-over, reads, membership',
        points: 30,
        hours: '9–14',
        files: ['raft.ts'],
        steps: steps(
          'E',
          'pre-vote',
          'leadership transfer',
          'reads that write nothing',
          'membership, one server at a time',
        ),
        scenarios: [
          '3e-comes-back',
          '3e-half-deaf',
          '3e-hand-over',
          '3e-no-successor',
          '3e-deposed-reader',
          '3e-new-reader',
          '3e-swarm',
          '3e-grows',
          '3e-leader-leaves',
          '3e-two-changes',
          '3e-cut-off',
          '3e-remembers',
          '3e-members-swarm',
        ],
        challenge: true,
      },
    ],
  },
]);

export const labFolder = (lab: Lab): string => path.join(ROOT, 'labs', lab.folder);
export const solutionFolder = (lab: Lab): string => path.join(ROOT, 'solutions', lab.folder);
export const suiteFolder = (lab: Lab): string => path.join(ROOT, 'grader/suites', lab.folder);
export const mutantFolder = (lab: Lab): string => path.join(ROOT, 'grader/mutants', lab.folder);

export const scenariosOf = (lab: Lab): readonly string[] =>
  lab.parts.flatMap((part) => part.scenarios);

/** The seed of a scenario's run number i, from 1: the same on every machine. */
export const seedOf = (scenario: string, i: number, salt = ''): string =>
  `${COURSE_VERSION}/${scenario}/${i}${salt && `/${salt}`}`;
