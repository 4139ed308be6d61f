import { agree, finale, lastOnDisk, scenario, type RaftStory } from '#kit/lab3';

/** Entries that are on one side only. */
const MANY = 100;

async function manyProposals(story: RaftStory, at: string): Promise<void> {
  for (let left = MANY; left > 0; left -= 50)
    await Promise.all(Array.from({ length: 50 }, () => story.propose(at)));
}

export default scenario({
  steps: ['B4'],
  points: 2,
  title: 'a leader finds in few round trips where a follower that went another way agrees.',
  note: '12-raft-log#back-up-fast',
  cites: 'Raft §5.3, last paragraphs',
  shape: 'story',
  rules: ['few-round-trips'],
  // Halving the interval finds the place in eight; one by one it takes a hundred.
  options: { roundTrips: 12 },
  witnesses: {
    parted: 'two servers had 100 entries that the others did not have, and the other way round',
    joined: 'they applied what the others had agreed on',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(5);
    await agree(story);
    const old = (await story.aLeader()) ?? '';
    const [friend = '', ...others] = dice.shuffled(story.others(old));
    story.note(`${old} and ${friend} are cut off, and ${old}, which leads, takes many commands.`);
    const term = story.leaderTerm();
    nemesis.begin({ kind: 'halves', groups: [[old, friend], others] });
    await manyProposals(story, old);
    await story.until(() => lastOnDisk(story, friend) > MANY, 2000);
    const theirs = lastOnDisk(story, friend);

    const leader = await story.aLeader({ above: term, among: others });
    story.note(`${leader} leads the others, and takes as many.`);
    if (leader !== undefined) await manyProposals(story, leader);
    await agree(story, 3);
    story.witness('parted', theirs > MANY && story.agreed(MANY, 3) && !story.agreed(MANY, 4));

    story.note(`The network heals, but ${leader} is cut off: its successor has a long log.`);
    nemesis.rest();
    nemesis.isolate(leader ?? '');
    const rest = story.others(leader ?? '');
    await story.until(() => story.applied(MANY, rest), 10_000);
    story.witness('joined', story.applied(MANY, rest));
    await finale(story);
  },
});
