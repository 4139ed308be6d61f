import { agree, finale, scenario, snapshotOnDisk } from '#kit/lab3';

export default scenario({
  steps: ['D3'],
  points: 1,
  title: 'servers that all crashed go on from their snapshots.',
  note: '15-raft-snapshots#restart',
  cites: 'Raft §7',
  shape: 'story',
  rules: ['log-is-trimmed'],
  options: { logEntries: 22 },
  witnesses: {
    restored: 'the services of all three began a life with a snapshot, twice',
    behind: 'a log had entries behind its snapshot when its server crashed',
  },
  async run(story) {
    const { dice, world } = story;
    const restored = new Map<string, Set<number>>();
    story.on('probe', ({ node, life, name }) => {
      if (name !== 'restore') return;
      restored.set(node, (restored.get(node) ?? new Set()).add(life));
      story.witness(
        'restored',
        story.ids.every((id) => (restored.get(id)?.size ?? 0) >= 2),
      );
    });
    const ids = story.servers(3, { snapshotEvery: dice.integer(3, 8) });
    for (let round = 1; round <= 3; round++) {
      for (let n = dice.integer(8, 12); n > 0; n--) await agree(story);
      story.note('All crash, and come back one after another.');
      const logs = ids.map((id) => world.cells(id)['log'] as { entries?: unknown[] } | undefined);
      const behind = ids.some(
        (id, i) => snapshotOnDisk(story, id) > 0 && (logs[i]?.entries?.length ?? 0) > 0,
      );
      story.witness('behind', behind);
      story.crash(...ids);
      await story.sleep(dice.between(10, 100));
      for (const id of dice.shuffled(ids)) {
        story.restart(id);
        await story.sleep(dice.between(0, 50));
      }
      world.calm();
    }
    await finale(story);
  },
});
