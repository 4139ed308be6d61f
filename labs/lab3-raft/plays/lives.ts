/** Parts C and D: what outlives a crash, and what stands in the place of a long log. */
import type { Play } from '#kit';
import { applies, asks, ONE_WAY, play, quietLeader } from './define.ts';

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
  async run(story) {
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
  },
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
  async run(story) {
    const leader = await quietLeader(story, { snapshotEvery: 2 });
    const away = story.others(leader)[0] ?? 'n1';
    const pause = story.nemesis.pause(away);
    const deaf = story.nemesis.lose({ to: away });
    for (const command of ['x1', 'x2', 'x3']) await story.propose(leader, command);
    await story.until(() => story.agreed('x3', 2));
    deaf.lift();
    pause.end();
    await story.until(() => story.agreed('x3', 3), 2000);
  },
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

export const lives: readonly Play[] = [secondLife, trim, leftBehind, fromASnapshot];
