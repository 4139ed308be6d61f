import { agree, finale, scenario } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'two of three servers are enough, whichever is missing.',
  note: '12-raft-log#commit',
  cites: 'Raft §5.3',
  shape: 'story',
  witnesses: {
    follower: 'a command was applied on two servers while a follower was away',
    leader: 'a command was applied on two servers while the old leader was away',
    both: 'a command was applied on all servers when they were back',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    await agree(story);

    const leader = (await story.aLeader()) ?? '';
    const follower = dice.pick(story.others(leader));
    story.note(`${follower}, a follower, goes away.`);
    const away = nemesis.isolate(follower);
    for (let n = dice.integer(1, 3); n > 0; n--) {
      const accepted = await agree(story, 2);
      story.witness('follower', accepted !== undefined && !story.applied(accepted.command));
    }
    away.end();
    const all = await agree(story);
    story.witness('both', all !== undefined);

    const old = (await story.aLeader()) ?? '';
    story.note(`${old}, the leader, goes away.`);
    nemesis.isolate(old);
    const others = story.others(old);
    await story.aLeader({ above: story.leaderTerm(), among: others });
    const accepted = await agree(story, 2);
    story.witness('leader', accepted !== undefined && story.applied(accepted.command, others));
    await finale(story);
  },
});
