/** Parts C and D: what outlives a crash, and what stands in the place of a long log. */
import type { Play } from '#kit';
import type { RaftStory } from '#kit/lab3';
import { applies, asks, isAnswered, ONE_WAY, play, quietLeader } from './define.ts';

async function powerFailure(story: RaftStory): Promise<void> {
  const leader = await quietLeader(story);
  await story.propose(leader, 'x1');
  await story.until(() => story.agreed('x1', 3));
  story.crash(...story.ids);
  await story.sleep(20);
  story.restart(...story.ids);
  const next = (await story.aLeader({ above: story.term() })) ?? leader;
  await story.sleep(3 * ONE_WAY);
  await story.propose(next, 'x2');
  await story.until(() => story.agreed('x2', 3), 200);
}

const secondLife = play({
  id: 'second-life',
  step: 'C1',
  opening:
    'x1 is committed, and all three have applied it. Then the power fails. All three start ' +
    'again, one of them leads, and x2 is proposed.',
  question: 'Three new lives begin, with nothing in memory. Which index does x2 get?',
  decisive: (event) => event.type === 'start' && event.life === 2,
  answer:
    'As it stands, your program has lost what it had promised: whoever proposed x1 was told that ' +
    'it is done. What was acknowledged has to outlive the one who acknowledged it.',
  mended:
    'Index 2, for x1 is on three disks. It is applied once more, since a service begins each ' +
    'life empty; and not before x2, for x1 is of an older term than the new leader’s.',
  run: (story) => powerFailure(story),
});

const forgottenLog = play({
  id: 'forgotten-log',
  step: 'C1',
  misreading: 'c1-log-is-not-loaded',
  // They would tell of it with the first save. Two services that differ come later.
  without: ['disk-forgets', 'truncate-on-conflict', 'candidate-log', 'leader-completeness'],
  opening:
    'x1 is committed, and all three have applied it. Then the power fails. In their next life ' +
    'they load term and vote from the disk, and not the log. x2 is proposed.',
  question: 'Which index does x2 get?',
  decisive: (event) => event.type === 'start' && event.life === 2,
  answer:
    'Index 1, where x1 was. Whoever proposed x1 was told that it is done, and every service had ' +
    'done it. What was acknowledged has to outlive the one who acknowledged it.',
  run: (story) => powerFailure(story),
});

const trim = play({
  id: 'trim',
  step: 'D1',
  opening:
    'x1, x2 and x3 are proposed. The service takes a snapshot whenever it has applied two more.',
  question:
    'The leader has applied x2, and hands over a snapshot. What is in its log cell afterwards, ' +
    'and what will it name as the predecessor of x3?',
  decisive: applies('x2'),
  answer:
    'The snapshot covers 1 and 2, and the log begins behind it: an index and a term, and no ' +
    'entries before x3. The predecessor of x3 is 2/t1, as before: the entry is gone, its name ' +
    'is kept. Each server trims by itself; nobody is asked.',
  async run(story) {
    const leader = await quietLeader(story, { snapshotEvery: 2 });
    for (const command of ['x1', 'x2', 'x3']) await story.propose(leader, command);
    await story.until(() => story.agreed('x3', 3));
  },
});

async function leaveBehind(story: RaftStory): Promise<void> {
  const leader = await quietLeader(story, { snapshotEvery: 2 });
  const away = story.others(leader)[0] ?? 'n1';
  const pause = story.nemesis.pause(away);
  const deaf = story.nemesis.lose({ to: away });
  for (const command of ['x1', 'x2', 'x3']) await story.propose(leader, command);
  await story.until(() => story.agreed('x3', 2));
  deaf.lift();
  pause.end();
  await story.until(() => story.agreed('x3', 3), 2000);
}

const leftBehind = play({
  id: 'left-behind',
  step: 'D2',
  opening:
    'One follower stands still and hears nothing, while x1, x2 and x3 are applied. The service ' +
    'takes a snapshot after every second entry. Then the follower is back.',
  question:
    'It needs the entries from 1 on, and the leader has no entry before 3. What will the leader ' +
    'send it?',
  decisive: asks('InstallSnapshot'),
  answer:
    'Its snapshot, up to 2: the state instead of the entries. The follower saves it, its service ' +
    'takes that state (restores), and from 3 on the log goes its usual way.',
  run: (story) => leaveBehind(story),
});

const againAndAgain = play({
  id: 'again-and-again',
  step: 'D2',
  misreading: 'rs-09-snapshot-again-and-again',
  opening:
    'The same story, with a leader that takes note of the answer to a snapshot, and leaves ' +
    'nextIndex where it was.',
  question: 'The follower has the snapshot, and has said so. What will the leader send it next?',
  decisive: isAnswered('InstallSnapshot'),
  answer:
    'The snapshot. And the next time, too: nothing is wrong on any disk, and the network is full.',
  run: (story) => leaveBehind(story),
});

const fromASnapshot = play({
  id: 'from-a-snapshot',
  step: 'D3',
  opening:
    'x1, x2 and x3 have been applied by all, and each has a snapshot up to 2. The power fails, ' +
    'and all three start again. x4 is proposed.',
  question: 'Three services begin empty. Which of the four commands will each of them be told?',
  decisive: (event) => event.type === 'start' && event.life === 2,
  answer:
    'x3 and x4, behind a snapshot that it restores first. x1 and x2 are nowhere any more, but ' +
    'in the state that they have led to.',
  async run(story) {
    const leader = await quietLeader(story, { snapshotEvery: 2 });
    for (const command of ['x1', 'x2', 'x3']) await story.propose(leader, command);
    await story.until(() => story.agreed('x3', 3));
    story.crash(...story.ids);
    await story.sleep(20);
    story.restart(...story.ids);
    const next = (await story.aLeader({ above: story.term() })) ?? leader;
    await story.sleep(3 * ONE_WAY);
    await story.propose(next, 'x4');
    await story.until(() => story.agreed('x4', 3), 200);
  },
});

export const lives: readonly Play[] = [
  secondLife,
  forgottenLog,
  trim,
  leftBehind,
  againAndAgain,
  fromASnapshot,
];
