import { storm } from '#harness';
import { finale, scenario, traffic } from '#kit/lab3';

const BUSY = 1500;

export default scenario({
  steps: ['C2'],
  points: 1,
  title: 'short lives, all of them at once if need be, lose nothing that was agreed on.',
  note: '14-raft-persistence#a-new-life',
  shape: 'swarm',
  witnesses: {
    majority: 'a majority was down at once',
    torn: 'a server crashed within a save',
    applied: 'a server in its third life applied a command',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.on('torn', () => story.witness('torn'));
    story.on('crash', () => story.witness('majority', story.up().length < 2));
    story.on('probe', ({ name, life }) => story.witness('applied', name === 'apply' && life > 2));
    const victims = story.servers(3);
    nemesis.dials({ loss: dice.chance(0.5) ? 0 : dice.between(0, 0.1) });
    for (const node of victims)
      nemesis.begin({ kind: 'slow-disk', node, factor: dice.integer(1, 4) });
    nemesis.plan(
      storm(story.seed, { victims, from: 400, until: BUSY, gap: [60, 350], down: [30, 250] }),
    );
    // A storm seldom meets a save.
    const node = dice.pick(victims);
    const [nth, after] = [dice.integer(3, 9), dice.between(0.1, 0.9)];
    nemesis.when({ event: 'save', node, nth, after }, { kind: 'crash', node }, 100);
    const clients = traffic(story, { gap: 60 });
    await story.sleep(BUSY);
    clients.stop();
    await finale(story);
  },
});
