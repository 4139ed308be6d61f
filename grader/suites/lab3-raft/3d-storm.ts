import { storm } from '#harness';
import { finale, scenario, traffic } from '#kit/lab3';

const BUSY = 1500;

export default scenario({
  steps: ['D3'],
  points: 1,
  title: 'through short lives, snapshots and logs fit together each time.',
  note: '15-raft-snapshots#one-hole',
  shape: 'swarm',
  witnesses: {
    torn: 'a server crashed within a save of a snapshot',
    restored: 'a third life began with a snapshot',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.on('torn', ({ cells }) => story.witness('torn', 'snapshot' in cells));
    story.on('probe', ({ life, name }) =>
      story.witness('restored', name === 'restore' && life > 2),
    );
    const victims = story.servers(3, {
      snapshotEvery: dice.integer(1, 10),
      ...(dice.chance(0.3) && { snapshotAfter: dice.integer(0, 100) }),
    });
    nemesis.dials({ loss: dice.chance(0.5) ? 0 : dice.between(0, 0.1) });
    for (const node of victims)
      nemesis.begin({ kind: 'slow-disk', node, factor: dice.integer(1, 8) });
    nemesis.plan(storm(story.seed, { victims, from: 400, until: BUSY, gap: [100, 400] }));
    // A storm seldom meets the save of a snapshot.
    const after = dice.between(0.1, 0.9);
    let before = dice.integer(0, 3);
    story.on('save', ({ node, cells }) => {
      if ('snapshot' in cells && before-- === 0)
        void story.sleep(after).then(() => nemesis.crash(node, { for: 100 }));
    });
    const clients = traffic(story, { gap: 45 });
    await story.sleep(BUSY);
    clients.stop();
    await finale(story);
  },
});
