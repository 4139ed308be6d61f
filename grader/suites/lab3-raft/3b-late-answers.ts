import { finale, replies, scenario } from '#kit/lab3';

const ANSWERS = 8;
const COMMANDS = 25;
const BYTES = 800;

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'an answer that younger ones have overtaken takes nothing back.',
  note: '12-raft-log#next-index',
  cites: 'Raft, Figure 2: matchIndex increases monotonically',
  shape: 'story',
  rules: ['few-bytes'],
  // The commands for each of two followers, as much again for what comes twice, and heartbeats.
  options: { bytes: 2 * 2 * COMMANDS * (BYTES + 40) + 30_000 },
  witnesses: {
    late: 'eight answers about one entry came after an answer about 25 more',
    agreed: 'all servers applied all commands',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    await story.proposeToLeader();
    await story.until(() => story.applied(1), 1000);
    const leader = (await story.aLeader()) ?? '';
    const follower = dice.pick(story.others(leader));
    story.note(`The next answers of ${follower} stay out.`);
    const yes = replies('AppendEntries', {
      from: follower,
      times: 1,
      where: (reply) => reply.success,
    });
    const held = Array.from({ length: ANSWERS }, () => nemesis.hold(yes));
    await story.until(() => held.every(({ count }) => count === 1), 3000);

    for (let n = 0; n < COMMANDS; n++) {
      await story.propose(leader, story.command().padEnd(BYTES, '.'));
      await story.sleep(10);
    }
    const all = await story.until(() => story.applied(1 + COMMANDS), 2000);
    story.note('They come, one after another.');
    for (const one of dice.shuffled(held)) {
      one.release();
      await story.sleep(dice.between(20, 40));
    }
    story.witness('late', all && story.leads(leader));
    await finale(story);
    story.witness('agreed', story.applied(COMMANDS + 2));
  },
});
