import { oneAmongPlayed, PlayedLeader, scenario, times } from '#kit/lab3';

export default scenario({
  steps: ['B1'],
  points: 1,
  title: 'a follower appends what its leader sends, and says yes when it is on the disk.',
  note: '12-raft-log#consistency-check',
  cites: 'Raft §5.3, Figure 2: AppendEntries 4',
  shape: 'story',
  witnesses: {
    many: 'n1 said yes to AppendEntries with none, one, several and a hundred entries',
    again: 'n1 said yes to entries that it had already',
    older: 'n1 said yes to entries of an older term than its leader',
  },
  async run(story) {
    const { dice } = story;
    oneAmongPlayed(story);
    const few = dice.integer(2, 5);
    const leader = new PlayedLeader(story, 'n2', 1, times(1 + few + 100, 1));
    const replies = [
      await leader.append(0, 0),
      await leader.append(0, 1),
      await leader.append(1, few),
      await leader.append(1 + few, 100),
    ];
    story.witness('many', leader.isFollowed() && replies.every((reply) => reply === true));

    story.note('What it has already comes again, from the beginning.');
    const again = await leader.append(0, dice.integer(1, few));
    story.witness('again', again === true);

    story.note('n3 leads term 2. Its log has entries of term 1 that n1 has never seen.');
    const next = new PlayedLeader(story, 'n3', 2, [...leader.log, 1, 1, 2]);
    await next.append(leader.log.length, 0);
    const older = await next.append(leader.log.length, 3);
    story.witness('older', next.isFollowed() && older === true);
    await story.sleep(20);
  },
});
