/** Rules about the challenges of part E. */
import type { Rule } from '../../monitor.ts';

const ELECTIONS = '11-raft-elections';
const PREVOTE = 'Ongaro, dissertation §9.6';
const TRANSFER = 'Ongaro, dissertation §3.10';
const READS = 'Ongaro, dissertation §6.4';

export const challengeRules: readonly Rule[] = [
  {
    id: 'asks-first',
    sentence: 'Nobody stands for election before a majority has said that it would vote.',
    from: 'E1',
    onRequest: true,
    note: `${ELECTIONS}#pre-vote`,
    cites: PREVOTE,
    question: 'Whose answers has it counted, and to which question?',
  },
  {
    id: 'refuses-while-led',
    sentence: 'Who has just heard from a leader would not vote for another.',
    from: 'E1',
    onRequest: true,
    note: `${ELECTIONS}#pre-vote`,
    cites: PREVOTE,
    question: 'When did this server last hear from its leader?',
  },
  {
    id: 'asking-changes-nothing',
    sentence: 'To be asked whether one would vote changes no term and no vote.',
    from: 'E1',
    onRequest: true,
    note: `${ELECTIONS}#pre-vote`,
    cites: PREVOTE,
    question: 'Which message named this term, and was it more than a question?',
  },
  {
    id: 'hands-over',
    sentence:
      'In calm, a server to which the leadership is handed leads before anybody would stand.',
    from: 'E2',
    onRequest: true,
    note: `${ELECTIONS}#leadership-transfer`,
    cites: TRANSFER,
    question: 'What must the successor have before it stands, and how does it learn that it may?',
  },
  {
    id: 'accepts-nothing-meanwhile',
    sentence: 'A leader that is handing over accepts no proposal.',
    from: 'E2',
    onRequest: true,
    note: `${ELECTIONS}#leadership-transfer`,
    cites: TRANSFER,
    question: 'If proposals go on, when has the successor caught up?',
  },
  {
    id: 'goes-on-leading',
    sentence: 'A leader whose successor does not come accepts proposals again.',
    from: 'E2',
    onRequest: true,
    note: `${ELECTIONS}#leadership-transfer`,
    cites: TRANSFER,
    question: 'What ends the transfer, if the successor is dead?',
  },
  {
    id: 'read-is-fresh',
    sentence: 'A read has seen all that was committed anywhere before it began.',
    from: 'E3',
    onRequest: true,
    note: `${ELECTIONS}#reads`,
    cites: READS,
    question: 'How does this server know that nobody else has committed something meanwhile?',
  },
  {
    id: 'read-ends',
    sentence: 'A read ends: with an answer, or by saying that it cannot be given here.',
    from: 'E3',
    onRequest: true,
    note: `${ELECTIONS}#reads`,
    cites: READS,
    question: 'For how many answers does it wait, and for how long?',
  },
  {
    id: 'read-is-answered',
    sentence: 'In calm, a leader that has committed in its term answers reads.',
    from: 'E3',
    onRequest: true,
    note: `${ELECTIONS}#reads`,
    cites: READS,
    question: 'What does it wait for that does not come?',
  },
];
