/** The rule book of Lab 1. */
import type { MonitorContext, MonitorFactory, RuleBook } from '../../monitor.ts';
import { booksRules } from './books-rules.ts';
import { clientRules } from './client-rules.ts';
import { crowdRules } from './crowd-rules.ts';
import { idRules } from './id-rules.ts';
import { intentRules } from './intent-rules.ts';
import { clientForgets, forgets } from './memory-rules.ts';
import { forgeryRules, thriftRule } from './middleman-rules.ts';
import { Patience } from './patience.ts';
import { paymentRules } from './payment-rules.ts';
import { rules } from './rules.ts';
import { serverRules } from './server-rules.ts';
import { silenceRules } from './silence-rules.ts';
import { Facts } from './state.ts';

/** One monitor: the rules share what they remember, and each event is read once. */
const watch: MonitorFactory = {
  // The grader itself tells who threw.
  rules: rules.map(({ id }) => id).filter((id) => id !== 'no-throw'),
  create: (context: MonitorContext) => {
    const facts = new Facts((known) => {
      const patience = new Patience(known, context);
      return [
        patience.watcher,
        idRules(context),
        clientRules(known, context),
        silenceRules(known, context),
        crowdRules(context),
        serverRules(patience, context),
        booksRules(context),
        paymentRules(context),
        intentRules(known, patience, context),
        forgets(known, context),
        clientForgets(patience, context),
        forgeryRules(known, context),
        thriftRule(context),
      ];
    });
    return { observe: (event) => facts.observe(event), finish: () => facts.finish() };
  },
};

export const lab1Rules: RuleBook = { rules, monitors: [watch] };
