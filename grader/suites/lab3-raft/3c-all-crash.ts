import { agree, scenario } from '#kit/lab3';

export default scenario({
  steps: ['C1'],
  points: 2,
  title: 'what a cluster has agreed on outlives the crash of all its servers.',
  note: '14-raft-persistence#a-new-life',
  cites: 'Raft §5, Figure 2 (persistent state)',
  shape: 'story',
  witnesses: {
    all: 'no server was up, three times, and each time something had been agreed on',
    relived: 'each server applied the first command in four lives',
  },
  async run(story) {
    const { dice, nemesis, world } = story;
    const lives = new Map<string, number>();
    story.on('probe', ({ node, name, data }) => {
      if (name !== 'apply' || (data as { index: number }).index !== 1) return;
      lives.set(node, (lives.get(node) ?? 0) + 1);
      story.witness(
        'relived',
        story.ids.every((id) => lives.get(id) === 4),
      );
    });
    const ids = story.servers(3);
    let agreed = 0;
    for (let round = 1; round <= 3; round++) {
      for (let n = dice.integer(1, 3); n > 0; n--) await agree(story);
      const last = await agree(story);
      agreed += last ? 1 : 0;

      story.note('All crash, and come back one after another.');
      story.crash(...dice.shuffled(ids));
      story.witness('all', story.up().length === 0 && agreed === 3);
      await story.sleep(dice.between(20, 200));
      for (const id of dice.shuffled(ids)) {
        story.restart(id);
        await story.sleep(dice.between(0, 60));
      }
      world.calm();
    }
    await agree(story);
    nemesis.rest();
    await agree(story);
  },
});
