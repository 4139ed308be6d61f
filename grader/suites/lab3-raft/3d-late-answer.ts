import { agree, finale, replies, requests, scenario, snapshotOnDisk } from '#kit/lab3';

export default scenario({
  steps: ['D2'],
  points: 1,
  title: 'a late answer to a snapshot says nothing of the later snapshot that its leader has now.',
  note: '15-raft-snapshots#install',
  cites: 'Raft §7',
  shape: 'story',
  rules: ['log-is-trimmed'],
  options: { logEntries: 20 },
  witnesses: {
    late: 'a leader heard that its snapshot had arrived when it had a later one, and still led',
    caughtUp: 'the server that was given it caught up',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3, { snapshotEvery: dice.integer(4, 7) });
    await agree(story);
    const leader = (await story.aLeader()) ?? 'n1';
    const term = story.leaderTerm();
    const away = dice.pick(story.others(leader));
    // Nobody is to grow impatient: the leader must still lead when the answer comes.
    nemesis.begin({ kind: 'skew', node: away, rate: 0.15 });
    const cut = nemesis.isolate(away);
    for (let n = dice.integer(8, 10); n > 0; n--) await agree(story, 2);

    story.note(`${away} is given a snapshot. Its answer is held, and nothing more reaches it.`);
    const answer = nemesis.hold(replies('InstallSnapshot', { from: away }));
    const more = nemesis.lose(requests('InstallSnapshot', { to: away, skip: 1 }));
    cut.end();
    await story.until(() => answer.count > 0, 1000);
    const given = snapshotOnDisk(story, away);
    const later = (): boolean => snapshotOnDisk(story, leader) > given;
    for (let n = 0; n < 12 && !later(); n++) await agree(story, 2);

    story.note('The leader has trimmed its log once more. Now the answer comes.');
    const stillLeads = story.leads(leader) && story.leaderTerm() === term;
    story.witness('late', answer.count > 0 && later() && stillLeads);
    answer.lift();
    answer.release();
    await story.sleep(10);
    more.lift();
    nemesis.rest();
    const last = await agree(story);
    story.witness('caughtUp', last !== undefined && story.applied(last.command, [away]));
    await finale(story);
  },
});
