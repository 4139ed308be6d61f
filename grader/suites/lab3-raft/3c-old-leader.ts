import { agree, finale, scenario } from '#kit/lab3';

/** The clocks of these servers: how many seconds each counts a second. */
const RATES = [0.8, 1, 1.25];

export default scenario({
  steps: ['C2'],
  points: 1,
  title: 'a leader that slept through the crash of all others follows their next lives.',
  note: '11-raft-elections#step-down',
  cites: 'Raft §5.1; §5.6',
  shape: 'story',
  witnesses: {
    slept: 'while a leader slept, the others elected another, crashed, and elected again',
    woke: 'it woke with a command that it had been asked to take, and followed',
  },
  async run(story) {
    const { dice, nemesis, world } = story;
    const ids = story.servers(3);
    for (const [i, rate] of dice.shuffled(RATES).entries())
      nemesis.begin({ kind: 'skew', node: ids[i] ?? '', rate });
    for (let round = 1; round <= 2; round++) {
      await agree(story);
      const old = (await story.aLeader()) ?? 'n1';
      const others = dice.shuffled(story.others(old));

      story.note('The leader falls asleep with commands that it has just been asked to take.');
      const asleep = nemesis.pause(old);
      const asked = Array.from({ length: dice.integer(1, 3) }, () => story.propose(old));
      const first = await story.aLeader({ above: story.leaderTerm(), among: others });
      await agree(story, 2);

      story.note('The others crash, come back, and go on.');
      story.crash(...others);
      await story.sleep(dice.between(20, 100));
      story.restart(...others);
      const second = await story.aLeader({ above: story.leaderTerm(), among: others });
      const last = await agree(story, 2);
      story.witness('slept', first !== undefined && second !== undefined && last !== undefined);

      story.note('It wakes.');
      asleep.end();
      const taken = await Promise.all(asked);
      world.calm();
      await agree(story);
      const follows = last !== undefined && story.applied(last.command, [old]);
      story.witness('woke', follows && taken.some((one) => one !== undefined));
    }
    await finale(story);
  },
});
