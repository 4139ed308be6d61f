import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['A3'],
  points: 1,
  title: 'four of seven servers elect a leader, whichever three are cut off.',
  note: '11-raft-elections#majority',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: {
    elections: 'four times a leader and two others were cut off, and the others elected another',
    together: 'when all seven could talk again, one led',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const ids = story.servers(7);
    let elections = 0;
    for (let round = 0; round < 4; round++) {
      await story.sleep(dice.between(0, 100));
      const leader = await story.aLeader();
      if (leader === undefined) break;
      const above = story.leaderTerm();
      const others = dice.shuffled(ids.filter((id) => id !== leader));
      const cuts = [leader, ...others.slice(0, 2)].map((id) => nemesis.isolate(id));
      story.world.calm();
      const next = await story.aLeader({ above, among: others.slice(2) });
      if (next !== undefined) elections++;
      for (const one of cuts) one.end();
    }
    story.witness('elections', elections === 4);
    story.witness('together', await story.settle());
  },
});
