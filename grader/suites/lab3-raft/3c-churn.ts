import { agree, finale, scenario, traffic } from '#kit/lab3';

const BUSY = 3000;

export default scenario({
  steps: ['C2'],
  points: 1,
  title: 'while servers come and go without end, what was agreed on stays.',
  note: '14-raft-persistence#a-new-life',
  shape: 'story',
  witnesses: {
    lives: 'the servers led fifteen lives',
    leaders: 'three leaders crashed',
    agreed: 'something was agreed on in between',
  },
  async run(story) {
    const { dice } = story;
    let [lives, leaders] = [0, 0];
    story.on('start', () => story.witness('lives', ++lives === 15));
    const ids = story.servers(5);
    const clients = traffic(story, { gap: 40 });
    while (story.now() < BUSY) {
      await story.sleep(dice.between(20, 250));
      const leader = story.leader();
      if (leader !== undefined && dice.chance(0.5)) {
        leaders++;
        story.crash(leader);
      } else story.crash(dice.pick(ids));
      await story.sleep(dice.between(10, 100));
      const down = ids.filter((id) => !story.isUp(id));
      story.restart(...dice.shuffled(down).slice(0, dice.integer(Math.max(0, down.length - 2), 3)));
      if (dice.chance(0.2)) story.witness('agreed', (await agree(story, 3, 1000)) !== undefined);
    }
    story.witness('leaders', leaders >= 3);
    clients.stop();
    await finale(story);
  },
});
