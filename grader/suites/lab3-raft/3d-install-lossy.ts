import { badNetwork, finale, replyOf, requestOf, scenario, traffic } from '#kit/lab3';

const BUSY = 1400;

export default scenario({
  steps: ['D2'],
  points: 1,
  title: 'snapshots that are lost, repeated or overtaken bring everybody to the same state.',
  note: '15-raft-snapshots#install',
  shape: 'swarm',
  witnesses: {
    lost: 'an InstallSnapshot or the answer to one was lost',
    installed: 'a server was restored from a snapshot that it was given, and applied more',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const restored = new Set<string>();
    const about = new Set<number>();
    story.on('send', ({ id, message }) => {
      const method = requestOf(message)?.method ?? replyOf(message)?.method;
      if (method === 'InstallSnapshot') about.add(id);
    });
    story.on('drop', ({ id }) => story.witness('lost', about.has(id)));
    story.on('probe', ({ node, name }) => {
      if (name === 'restore') restored.add(node);
      story.witness('installed', name === 'apply' && restored.has(node));
    });
    const ids = story.servers(3, { snapshotEvery: dice.integer(3, 10) });
    nemesis.dials(badNetwork(dice));
    const clients = traffic(story, { gap: 45 });
    while (story.now() < BUSY) {
      await story.sleep(dice.between(50, 200));
      const cut = nemesis.isolate(dice.pick(ids));
      await story.sleep(dice.between(100, 600));
      cut.end();
      await story.sleep(dice.between(0, 300));
    }
    clients.stop();
    await finale(story);
  },
});
