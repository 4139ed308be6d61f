/** Rules about the wire, votes, terms, and that somebody leads. */
import type { Rule } from '../../monitor.ts';

const NOTE = '11-raft-elections';
const SAFETY = '13-raft-safety';
const DISK = '14-raft-persistence';

export const electionRules: readonly Rule[] = [
  {
    id: 'wire-format',
    sentence: 'What a server sends and saves has the form that types.ts gives.',
    from: 'A1',
    note: `${NOTE}#terms`,
    cites: 'Raft, Figures 2 and 13',
    question: 'The text names a field. Which line of yours fills it?',
  },
  {
    id: 'no-throw',
    sentence: 'Nothing that a network, a peer or a crash can do makes a program throw.',
    from: 'A1',
    note: `${SAFETY}#stale-messages`,
    question: 'What did the line that threw believe of its input, and who had promised that?',
  },
  {
    id: 'one-vote',
    sentence: 'A server votes for at most one candidate in a term, itself included.',
    from: 'A1',
    note: `${NOTE}#one-vote-a-term`,
    cites: 'Raft §5.2, Figure 2',
    question: 'What does your server look at, before it says yes? When is that set to null?',
  },
  {
    id: 'up-to-date',
    sentence: 'Nobody votes for a candidate whose log is less up-to-date than its own.',
    from: 'A1',
    note: `${NOTE}#up-to-date`,
    cites: 'Raft §5.4.1',
    question:
      'Which of two logs is the newer: the longer one, or the one whose last entry has the ' +
      'later term?',
  },
  {
    id: 'vote-owed',
    sentence:
      'In a new term, a server that has not voted grants a candidate whose log is as ' +
      'up-to-date as its own.',
    from: 'A1',
    note: `${NOTE}#one-vote-a-term`,
    cites: 'Raft, Figure 2: RequestVote 2',
    question: 'Your server said no. What spoke against this candidate, in this term?',
  },
  {
    id: 'reply-term',
    sentence: "A reply carries a term no older than its sender's, and a vote the candidate's term.",
    from: 'A1',
    note: `${NOTE}#terms`,
    cites: 'Raft §5.1',
    question: 'When is the term of this reply read: before the request was looked at, or after?',
  },
  {
    id: 'new-term',
    sentence: 'A new campaign is a new term: no life goes on with the campaign of another.',
    from: 'A2',
    note: `${NOTE}#timers`,
    cites: 'Raft §5.2',
    question: 'Who may have voted for this server in this term already, and with which log?',
  },
  {
    id: 'leader-votes',
    sentence: 'Who acts as leader of a term has votes of a majority, given for that term.',
    from: 'A2',
    note: `${NOTE}#majority`,
    cites: 'Raft §5.2',
    question:
      'Whose votes does your candidate count, for which term, and how often the same one? How ' +
      'many servers are more than half?',
  },
  {
    id: 'election-safety',
    sentence: 'A term has at most one leader.',
    from: 'A2',
    note: `${SAFETY}#election-safety`,
    cites: 'Raft, Figure 3',
    question: 'Two majorities have a server in common. What did it say to each?',
  },
  {
    id: 'candidate-log',
    sentence: 'A candidate tells the end of its log as it is.',
    from: 'A2',
    note: `${NOTE}#up-to-date`,
    cites: 'Raft, Figure 2: RequestVote',
    question: 'Where do lastLogIndex and lastLogTerm come from, and what if the log is trimmed?',
  },
  {
    id: 'elects-a-leader',
    sentence: 'When the world is calm and a majority is up, there is soon a leader.',
    from: 'A2',
    note: `${NOTE}#timers`,
    cites: 'Raft §5.2, §5.6',
    question:
      'What must happen for the next campaign to begin? And what keeps two candidates from ' +
      'meeting again and again?',
  },
  {
    id: 'steady-leader',
    sentence: 'In a calm world, a leader that everybody hears is not challenged.',
    from: 'A2',
    note: `${NOTE}#timers`,
    cites: 'Raft §5.2',
    question: 'Which messages begin the election timeout anew? How often does a leader send one?',
  },
  {
    id: 'election-timeout',
    sentence: 'Whoever has led, or heard from its leader, waits a whole election timeout.',
    from: 'A3',
    onRequest: true,
    note: `${NOTE}#timers`,
    cites: 'Raft §5.2',
    question: 'When does your server begin to wait: when it has heard, and when it steps down?',
  },
  {
    id: 'stale-refused',
    sentence: 'A request of an older term is refused, and changes nothing.',
    from: 'A3',
    note: `${SAFETY}#stale-messages`,
    cites: 'Raft §5.1',
    question: 'What is the first thing that your handler compares?',
  },
  {
    id: 'step-down',
    sentence: 'Who hears of a newer term stops leading, and stops asking for votes.',
    from: 'A3',
    note: `${NOTE}#step-down`,
    cites: 'Raft §5.1',
    question: 'A term can come in a request and in a reply. Where do you look at it?',
  },
  {
    id: 'term-adopt',
    sentence: 'A reply carries a term no older than that of its request.',
    from: 'A3',
    note: `${NOTE}#terms`,
    cites: 'Raft §5.1',
    question: 'What does your server do with a term that is newer than its own?',
  },
  {
    id: 'vote-durable',
    sentence: 'A vote is on the disk before it is given, or counted by its candidate.',
    from: 'A4',
    note: `${DISK}#before-the-answer`,
    cites: 'Raft §5.2, Figure 2',
    question: 'The server crashes right after this message has left. Whom could it vote for then?',
  },
  {
    id: 'term-durable',
    sentence: 'The term of a vote, or of entries that are accepted, is on the disk before the yes.',
    from: 'A4',
    note: `${DISK}#before-the-answer`,
    cites: 'Raft, Figure 2',
    question: 'The server crashes right after this message has left. In which term does it wake?',
  },
  {
    id: 'vote-kept',
    sentence: 'The disk does not lose the vote of its term.',
    from: 'A4',
    note: `${DISK}#term-and-vote`,
    cites: 'Raft, Figure 2',
    question: 'Which crash, between which two saves, would leave this on the disk?',
  },
  {
    id: 'term-monotonic',
    sentence: 'The term on the disk never falls.',
    from: 'A4',
    note: `${DISK}#term-and-vote`,
    cites: 'Raft, Figure 2',
    question: 'Which term is saved here, and may a newer one have come meanwhile?',
  },
  {
    id: 'disk-forgets',
    sentence: 'What the disk says, a new life knows.',
    from: 'A4',
    note: `${DISK}#a-new-life`,
    cites: 'Raft, Figure 2: persistent state',
    question: 'What does `createRaft` load, before anything else happens?',
  },
];
