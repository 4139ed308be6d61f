import { agree, finale, scenario } from '#kit/lab3';

/** More than one AppendEntries may carry. */
const MANY = 130;

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'a follower that was away gets all that it missed, and applies it in order.',
  note: '12-raft-log#apply',
  cites: 'Raft §5.3',
  shape: 'story',
  witnesses: { caught: 'a follower that had missed 130 entries applied them all' },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    await agree(story);
    const leader = (await story.aLeader()) ?? '';
    const away = dice.pick(story.others(leader));
    story.note(`${away} is cut off, and misses ${MANY} commands.`);
    const cut = nemesis.isolate(away);
    const missed = story.lastApplied(away);
    for (let left = MANY; left > 0;) {
      const together = Math.min(left, dice.integer(10, 40));
      await Promise.all(Array.from({ length: together }, () => story.propose(leader)));
      left -= together;
    }
    await agree(story, 2);
    cut.end();
    await finale(story);
    story.witness('caught', story.lastApplied(away) >= missed + MANY);
  },
});
