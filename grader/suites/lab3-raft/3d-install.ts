import { agree, finale, lastOnDisk, requestOf, scenario } from '#kit/lab3';

export default scenario({
  steps: ['D2'],
  points: 2,
  title: 'a server that missed what others have trimmed is given a snapshot, and goes on from it.',
  note: '15-raft-snapshots#install',
  cites: 'Raft §7, Figure 13',
  shape: 'story',
  rules: ['log-is-trimmed'],
  options: { logEntries: 38 },
  witnesses: {
    installed: 'a server was given a snapshot, and applied what follows it, three times',
    tail: 'a leader of before was given one, and its log reached beyond it',
  },
  async run(story) {
    const { dice, nemesis, world } = story;
    const ids = story.servers(3, { snapshotEvery: dice.integer(4, 9) });
    let given = '';
    let beyond = false;
    story.on('deliver', ({ node, message }) => {
      const request = requestOf(message);
      if (request?.method !== 'InstallSnapshot') return;
      given = node;
      beyond ||= lastOnDisk(story, node) > request.args.lastIncludedIndex;
    });
    let installed = 0;
    for (let round = 1; round <= 3; round++) {
      await agree(story);
      const leader = (await story.aLeader()) ?? 'n1';
      const away = round === 2 ? leader : dice.pick(story.others(leader));
      story.note(`${away} is cut off; the others go on, and trim their logs.`);
      const cut = nemesis.isolate(away);
      // A long tail, which nobody else has: it reaches beyond the snapshot that is to come.
      if (away === leader) for (let n = dice.integer(16, 18); n > 0; n--) void story.propose(away);
      for (let n = dice.integer(12, 15); n > 0; n--) await agree(story, 2);
      await story.sleep(dice.between(0, 100));
      given = '';
      beyond = false;
      cut.end();
      world.calm();
      const last = await agree(story);
      const caughtUp = last !== undefined && story.applied(last.command, ids) && given === away;
      installed += caughtUp ? 1 : 0;
      story.witness('installed', installed === 3);
      story.witness('tail', caughtUp && away === leader && beyond);
    }
    await finale(story);
  },
});
