import { agree, finale, scenario, snapshotOnDisk } from '#kit/lab3';

export default scenario({
  steps: ['D1'],
  points: 1,
  title: 'a snapshot may be handed over late, twice, or while the log grows.',
  note: '15-raft-snapshots#trim',
  shape: 'story',
  rules: ['log-is-trimmed', 'thrifty-saves'],
  options: { logEntries: 50 },
  witnesses: {
    behind: 'a snapshot reached a disk whose log had gone on behind it',
    twice: 'a service took a snapshot when nothing had happened since its last',
  },
  async run(story) {
    const { dice } = story;
    story.on('durable', ({ node, cells }) => {
      const { lastIncludedIndex = 0 } = (cells['snapshot'] ?? {}) as { lastIncludedIndex?: number };
      const log = story.world.cells(node)['log'] as { entries?: readonly unknown[] } | undefined;
      story.witness('behind', lastIncludedIndex > 0 && (log?.entries?.length ?? 0) > 0);
    });
    const after = dice.between(10, 80);
    const ids = story.servers(3, { snapshotEvery: 5, snapshotAfter: after });
    await agree(story);
    story.world.calm();
    for (let burst = 0; burst < 20; burst++) {
      const leader = (await story.aLeader()) ?? 'n1';
      for (let n = dice.integer(3, 6); n > 0; n--) void story.propose(leader);
      await story.sleep(dice.between(30, 80));
    }
    await agree(story);
    await story.sleep(after + 100);
    for (const id of [...ids, ...ids]) await story.snapshot(id);
    await story.sleep(20);
    const taken = ids.every((id) => snapshotOnDisk(story, id) === story.lastApplied(id));
    story.witness('twice', taken && story.lastApplied('n1') > 0);
    await finale(story);
  },
});
