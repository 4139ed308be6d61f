/** The rule book of Lab 3. */
import type { RuleBook } from '../../monitor.ts';
import { rules } from './rules.ts';

export const lab3Rules: RuleBook = { rules, monitors: [] };
