import { finale, scenario, type Accepted } from '#kit/lab3';

export default scenario({
  steps: ['B2'],
  points: 1,
  title: 'commands that are proposed at one instant get places of their own.',
  note: '12-raft-log#propose',
  cites: 'Raft §5.3, Figure 2',
  shape: 'story',
  witnesses: {
    instant: 'a leader accepted five commands that were proposed at one instant',
    refused: 'a server that does not lead refused one at that instant',
  },
  async run(story) {
    const { dice, world } = story;
    story.servers(3);
    await story.settle();
    for (let round = 0; round < 3; round++) {
      const leader = (await story.aLeader()) ?? '';
      const before = story.now();
      const asked: Promise<Accepted | undefined>[] = [];
      for (const at of dice.shuffled([...story.ids, ...Array.from({ length: 5 }, () => leader)]))
        asked.push(story.propose(at));
      const answers = await Promise.all(asked);
      story.witness('instant', answers.filter((one) => one?.at === leader).length > 5);
      story.witness('refused', answers.some((one) => !one) && before <= world.at());
      await story.sleep(dice.between(0, 60));
    }
    await finale(story);
  },
});
