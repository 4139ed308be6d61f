import { agree, finale, requests, scenario } from '#kit/lab3';

export default scenario({
  steps: ['D2', 'D3'],
  points: 1,
  title: 'a snapshot that comes a second time, when its receiver has gone on, changes nothing.',
  note: '15-raft-snapshots#install',
  cites: 'Raft §7',
  shape: 'story',
  rules: ['log-is-trimmed'],
  options: { logEntries: 20 },
  witnesses: {
    running: 'a copy of a snapshot reached a server that had applied more than it holds',
    restarted: 'a copy of a snapshot reached the next life of the server that had been given it',
  },
  async run(story) {
    const { dice, nemesis, world } = story;
    story.servers(3, { snapshotEvery: dice.integer(5, 8) });
    for (const name of dice.shuffled(['running', 'restarted'] as const)) {
      await agree(story);
      const leader = (await story.aLeader()) ?? 'n1';
      const away = dice.pick(story.others(leader));
      story.note(`${away} is cut off, and given a snapshot when it is back.`);
      const cut = nemesis.isolate(away);
      for (let n = dice.integer(9, 14); n > 0; n--) await agree(story, 2);
      const copy = nemesis.holdCopy(requests('InstallSnapshot', { to: away, times: 1 }));
      cut.end();
      world.calm();
      for (let n = dice.integer(2, 6); n > 0; n--) await agree(story);

      const before = world.nodes.get(away)?.lives;
      if (name === 'restarted') {
        story.crash(away);
        await story.sleep(dice.between(5, 50));
        story.restart(away);
        await story.sleep(dice.between(1, 5));
      }
      story.note('A copy of the snapshot arrives.');
      copy.release();
      const after = world.nodes.get(away)?.lives;
      story.witness(name, copy.count > 0 && (before === after) === (name === 'running'));
      await agree(story);
    }
    await finale(story);
  },
});
