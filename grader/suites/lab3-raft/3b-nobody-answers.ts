import { finale, inTurn, scenario } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'a follower that does not answer is not asked faster than one that does.',
  note: '12-raft-log#budgets',
  shape: 'story',
  rules: ['few-messages'],
  // About 100 heartbeats, and as many again for the commands and what is missed.
  options: { messages: 200 },
  witnesses: { away: 'for a second a follower had not answered, and had missed ten commands' },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    story.world.calm();
    await story.aLeader();
    // Thrift is not asked of a cluster that agrees on nothing.
    if (!(await inTurn(story, 1))) return;
    const leader = (await story.aLeader()) ?? '';
    const away = dice.pick(story.others(leader));
    story.note(`${away}, a follower, is cut off, and ${leader} is asked for ten commands.`);
    nemesis.isolate(away);
    const missed = story.lastApplied(away);
    for (let n = 0; n < 10; n++) {
      await story.propose(leader);
      await story.sleep(dice.between(0, 60));
    }
    await story.sleep(800);
    story.witness('away', story.leads(leader) && story.lastApplied(leader) >= missed + 10);
    await finale(story);
  },
});
