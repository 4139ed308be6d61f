/**
 * The rules of Lab 3, in the order in which violations of one event are said: what a new life has
 * forgotten, what is stale, who should have stepped down; then the rule that says most; Figure 3's
 * properties, which follow from the others, last; progress and thrift after all safety.
 */
import type { Rule } from '../../monitor.ts';
import { challengeRules } from './table-challenges.ts';
import { commitRules } from './table-commit.ts';
import { electionRules } from './table-elections.ts';
import { logRules } from './table-log.ts';

/** Causes before effects. */
const ORDER: readonly string[] = [
  'wire-format',
  'no-throw',
  'disk-forgets',
  'stale-refused',
  'step-down',
  // Votes and terms.
  'reply-term',
  'term-adopt',
  'term-monotonic',
  'one-vote',
  'vote-kept',
  'up-to-date',
  'vote-owed',
  'term-durable',
  'vote-durable',
  'new-term',
  'candidate-log',
  'leader-votes',
  // The log: the rule that says most first.
  'consistency-check',
  'snapshot-retain',
  'snapshot-term',
  'propose-index',
  'match-accepted',
  'install-durable',
  'ack-durable',
  'append-truth',
  'log-matching',
  'leader-append-only',
  'truncate-on-conflict',
  'entry-origin',
  'next-index-backs-off',
  // Commit and apply.
  'commit-own-term',
  'commit-self-durable',
  'commit-min',
  'commit-majority',
  'apply-order',
  'restore-forward',
  'apply-committed',
  // Snapshots.
  'snapshot-forward',
  'no-hole',
  'snapshot-applied',
  'snapshot-content',
  // Figure 3.
  'election-safety',
  'leader-completeness',
  'state-machine-safety',
  // Challenges.
  'asking-changes-nothing',
  'asks-first',
  'refuses-while-led',
  'accepts-nothing-meanwhile',
  'read-is-fresh',
  'one-change-at-a-time',
  'own-term-first',
  'counts-by-newest',
  'leaves-when-removed',
  'snapshot-servers',
  'log-holds-proposals',
  // Progress.
  'hands-over',
  'goes-on-leading',
  'read-ends',
  'read-is-answered',
  'change-is-taken',
  'members-keep-up',
  'elects-a-leader',
  'steady-leader',
  'election-timeout',
  'makes-progress',
  // Thrift.
  'snapshot-once',
  'few-round-trips',
  'thrifty-saves',
  'few-messages',
  'few-bytes',
  'log-is-trimmed',
];

export const rules: readonly Rule[] = [
  ...electionRules,
  ...logRules,
  ...commitRules,
  ...challengeRules,
].toSorted((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
