import { oneAmongPlayed, PlayedLeader, scenario, times } from '#kit/lab3';

export default scenario({
  steps: ['B1'],
  points: 1,
  title: 'an AppendEntries that was overtaken takes nothing away.',
  note: '12-raft-log#truncate-only-on-conflict',
  cites: 'Raft, Figure 2: AppendEntries 3 and 4',
  shape: 'story',
  witnesses: {
    short: 'entries came after younger ones, which n1 had acknowledged',
    heartbeat: 'a heartbeat came after entries that were sent later, and that n1 had acknowledged',
  },
  async run(story) {
    const { dice } = story;
    oneAmongPlayed(story);
    const leader = new PlayedLeader(story, 'n2', 1, times(12, 1));
    const end = leader.log.length;
    const begun = dice.integer(0, 4);
    await leader.append(0, begun);
    for (const kind of dice.shuffled(['short', 'heartbeat'] as const)) {
      const [prev, count] = [dice.integer(0, begun), kind === 'short' ? dice.integer(1, 4) : 0];
      const late = dice.between(60, 120);
      story.note(`A ${kind} message is ${Math.round(late)} ms on its way. The rest overtakes it.`);
      leader.late(late, prev, count);
      const rest = await leader.append(begun, end - begun);
      story.witness(kind, rest === true && leader.isFollowed());
      await story.sleep(late + 20);
    }
    await leader.append(end, 0);
    await story.sleep(20);
  },
});
