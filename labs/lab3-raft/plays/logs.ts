/** Part B: the log, and how the logs of all become one. */
import type { Play } from '#kit';
import { requests } from '#kit/lab3';
import { answers, applies, ONE_WAY, play, quietLeader } from './define.ts';

const firstCommand = play({
  id: 'first-command',
  step: 'B3',
  opening: 'One of three servers leads. Somebody proposes x1 to it, and is told: index 1.',
  question:
    'x1 is on three disks. Who applies it first, and what do the two others have to wait for?',
  decisive: applies(),
  answer:
    'The leader, when the first of the two has answered: with its own that makes two of three ' +
    'disks. The followers have x1 and do not know what the leader knows. They learn it with ' +
    'the next message, from its "commit 1".',
  async run(story) {
    const leader = await quietLeader(story);
    await story.propose(leader, 'x1');
    await story.until(() => story.agreed('x1', 3));
  },
});

const oldTail = play({
  id: 'old-tail',
  step: 'B3',
  opening:
    'A leader takes x1 and x2, and nobody hears of them. Then it stands still, and what is sent ' +
    'to it is lost. The two others elect a new leader, which takes y1, at index 1 as well.',
  question: 'The old leader wakes up, with x1 and x2 in its log. What will become of them?',
  decisive: (event) => event.type === 'resume',
  answer:
    'They are cut away, and y1 takes the place of x1. Nobody has applied them, and nobody was ' +
    'told that they are committed: “index 1 in term 1” was where they stood, and no promise. ' +
    'One log has won, and it is not the longest.',
  async run(story) {
    const leader = await quietLeader(story);
    const mute = story.nemesis.lose(requests('AppendEntries', { from: leader }));
    for (const command of ['x1', 'x2']) await story.propose(leader, command);
    const pause = story.nemesis.pause(leader);
    const deaf = story.nemesis.lose({ to: leader });
    const next = (await story.aLeader({ above: story.term() })) ?? leader;
    await story.propose(next, 'y1');
    await story.until(() => story.agreed('y1', 1));
    mute.lift();
    deaf.lift();
    pause.end();
    await story.until(() => story.agreed('y1', 3));
  },
});

const longerWins = play({
  id: 'longer-wins',
  step: 'B3',
  misreading: 're-04-longer-will-do',
  // They would tell of it when the vote is given. Two services that differ come later.
  without: ['up-to-date', 'vote-owed', 'leader-completeness'],
  opening:
    'As in old-tail: the first leader has x1 and x2, and nobody has heard of them. The second ' +
    'one takes y1, and both others apply it. Now the second one stands still, and the first ' +
    'wakes up. In these Rafts the longer log is the better one.',
  question: 'The two that are awake have x1 x2, and y1. Who will vote for whom?',
  decisive: (event) => event.type === 'resume',
  answer:
    'The one with y1 votes for the one with x1 and x2, for its log is longer. So the new leader ' +
    'lacks what was committed, and it makes the others’ logs equal to its own. By last terms, ' +
    'only the other one could have won.',
  async run(story) {
    const first = await quietLeader(story);
    const mute = story.nemesis.lose(requests('AppendEntries', { from: first }));
    for (const command of ['x1', 'x2']) await story.propose(first, command);
    const pause = story.nemesis.pause(first);
    const deaf = story.nemesis.lose({ to: first });
    const second = (await story.aLeader({ above: story.term() })) ?? first;
    await story.propose(second, 'y1');
    await story.until(() => story.others(first).every((id) => story.applied('y1', [id])));
    story.nemesis.pause(second);
    story.nemesis.lose({ to: second });
    mute.lift();
    deaf.lift();
    pause.end();
    const awake = story.others(second);
    const third = (await story.aLeader({ above: story.term(), among: awake })) ?? first;
    await story.sleep(3 * ONE_WAY);
    await story.propose(third, 'z1');
    await story.sleep(60);
  },
});

const longTail = play({
  id: 'long-tail',
  step: 'B4',
  opening:
    'A leader of term 1 takes x1 to x4, which nobody else gets, and stands still. The leader of ' +
    'term 2 takes y1 to y4, and crashes. The first one wakes up, and there is a third leader.',
  question:
    'The new leader begins by asking the first one about the entry before index 5. How many ' +
    'questions will it need until their logs agree?',
  decisive: answers('AppendEntries', ({ success, term }) => !success && term > 2),
  answer:
    'As the reference does it, two. The refusal says: my entry there is of term 1, and my first ' +
    'one of it is at 1. The leader has nothing of term 1, so it goes on from there. One step ' +
    'back a question would have taken five; with a thousand entries, a thousand.',
  async run(story) {
    const first = await quietLeader(story);
    const mute = story.nemesis.lose(requests('AppendEntries', { from: first }));
    for (const command of ['x1', 'x2', 'x3', 'x4']) await story.propose(first, command);
    const pause = story.nemesis.pause(first);
    const deaf = story.nemesis.lose({ to: first });
    mute.lift();
    const second = (await story.aLeader({ above: story.term() })) ?? first;
    await story.sleep(2 * ONE_WAY + 1);
    for (const command of ['y1', 'y2', 'y3', 'y4']) await story.propose(second, command);
    await story.until(() => story.agreed('y4', 1));
    story.crash(second);
    deaf.lift();
    pause.end();
    const third = story.others(first, second);
    await story.aLeader({ above: story.term(), among: third });
    await story.sleep(8 * ONE_WAY);
  },
});

export const logs: readonly Play[] = [firstCommand, oldTail, longerWins, longTail];
