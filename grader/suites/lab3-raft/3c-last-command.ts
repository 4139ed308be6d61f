import { agree, finale, scenario } from '#kit/lab3';

export default scenario({
  steps: ['C1'],
  points: 2,
  title: 'the one server that remembers the last command teaches it to those that come back.',
  note: '14-raft-persistence#the-log',
  cites: 'Raft §5.4.1',
  shape: 'story',
  witnesses: {
    alone: 'of three servers that came up, one had the last command on its disk',
    taught: 'the other two have applied it',
  },
  async run(story) {
    const { dice } = story;
    story.servers(5);
    for (let round = 1; round <= 2; round++) {
      await agree(story);
      const leader = (await story.aLeader()) ?? 'n1';
      const [a = '', b = '', c = '', d = ''] = dice.shuffled(story.others(leader));

      story.note('Two servers crash; the others agree on a command, and crash too.');
      story.crash(a, b);
      const last = await agree(story, 3);
      story.crash(leader, c, d);
      await story.sleep(dice.between(20, 100));

      story.note('The two come back, who do not know it; then one that does.');
      story.restart(a, b);
      await story.sleep(dice.between(0, 700));
      const knows = dice.pick([leader, c, d]);
      story.restart(knows);
      story.world.calm();
      await agree(story, 3);
      story.witness('alone', last !== undefined);
      story.witness('taught', last !== undefined && story.applied(last.command, [a, b]));
      story.restart(leader, c, d);
    }
    await finale(story);
  },
});
