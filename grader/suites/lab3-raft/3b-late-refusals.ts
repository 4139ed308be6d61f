import { finale, lastOnDisk, replies, scenario } from '#kit/lab3';

/** More than there are entries to back up over. */
const REFUSALS = 6;
const COMMANDS = 20;
const BYTES = 800;

export default scenario({
  steps: ['B2'],
  points: 1,
  title: 'one refusal that is told six times sends a leader back no farther than one.',
  note: '12-raft-log#next-index',
  cites: 'Raft §5.3, Figure 2: nextIndex',
  shape: 'story',
  rules: ['few-bytes'],
  // The commands for each of two followers, as much again for what comes twice, and heartbeats.
  options: { bytes: 2 * 2 * COMMANDS * (BYTES + 40) + 30_000 },
  witnesses: {
    together: 'six refusals of one follower came to its leader at once',
    late: 'six more came when the follower had what it had missed, and twenty entries more',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    await story.proposeToLeader();
    const old = (await story.aLeader()) ?? '';
    const [follower = '', next = ''] = dice.shuffled(story.others(old));
    await story.until(() => story.ids.every((id) => lastOnDisk(story, id) === 1), 500);
    story.note(`${follower} misses two commands; then ${old} is cut off, and ${next} must lead.`);
    const away = nemesis.isolate(follower);
    for (let n = 0; n < 2; n++) await story.propose(old);
    await story.until(() => lastOnDisk(story, next) === 3, 500);
    const refused = (times: number) =>
      nemesis.hold(
        replies('AppendEntries', { from: follower, to: next, times, where: (one) => !one.success }),
      );
    const together = refused(REFUSALS);
    const late = Array.from({ length: REFUSALS }, () => refused(1));
    const cut = nemesis.isolate(old);
    away.end();
    const held = (): boolean => late.every(({ count }) => count === 1);
    if (!(await story.until(held, 4000))) return;
    together.release();
    const filled = await story.until(() => lastOnDisk(story, follower) === 3, 1000);
    story.witness('together', filled && story.leads(next));

    cut.end();
    await story.sleep(100);
    for (let n = 0; n < COMMANDS; n++) {
      await story.propose(next, story.command().padEnd(BYTES, '.'));
      await story.sleep(10);
    }
    for (const one of late) {
      one.release();
      await story.sleep(dice.between(20, 40));
    }
    story.witness('late', lastOnDisk(story, follower) === 3 + COMMANDS && story.leads(next));
    await finale(story);
  },
});
