import { oneAmongPlayed, PlayedLeader, scenario, times } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'a leaderCommit that comes late takes nothing back.',
  note: '12-raft-log#apply',
  cites: 'Raft, Figure 2: AppendEntries 5',
  shape: 'story',
  witnesses: {
    late: 'n1 was told of a lower leaderCommit than before',
    all: 'n1 applied all entries',
  },
  async run(story) {
    const { dice } = story;
    oneAmongPlayed(story);
    const leader = new PlayedLeader(story, 'n2', 1, times(12, 1));
    const end = leader.log.length;
    const early = dice.integer(4, 8);
    await leader.append(0, early);
    for (const [prev, count] of dice.shuffled([
      [early, 0],
      [dice.integer(0, early - 1), 1],
    ] as const)) {
      leader.late(dice.between(30, 60), prev, count, dice.integer(0, early - 1));
    }
    const heard = await leader.append(early, end - early, dice.integer(early + 1, end - 1));
    await story.sleep(70);
    story.witness('late', heard === true);
    await leader.append(end, 0, end);
    await story.until(() => story.applied(end), 200);
    story.witness('all', story.applied(end));
    await story.sleep(20);
  },
});
