import { agree, finale, lastOnDisk, requests, scenario } from '#kit/lab3';

export default scenario({
  steps: ['C1'],
  points: 1,
  title: 'a leader that comes back with a tail that nobody else has gives it up.',
  note: '14-raft-persistence#the-log',
  cites: 'Raft §5.3, Figure 7',
  shape: 'story',
  witnesses: {
    tail: 'a server crashed with commands on its disk that no other had',
    gone: 'what stood there was replaced by what the others had agreed on meanwhile',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    await agree(story);
    const old = (await story.aLeader()) ?? 'n1';
    const [a = '', b = ''] = dice.shuffled(story.others(old));

    story.note('A leader takes commands that reach nobody, and crashes.');
    const lost = nemesis.lose(requests('AppendEntries', { from: old }));
    let tail = 0;
    for (let n = dice.integer(1, 4); n > 0; n--) {
      const taken = await story.propose(old);
      tail = taken?.index ?? tail;
    }
    await story.until(() => lastOnDisk(story, old) >= tail, 500);
    story.witness('tail', tail > 0 && lastOnDisk(story, old) >= tail);
    story.crash(old);
    lost.lift();

    story.note('The others agree on something; one of them crashes; the old leader comes back.');
    await agree(story, 2);
    const other = await agree(story, 2);
    story.crash(a);
    await story.sleep(dice.between(20, 300));
    story.restart(old);
    story.world.calm();
    await agree(story, 2);
    const agreed = other !== undefined && story.applied(other.command, [old, b]);
    story.witness('gone', agreed && lastOnDisk(story, old) >= tail);

    story.note('All crash, and come back.');
    story.crash(...story.up());
    await finale(story);
  },
});
