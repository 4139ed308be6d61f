import { swarm } from '#harness';
import { badNetwork, finale, scenario, traffic } from '#kit/lab3';

const BUSY = 1500;

export default scenario({
  steps: ['C2'],
  points: 1,
  title: 'whatever fails in a cluster, each server applies the same commands in the same order.',
  note: '13-raft-safety#leader-completeness',
  shape: 'swarm',
  witnesses: {
    crash: 'a server that had applied something crashed',
    applied: 'ten commands were applied',
  },
  async run(story) {
    const { dice, nemesis } = story;
    let applied = 0;
    const used = new Set<string>();
    story.on('probe', ({ node, name }) => {
      if (name !== 'apply') return;
      used.add(node);
      story.witness('applied', ++applied === 30);
    });
    story.on('crash', ({ node }) => story.witness('crash', used.has(node)));
    const nodes = story.servers(dice.pick([3, 3, 5]));
    nemesis.dials(badNetwork(dice));
    nemesis.plan(swarm(story.seed, { nodes, until: BUSY }));
    // Whatever else fails: one server has another life.
    const at = dice.between(800, BUSY - 500);
    const crash = { kind: 'crash', node: dice.pick(nodes), for: dice.between(30, 400) } as const;
    nemesis.plan([{ ...crash, id: 'another life', at }]);
    const clients = traffic(story, { gap: dice.between(40, 140) });
    await story.sleep(BUSY);
    clients.stop();
    await finale(story);
  },
});
