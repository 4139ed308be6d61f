/** Rules about what is committed and applied, and about snapshots. */
import type { Rule } from '../../monitor.ts';

const NOTE = '12-raft-log';
const SAFETY = '13-raft-safety';
const DISK = '14-raft-persistence';
const SNAPSHOTS = '15-raft-snapshots';

export const commitRules: readonly Rule[] = [
  {
    id: 'commit-majority',
    sentence: 'A leader calls committed only what it knows to be on a majority of the disks.',
    from: 'B3',
    note: `${NOTE}#commit`,
    cites: 'Raft §5.3, Figure 2',
    question: 'What does each matchIndex stand for, and which reply has set it?',
  },
  {
    id: 'commit-own-term',
    sentence: 'Entries of older terms are not committed by counting replicas.',
    from: 'B3',
    note: `${SAFETY}#figure-8`,
    cites: 'Raft §5.4.2, Figure 8',
    question: 'A majority has this entry. Which server could still be elected without it?',
  },
  {
    id: 'commit-self-durable',
    sentence: 'A leader counts its own copy of an entry only when it is on its own disk.',
    from: 'B3',
    note: `${DISK}#the-log`,
    cites: 'Raft §5.3',
    question: 'The leader crashes now. On how many disks is the entry?',
  },
  {
    id: 'commit-min',
    sentence:
      'A follower takes as committed no more than leaderCommit, and no more than it knows to ' +
      "agree with its leader's log.",
    from: 'B3',
    note: `${NOTE}#commit`,
    cites: 'Raft, Figure 2: AppendEntries 5',
    question: 'leaderCommit says how far the leader is. How far does your log agree with its?',
  },
  {
    id: 'apply-committed',
    sentence: 'Only what is known to be committed is applied.',
    from: 'B3',
    note: `${NOTE}#apply`,
    cites: 'Raft §5.3, Figure 2',
    question: 'Who told this server that the entry is committed?',
  },
  {
    id: 'apply-order',
    sentence: 'Each life applies every index once, in order, from 1 or from its snapshot.',
    from: 'B3',
    note: `${NOTE}#apply`,
    cites: 'Raft, Figure 2',
    question: 'What does lastApplied say while an entry is being applied, and in a new life?',
  },
  {
    id: 'state-machine-safety',
    sentence: 'No two servers apply different commands at one index.',
    from: 'B3',
    note: `${SAFETY}#leader-completeness`,
    cites: 'Raft, Figure 3',
    question: 'Which of the two was committed, and who let go of it?',
  },
  {
    id: 'makes-progress',
    sentence:
      'When the world is calm, what the standing leader accepts is soon applied on every live ' +
      'server.',
    from: 'B3',
    note: `${NOTE}#commit`,
    cites: 'Raft §5.3',
    question: 'Which number stands still: nextIndex, matchIndex, commitIndex or lastApplied?',
  },
  {
    id: 'snapshot-applied',
    sentence: 'A snapshot holds only what was applied, or what a leader sent.',
    from: 'D1',
    note: `${SNAPSHOTS}#trim`,
    cites: 'Raft §7',
    question: 'Up to which index has the service applied, when this is saved?',
  },
  {
    id: 'snapshot-term',
    sentence: 'The lastIncludedTerm of a snapshot is the term of its entry at lastIncludedIndex.',
    from: 'D1',
    note: `${SNAPSHOTS}#trim`,
    cites: 'Raft §7, Figure 13',
    question: 'From where is the term read, before or after the log is trimmed?',
  },
  {
    id: 'snapshot-content',
    sentence: "A snapshot's data is the state after the entry at lastIncludedIndex.",
    from: 'D1',
    note: `${SNAPSHOTS}#trim`,
    cites: 'Raft §7, Figure 13',
    question: 'Index and data must belong together. Where do they part?',
  },
  {
    id: 'snapshot-forward',
    sentence: 'A snapshot on the disk gives way only to a later one.',
    from: 'D1',
    note: `${SNAPSHOTS}#trim`,
    cites: 'Raft §7',
    question: 'Snapshots can come late, from the service and from a leader. What do you compare?',
  },
  {
    id: 'no-hole',
    sentence: 'What the log on the disk leaves out, the snapshot on the disk has.',
    from: 'D1',
    note: `${SNAPSHOTS}#one-hole`,
    cites: 'Raft §7',
    question: 'The server crashes between the two saves. What does the next life find?',
  },
  {
    id: 'log-is-trimmed',
    sentence: 'Entries that a snapshot covers leave the disk.',
    from: 'D1',
    onRequest: true,
    note: `${SNAPSHOTS}#trim`,
    cites: 'Raft §7',
    question: 'Which entries does your `log` cell hold after a snapshot?',
  },
  {
    id: 'snapshot-retain',
    sentence: 'Entries that follow an installed snapshot stay, if the log has its last entry.',
    from: 'D2',
    note: `${SNAPSHOTS}#install`,
    cites: 'Raft §7, Figure 13: 6',
    question: 'The snapshot is late and the log goes on behind it. Who counts on those entries?',
  },
  {
    id: 'install-durable',
    sentence: 'InstallSnapshot is answered when the snapshot is on the disk.',
    from: 'D2',
    note: `${SNAPSHOTS}#install`,
    cites: 'Raft §7',
    question: 'The follower crashes right after this reply. What does its leader believe?',
  },
  {
    id: 'snapshot-once',
    sentence: 'A snapshot that was acknowledged is not sent for ever.',
    from: 'D2',
    note: `${SNAPSHOTS}#install`,
    question: 'What becomes of nextIndex when InstallSnapshot is answered?',
  },
  {
    id: 'restore-forward',
    sentence: 'The service is restored only forwards.',
    from: 'D2',
    note: `${SNAPSHOTS}#restart`,
    cites: 'Raft §7',
    question: 'What has the service applied when this snapshot reaches it?',
  },
];
