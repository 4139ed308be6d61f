import { swarm } from '#harness';
import { badNetwork, finale, scenario, traffic } from '#kit/lab3';

const BUSY = 1500;

export default scenario({
  steps: ['D3'],
  points: 1,
  title: 'whatever fails, services that come from snapshots and those that do not are the same.',
  note: '15-raft-snapshots#install',
  shape: 'swarm',
  witnesses: {
    restored: 'a service was restored from a snapshot, and went on',
    crash: 'a server crashed',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const restored = new Set<string>();
    story.on('probe', ({ node, name }) => {
      if (name === 'restore') restored.add(node);
      story.witness('restored', name === 'apply' && restored.has(node));
    });
    story.on('crash', () => story.witness('crash'));
    const nodes = story.servers(dice.pick([3, 3, 5]), {
      snapshotEvery: dice.integer(2, 20),
      ballast: dice.pick([0, 0, 10_000]),
      ...(dice.chance(0.5) && { snapshotAfter: dice.integer(0, 300) }),
    });
    nemesis.dials(badNetwork(dice));
    nemesis.plan(swarm(story.seed, { nodes, until: BUSY }));
    // Whatever else fails: one server has another life.
    const at = dice.between(800, BUSY - 500);
    const crash = { kind: 'crash', node: dice.pick(nodes), for: dice.between(30, 400) } as const;
    nemesis.plan([{ ...crash, id: 'another life', at }]);
    const clients = traffic(story, { gap: dice.between(30, 90) });
    await story.sleep(BUSY);
    clients.stop();
    await finale(story);
  },
});
