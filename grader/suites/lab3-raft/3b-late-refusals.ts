import { finale, lastOnDisk, replies, scenario } from '#kit/lab3';

/** More than there are entries to back up over. */
const REFUSALS = 6;

export default scenario({
  steps: ['B2'],
  points: 1,
  title: 'one refusal that is told six times sends a leader back no farther than one.',
  note: '12-raft-log#next-index',
  cites: 'Raft §5.3, Figure 2: nextIndex',
  shape: 'story',
  witnesses: {
    refused: 'six refusals of one follower came to its leader at once',
    filled: 'the follower got what it had missed',
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
    const refusal = {
      from: follower,
      to: next,
      where: ({ success }: { success: boolean }) => !success,
    };
    const held = nemesis.hold(replies('AppendEntries', refusal));
    nemesis.isolate(old);
    away.end();
    const all = await story.until(() => held.count === REFUSALS, 4000);
    held.lift();
    held.release();
    story.witness('refused', all && story.leads(next));
    await story.until(() => lastOnDisk(story, follower) === 3, 1000);
    story.witness('filled', lastOnDisk(story, follower) === 3);
    await finale(story);
  },
});
