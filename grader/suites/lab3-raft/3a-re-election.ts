import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['A2'],
  points: 2,
  title: 'when the leader is gone the others elect one, again and again.',
  note: '11-raft-elections#timers',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: {
    again: 'four leaders in a row were cut off, and another was elected each time',
    back: 'a leader that had been cut off came back, and somebody led',
  },
  async run(story) {
    const { nemesis, dice } = story;
    story.servers(dice.pick([3, 3, 5]));
    let elected = 0;
    for (let round = 0; round < 4; round++) {
      const leader = await story.aLeader();
      if (leader === undefined) break;
      story.note(`${leader} leads, and is cut off.`);
      const cut = nemesis.isolate(leader);
      const others = story.others(leader);
      story.world.calm();
      const next = await story.aLeader({ above: story.leaderTerm(), among: others });
      if (next !== undefined) elected++;
      await story.sleep(dice.between(0, 300));
      cut.end();
      await story.sleep(dice.between(0, 300));
    }
    story.witness('again', elected === 4);
    story.witness('back', await story.settle());
  },
});
