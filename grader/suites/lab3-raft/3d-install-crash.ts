import { agree, finale, replyOf, scenario } from '#kit/lab3';

export default scenario({
  steps: ['D3'],
  points: 1,
  title: 'a snapshot that a server has acknowledged is there in its next life.',
  note: '15-raft-snapshots#install',
  cites: 'Raft §7',
  shape: 'story',
  rules: ['log-is-trimmed'],
  options: { logEntries: 22 },
  witnesses: {
    acknowledged: 'a server crashed in the instant in which it acknowledged a snapshot',
    carried: 'its next life carried a majority on',
  },
  async run(story) {
    const { dice, world } = story;
    let waiting = '';
    story.on('send', ({ node, message }) => {
      if (node !== waiting || replyOf(message)?.method !== 'InstallSnapshot') return;
      waiting = '';
      story.crash(node);
      story.witness('acknowledged');
    });
    story.servers(3, { snapshotEvery: dice.integer(4, 8) });
    for (let round = 1; round <= 2; round++) {
      await agree(story);
      const leader = (await story.aLeader()) ?? 'n1';
      const [away = '', other = ''] = dice.shuffled(story.others(leader));
      story.note(`${away} is down while the others go on; it crashes as it is given a snapshot.`);
      story.crash(away);
      for (let n = dice.integer(10, 16); n > 0; n--) await agree(story, 2);
      waiting = away;
      story.restart(away);
      const crashed = await story.until(() => !story.isUp(away), 1000);
      waiting = '';
      story.restart(away);
      world.calm();
      if (dice.chance(0.5)) await agree(story);

      story.note('With another it must go on alone.');
      const gone = dice.pick([leader, other]);
      story.crash(gone);
      await story.sleep(dice.between(0, 100));
      const last = await agree(story, 2);
      story.witness(
        'carried',
        crashed && last !== undefined && story.applied(last.command, [away]),
      );
      story.restart(gone);
    }
    await finale(story);
  },
});
