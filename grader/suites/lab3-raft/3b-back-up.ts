import { agree, finale, lastOnDisk, scenario, type RaftStory } from '#kit/lab3';

/** Entries that are on one side only. */
const MANY = 60;

async function proposals(story: RaftStory, at: string, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => story.propose(at)));
}

export default scenario({
  steps: ['B4'],
  points: 2,
  title: 'a leader finds in few round trips where a follower that went another way agrees.',
  note: '12-raft-log#back-up-fast',
  cites: 'Raft §5.3, last paragraphs',
  shape: 'story',
  rules: ['few-round-trips'],
  // Halving the interval finds the place in seven; one by one it takes sixty.
  options: { roundTrips: 12 },
  witnesses: {
    parted: 'two servers had 60 entries that the others did not have, and the other way round',
    behind: 'two servers lacked 60 entries, and had none of their own',
    joined: 'they applied what the others had agreed on',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(5);
    await agree(story);
    const old = (await story.aLeader()) ?? '';
    const [friend = '', ...others] = dice.shuffled(story.others(old));
    const own = dice.chance(0.5) ? MANY : 0;
    story.note(`${old} and ${friend} are cut off, and ${old}, which leads, takes ${own} commands.`);
    const term = story.leaderTerm();
    nemesis.begin({ kind: 'halves', groups: [[old, friend], others] });
    await proposals(story, old, own);
    await story.until(() => lastOnDisk(story, friend) > own, 2000);
    const theirs = lastOnDisk(story, friend);

    const leader = await story.aLeader({ above: term, among: others });
    story.note(`${leader} leads the others, and takes as many.`);
    if (leader !== undefined) await proposals(story, leader, MANY);
    await agree(story, 3);
    const apart = story.agreed(MANY, 3) && !story.agreed(MANY, 4);
    story.witness('parted', apart && theirs > MANY);
    story.witness('behind', apart && theirs < MANY);

    story.note(`The network heals, but ${leader} is cut off: its successor has a long log.`);
    nemesis.rest();
    nemesis.isolate(leader ?? '');
    const rest = story.others(leader ?? '');
    await story.until(() => story.applied(MANY, rest), 10_000);
    story.witness('joined', story.applied(MANY, rest));
    await finale(story);
  },
});
