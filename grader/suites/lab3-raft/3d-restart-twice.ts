import { agree, finale, scenario, snapshotOnDisk } from '#kit/lab3';

export default scenario({
  steps: ['D3'],
  points: 1,
  title: 'a life that took no snapshot itself hands on the one that it found.',
  note: '15-raft-snapshots#restart',
  cites: 'Raft §7',
  shape: 'story',
  witnesses: {
    found: 'a server crashed in a life in which it had saved no snapshot, with one on its disk',
    short: 'a server crashed before anybody had been elected',
  },
  async run(story) {
    const { dice, world } = story;
    const saved = new Map<string, number>();
    story.on('durable', ({ node, life, cells }) => {
      if ('snapshot' in cells) saved.set(node, life);
    });
    story.on('crash', ({ node, life }) => {
      const own = saved.get(node) === life;
      story.witness('found', !own && snapshotOnDisk(story, node) > 0);
    });
    const ids = story.servers(3);
    for (let n = dice.integer(6, 12); n > 0; n--) await agree(story);
    await story.sleep(100);
    story.note('All take a snapshot. From now on nobody does.');
    for (const id of ids) await story.snapshot(id);
    for (let round = 1; round <= 3; round++) {
      for (let n = dice.integer(0, 2); n > 0; n--) await agree(story);
      story.crash(...ids);
      await story.sleep(dice.between(10, 50));
      story.restart(...dice.shuffled(ids));
      story.note('They crash again at once, and come back.');
      await story.sleep(dice.between(1, 100));
      story.witness('short', story.leader() === undefined);
      story.crash(...ids);
      story.restart(...dice.shuffled(ids));
      world.calm();
      await agree(story);
    }
    await finale(story);
  },
});
