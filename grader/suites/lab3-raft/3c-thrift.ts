import { agree, finale, requests, scenario } from '#kit/lab3';

export default scenario({
  steps: ['C3'],
  points: 2,
  title: 'what changes nothing is not saved.',
  note: '14-raft-persistence#thrift',
  shape: 'story',
  rules: ['thrifty-saves'],
  witnesses: {
    idle: 'a second of heartbeats passed in which nothing was proposed',
    copies: 'copies of requests arrived that had been answered before',
    restart: 'a server came back, and was told what it knew',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    const copies = [
      nemesis.holdCopy(requests('RequestVote', { times: 4 })),
      nemesis.holdCopy(
        requests('AppendEntries', { times: 6, where: ({ entries }) => entries.length > 0 }),
      ),
    ];
    for (let n = dice.integer(3, 6); n > 0; n--) await agree(story);

    story.note('A second in which nothing is proposed.');
    story.world.calm();
    await story.sleep(1000);
    story.witness('idle', story.leader() !== undefined);

    story.note('Copies of requests that were answered long ago arrive.');
    for (const copy of copies) copy.release();
    await story.sleep(50);
    story.witness(
      'copies',
      copies.every(({ count }) => count > 0),
    );

    story.note('A follower crashes, and comes back to a leader that goes on.');
    await agree(story);
    const leader = (await story.aLeader()) ?? 'n1';
    const follower = dice.pick(story.others(leader));
    story.crash(follower);
    if (dice.chance(0.5)) await agree(story);
    await story.sleep(dice.between(20, 200));
    story.restart(follower);
    story.world.calm();
    const last = await agree(story);
    story.witness('restart', last !== undefined);

    story.note('All come back from a crash.');
    story.crash(...story.up());
    story.restart(...dice.shuffled(story.ids));
    await finale(story);
    await story.sleep(300);
  },
});
