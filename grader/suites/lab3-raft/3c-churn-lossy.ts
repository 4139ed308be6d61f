import type { NodeId } from '#harness';
import { finale, scenario, traffic } from '#kit/lab3';
import type { Ongoing } from '#kit/lab3';

const BUSY = 1500;

export default scenario({
  steps: ['C2'],
  points: 2,
  title: 'when the network fails as well, those that come and go still agree.',
  note: '14-raft-persistence#a-new-life',
  shape: 'swarm',
  witnesses: {
    both: 'a server crashed while another was cut off',
    applied: 'a command was applied by a server that had crashed before',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.on('probe', ({ name, life }) => story.witness('applied', name === 'apply' && life > 1));
    const ids = story.servers(5);
    nemesis.unreliable();
    const clients = traffic(story, { gap: 90 });
    const cutOff = new Map<NodeId, Ongoing>();
    while (story.now() < BUSY) {
      await story.sleep(dice.between(50, 350));
      if (dice.chance(0.3)) {
        const node = story.leader() ?? dice.pick(ids);
        if (!cutOff.has(node)) cutOff.set(node, nemesis.isolate(node));
      }
      if (dice.chance(0.5)) {
        story.crash(dice.pick(ids));
        story.witness('both', cutOff.size > 0);
      }
      for (const id of ids) {
        const missing = story.up().length - cutOff.size < 3;
        if (!story.isUp(id) && (missing || dice.chance(0.4))) story.restart(id);
        if (!cutOff.has(id) || !(missing || dice.chance(0.3))) continue;
        cutOff.get(id)?.end();
        cutOff.delete(id);
      }
    }
    clients.stop();
    await finale(story);
  },
});
