/**
 * The rules of Lab 1, in the order in which violations of one event are said: causes before
 * effects.
 */
import type { Rule } from '../../monitor.ts';

const RPC = '04-messages-and-rpc';
const ONCE = '05-exactly-once';
const BIRRELL = 'Birrell & Nelson, Implementing Remote Procedure Calls (1984)';
const END_TO_END = 'Saltzer, Reed & Clark, End-to-End Arguments in System Design (1984)';
const HELLAND = 'Helland, Idempotence Is Not a Medical Condition (2012)';
const GRAY = 'Gray, Notes on Data Base Operating Systems (1978)';

export const rules: readonly Rule[] = [
  {
    id: 'wire-format',
    sentence: 'What a node sends is a request, a reply or a note, of the form that types.ts gives.',
    from: 'A',
    note: `${RPC}#match-replies`,
    question:
      'The text names a field. Which line of yours makes that message, and what would ' +
      '`isMessage` say of it?',
  },
  {
    id: 'no-throw',
    sentence: 'Nothing that a network, a peer or a crash can do makes a program throw.',
    from: 'A',
    note: `${RPC}#unknown`,
    question: 'What did the line that threw believe of its input, and who had promised that?',
  },
  {
    // Of one event it is said first: what a forgery brings about breaks other rules besides.
    id: 'forgery-has-no-effect',
    sentence:
      'No call settles by a message, and no entry comes of a message, that the other side ' +
      'did not send to it.',
    from: 'E',
    note: `${ONCE}#middleman`,
    cites: 'Needham & Schroeder, Using Encryption for Authentication (1978); RFC 2104',
    question:
      'Which parts of a message could be changed, or carried elsewhere, and the seal still fit?',
  },
  {
    id: 'own-reply',
    sentence:
      'A call settles ok only with a value that a reply to one of its own requests carried ' +
      'to its node.',
    from: 'A',
    note: `${RPC}#match-replies`,
    cites: BIRRELL,
    question:
      'When a reply arrives, how does your client know which call it answers, if two are ' +
      'open and one is long over?',
  },
  {
    id: 'ends-by-deadline',
    sentence: 'A call has settled when its deadline has come.',
    from: 'A',
    note: `${RPC}#every-call-ends`,
    question: 'What is your client waiting for at the deadline, and could that come later?',
  },
  {
    id: 'honest-outcome',
    sentence:
      'Refused is told only when a refusal of that call has come; unknown only at the ' +
      'deadline, with no answer there.',
    from: 'A',
    note: `${RPC}#unknown`,
    cites: END_TO_END,
    question: 'What does your client know at this moment, and what does it only suppose?',
  },
  {
    id: 'keeps-trying',
    sentence:
      'While a call is open, its client says something to its server at least every two seconds.',
    from: 'A',
    note: `${RPC}#timeouts`,
    question:
      'How long can a pause of yours become? And what happens if the very first datagram is lost?',
  },
  {
    id: 'backs-off',
    sentence: 'Against silence, the pauses between tries grow, and tries are few.',
    from: 'A',
    onRequest: true,
    note: `${RPC}#backoff`,
    cites: 'Karn & Partridge, Improving Round-Trip Time Estimates (1987); RFC 6298 §5.5',
    question: 'If the server is slow because it has too much to do, what do your retries do to it?',
  },
  {
    id: 'not-in-step',
    ofTheWhole: true,
    sentence: 'Clients that began together do not go on together.',
    from: 'A',
    onRequest: true,
    note: `${RPC}#backoff`,
    cites: 'Brooker, Exponential Backoff and Jitter (2015)',
    question:
      'Twenty clients lose their server in the same millisecond. When does each of them try ' +
      'for the fifth time?',
  },
  {
    id: 'quiet-after-end',
    sentence: 'When a call has settled, no further request is sent for it.',
    from: 'A',
    note: `${RPC}#every-call-ends`,
    question: 'A sleep cannot be cancelled. What does your code look at when it wakes?',
  },
  {
    id: 'one-call-one-id',
    sentence: 'All requests of one call carry one id, in whichever life.',
    from: 'B',
    note: `${ONCE}#name-the-call`,
    cites: BIRRELL,
    question: 'By what can a server tell a second try from a second call?',
  },
  {
    id: 'one-id-one-call',
    sentence:
      'Requests that carry one id are of one call, in whichever life and from whichever client.',
    from: 'B',
    note: `${ONCE}#name-the-call`,
    question:
      'Where do your ids come from, and what makes the next client, or the next life, choose ' +
      'others?',
  },
  {
    id: 'at-most-once',
    sentence: 'No call has two entries in the books.',
    from: 'B',
    note: `${ONCE}#keep-the-answer`,
    cites: BIRRELL,
    question:
      'A request comes that you have seen before. What does your server know of it: before ' +
      '`begin`, after it, and after a crash?',
  },
  {
    id: 'true-answer',
    sentence: 'An ok reply carries what the execution of that call returned.',
    from: 'B',
    note: `${ONCE}#keep-the-answer`,
    question:
      'Where does the value in this reply come from, if the step ran long ago, or has not run yet?',
  },
  {
    id: 'same-answer',
    sentence: 'All ok replies to a call that made an entry are equal.',
    from: 'B',
    note: `${ONCE}#keep-the-answer`,
    cites: HELLAND,
    question:
      'What does your server know of this call when it comes a second time? Is that enough ' +
      'to answer it?',
  },
  {
    id: 'saved-before-told',
    sentence:
      'An ok reply to a call that makes an entry leaves only when that entry is on the disk.',
    from: 'A',
    note: `${ONCE}#one-save`,
    cites: GRAY,
    question:
      'Suppose the server crashes right after this reply has left. What does its next life know?',
  },
  {
    id: 'books-only-grow',
    sentence: 'No entry is lost or rewritten, and receipts count up by one.',
    from: 'B',
    note: `${ONCE}#in-progress`,
    question: 'When were the books loaded that this save put back? What had happened since?',
  },
  {
    id: 'nothing-invented',
    sentence: 'Every entry belongs to a call that an application made, with those arguments.',
    from: 'A',
    note: `${ONCE}#name-the-call`,
    question: 'Follow the arguments from the application to the step: where do they become others?',
  },
  {
    id: 'refused-is-final',
    sentence: 'A call that was refused has no entry, then or later.',
    from: 'A',
    note: `${RPC}#unknown`,
    question:
      'What does `refused` promise to the one who hears it, and who could break that promise?',
  },
  {
    id: 'answered-in-the-end',
    sentence:
      'A call that is open while the network is healed and the server up for four seconds is ' +
      'answered.',
    from: 'A',
    note: `${RPC}#timeouts`,
    question: 'Somebody waits here for something that will not come. Which side, and for what?',
  },
  {
    id: 'money-is-conserved',
    sentence: 'The balances sum up to the deposits.',
    from: 'A',
    note: `${ONCE}#put-with-an-id`,
    cites: GRAY,
    question: 'Which of the two halves of the move is in the books that you return?',
  },
  {
    id: 'forgets',
    sentence:
      "The server's memory stays under 64 KiB plus, for each client that ever called, 64 " +
      'results and 1 KiB.',
    from: 'C',
    onRequest: true,
    note: `${ONCE}#forgetting`,
    cites:
      'Liskov, Shrira & Wroclawski, Efficient At-Most-Once Messages Based on Synchronized ' +
      'Clocks (1991)',
    question:
      'Of which calls can no client ask again? Who knows that, and does your server hear of it?',
  },
  {
    id: 'paid-once',
    sentence: 'One payment id moves money at most once, and what it moved never changes.',
    from: 'C',
    note: `${ONCE}#put-with-an-id`,
    cites: HELLAND,
    question:
      'Two calls with two call ids name one payment. What, in the books, tells that it has ' +
      'been paid?',
  },
  {
    id: 'put-is-idempotent',
    sentence:
      'Putting a payment again moves no money and returns its first receipt; under its id, ' +
      'another payment is a conflict.',
    from: 'C',
    note: `${ONCE}#put-with-an-id`,
    cites: `${HELLAND}; RFC 9110 §9.2.2`,
    question:
      'Who puts again has not heard the first answer. Which answer would be of use to them?',
  },
  {
    id: 'intent-before-request',
    sentence:
      "The first request of an intent is sent only when the intent is on the client's disk.",
    from: 'D',
    note: `${ONCE}#intents`,
    cites: GRAY,
    question:
      'The client crashes right after this request has left, and the server executes it. Who ' +
      'will ask for its outcome?',
  },
  {
    id: 'intent-is-kept',
    sentence: 'An intent is executed, exactly once, when the world allows it.',
    from: 'D',
    note: `${ONCE}#intents`,
    question: 'What does a new life of your client do before anybody asks it for anything?',
  },
  {
    id: 'outcome-is-kept',
    sentence:
      'The outcome of an intent, once told, is told again in every later life, and is the same.',
    from: 'D',
    note: `${ONCE}#intents`,
    cites: END_TO_END,
    question: 'Where is the outcome at the moment in which you tell it, and where after a crash?',
  },
  {
    id: 'client-forgets',
    sentence: "When intents are forgotten, the client's memory is small again.",
    from: 'D',
    onRequest: true,
    note: `${ONCE}#forgetting`,
    question: 'What of a forgotten intent is still on the disk, and who could still ask for it?',
  },
  {
    id: 'thrift',
    ofTheWhole: true,
    sentence: 'Calls cost no more messages and bytes than the assignment grants.',
    from: 'E',
    onRequest: true,
    note: `${RPC}#backoff`,
    cites: 'Karn & Partridge, Improving Round-Trip Time Estimates (1987); RFC 6298',
    question:
      'Which of these messages told somebody something that no other message could have carried?',
  },
];
