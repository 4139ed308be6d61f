import { oneAmongPlayed, PlayedLeader, scenario, times } from '#kit/lab3';

export default scenario({
  steps: ['B1'],
  points: 1,
  title: 'a heartbeat is refused like any other message where the logs do not agree.',
  note: '12-raft-log#consistency-check',
  cites: 'Raft §5.3, Figure 2: AppendEntries 2',
  shape: 'story',
  witnesses: {
    shorter: 'n1 refused a heartbeat that asked about an entry it does not have',
    other: 'n1 refused a heartbeat that asked about an entry of another term',
  },
  async run(story) {
    const { dice } = story;
    oneAmongPlayed(story);
    const agreed = dice.integer(0, 3);
    const tail = dice.integer(2, 4);
    const lost = new PlayedLeader(story, 'n2', 1, times(agreed + tail, 1));
    await lost.append(0, lost.log.length);
    const leader = new PlayedLeader(story, 'n3', 2, [...times(agreed, 1), ...times(tail + 2, 2)]);
    const beats = dice.shuffled(['shorter', 'other'] as const);
    for (const what of beats) {
      const prev = what === 'shorter' ? leader.log.length : agreed + dice.integer(1, tail);
      const reply = await leader.append(prev, 0);
      story.witness(what, reply === false && lost.isFollowed());
    }
    await leader.append(agreed, tail + 2);
    await story.sleep(20);
  },
});
