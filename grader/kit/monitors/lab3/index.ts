/** The rule book of Lab 3. */
import type { RuleBook } from '../../monitor.ts';
import { preVotes } from './pre-vote.ts';
import { reads } from './reads.ts';
import { rules } from './rules.ts';
import { transfers } from './transfers.ts';

export const lab3Rules: RuleBook = { rules, monitors: [preVotes, transfers, reads] };
