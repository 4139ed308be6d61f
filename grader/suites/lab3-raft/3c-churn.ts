import { agree, finale, scenario, traffic } from '#kit/lab3';

const ROUNDS = 8;

export default scenario({
  steps: ['C2'],
  points: 1,
  title: 'while servers come and go without end, what was agreed on stays.',
  note: '14-raft-persistence#a-new-life',
  shape: 'story',
  witnesses: {
    lives: 'the servers led twelve lives',
    leaders: 'three leaders crashed',
    agreed: 'something was agreed on in between',
  },
  async run(story) {
    const { dice } = story;
    let [lives, leaders] = [0, 0];
    story.on('start', () => story.witness('lives', ++lives === 12));
    const ids = story.servers(5);
    const clients = traffic(story, { gap: 70 });
    for (let round = 0; round < ROUNDS; round++) {
      const leader = await story.aLeader({ within: 1500 });
      await story.sleep(dice.between(10, 150));
      if (leader !== undefined && dice.chance(0.6)) {
        story.witness('leaders', ++leaders === 3);
        story.crash(leader);
      } else story.crash(dice.pick(ids));
      if (dice.chance(0.5)) story.crash(dice.pick(ids));
      await story.sleep(dice.between(10, 100));
      const down = dice.shuffled(ids.filter((id) => !story.isUp(id)));
      story.restart(...down.slice(0, Math.max(down.length - 2, dice.integer(0, 3))));
      if (dice.chance(0.2)) story.witness('agreed', (await agree(story, 3, 1000)) !== undefined);
    }
    clients.stop();
    await finale(story);
  },
});
