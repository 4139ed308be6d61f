import { oneAmongPlayed, PlayedLeader, scenario, times } from '#kit/lab3';

export default scenario({
  steps: ['B1'],
  points: 1,
  title: 'entries that do not follow on are refused, until the leader has backed up far enough.',
  note: '12-raft-log#consistency-check',
  cites: 'Raft §5.3, Figure 2: AppendEntries 2',
  shape: 'story',
  witnesses: {
    gap: 'n1 refused what began after the end of its log',
    filled: 'n1 said yes when the gap was filled',
  },
  async run(story) {
    const { dice } = story;
    oneAmongPlayed(story);
    const held = dice.integer(0, 3);
    story.note(
      `n2 leads term 1, and n1 gets ${held} of its entries. n3 leads term 2, and has more.`,
    );
    const first = new PlayedLeader(story, 'n2', 1, times(held, 1));
    await first.append(0, held);
    const missed = dice.integer(2, 5);
    const leader = new PlayedLeader(story, 'n3', 2, [...first.log, ...times(missed, 1), 2, 2]);

    const end = leader.log.length;
    const beyond = [await leader.append(end, 0)];
    for (let prev = end - 2; prev > held; prev--) beyond.push(await leader.append(prev, 2));
    story.witness('gap', beyond.every((reply) => reply === false) && first.isFollowed());

    const filled = await leader.append(held, end - held);
    story.witness('filled', filled === true && leader.isFollowed());
    await story.sleep(20);
  },
});
