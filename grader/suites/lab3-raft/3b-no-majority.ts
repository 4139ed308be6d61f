import { finale, remembers, scenario } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title:
    'nothing is committed on a side that has no majority: not on two of five, nor two of four.',
  note: '12-raft-log#commit',
  cites: 'Raft §5.3',
  shape: 'story',
  witnesses: {
    two: 'a leader and one follower had a command on their disks for a while, and no other had it',
    healed: 'all servers applied a command after the network had healed',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const count = dice.pick([4, 5]);
    story.servers(count);
    const leader = (await story.aLeader()) ?? '';
    const [friend = '', ...rest] = dice.shuffled(story.others(leader));
    if (dice.chance(0.5)) await story.proposeToLeader();
    await story.sleep(dice.between(0, 100));
    story.note(`${leader} leads, and sees ${friend} alone. It is asked for more.`);
    nemesis.begin({ kind: 'halves', groups: [[leader, friend], rest] });
    const alone = [];
    for (let n = dice.integer(1, 4); n > 0; n--) alone.push(await story.propose(leader));
    await story.sleep(dice.between(200, 1000));
    const held = alone.every(
      (one) => one && story.ids.filter((id) => remembers(story, id, one.command)).length === 2,
    );
    story.witness('two', held);
    await finale(story);
    story.witness('healed', story.agreed(1, count));
  },
});
