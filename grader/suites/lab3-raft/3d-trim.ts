import { reliable } from '#harness';
import { agree, finale, scenario, snapshotOnDisk } from '#kit/lab3';

export default scenario({
  steps: ['D1'],
  points: 2,
  title: 'a log that is trimmed again and again stays short, and goes on.',
  note: '15-raft-snapshots#trim',
  cites: 'Raft §7',
  shape: 'story',
  rules: ['log-is-trimmed'],
  options: { logEntries: 48 },
  // What is overtaken is refused, and who backs off behind a trimmed log needs step D2.
  network: { ...reliable, latency: { kind: 'constant', value: 1 } },
  witnesses: {
    trimmed: 'the disk of each server had a snapshot of the first thirty commands',
    burst: 'twenty commands were proposed in one instant',
  },
  async run(story) {
    const { dice } = story;
    const ids = story.servers(3, { snapshotEvery: dice.integer(5, 12) });
    await agree(story);
    story.world.calm();
    for (let burst = 0; burst < 4; burst++) {
      const leader = (await story.aLeader()) ?? 'n1';
      const many = burst === 2 ? 20 : dice.integer(8, 20);
      const asked = Array.from({ length: many }, () => story.propose(leader));
      const taken = await Promise.all(asked);
      story.witness('burst', many === 20 && taken.every((one) => one !== undefined));
      await agree(story);
      await story.sleep(dice.between(0, 100));
    }
    for (let n = 0; n < 8; n++) await agree(story);
    await story.sleep(100);
    story.witness(
      'trimmed',
      ids.every((id) => snapshotOnDisk(story, id) >= 30),
    );
    await finale(story);
  },
});
