import { agree, finale, requestOf, scenario } from '#kit/lab3';

export default scenario({
  steps: ['D2'],
  points: 1,
  title: 'a snapshot that has arrived is not sent again.',
  note: '15-raft-snapshots#install',
  shape: 'story',
  rules: ['log-is-trimmed'],
  options: { logEntries: 20 },
  witnesses: {
    sent: 'a snapshot of twenty kilobytes was sent to a server that had been away',
    went: 'the server applied ten more commands behind it',
  },
  async run(story) {
    const { dice, nemesis, world } = story;
    story.on('send', ({ message, bytes }) => {
      story.witness('sent', requestOf(message)?.method === 'InstallSnapshot' && bytes > 20_000);
    });
    story.servers(3, { snapshotEvery: 8, ballast: 20_000 });
    await agree(story);
    const leader = (await story.aLeader()) ?? 'n1';
    const away = dice.pick(story.others(leader));
    const cut = nemesis.isolate(away);
    for (let n = dice.integer(20, 26); n > 0; n--) await agree(story, 2);
    cut.end();
    world.calm();
    await agree(story);

    story.note('All is well: there is little to say for a while.');
    for (let n = 0; n < 10; n++) {
      const last = await agree(story);
      story.witness('went', n === 9 && last !== undefined);
      await story.sleep(dice.between(20, 100));
    }
    await finale(story);
  },
});
