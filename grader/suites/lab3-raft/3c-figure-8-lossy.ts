import { finale, lateReplies, scenario } from '#kit/lab3';

const BUSY = 2000;

export default scenario({
  steps: ['C2'],
  points: 1,
  title: 'leaders that crash with entries that few have, and answers of long ago, undo nothing.',
  note: '13-raft-safety#figure-8',
  cites: 'Raft §5.4.2, Figure 8',
  shape: 'swarm',
  witnesses: {
    leaders: 'two leaders crashed, each with commands just proposed',
    late: 'a reply was delivered a second after its request had left',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const asked = new Map<number, number>();
    story.on('send', ({ message, at }) => {
      const one = message as { kind?: string; call?: number };
      if (one.kind === 'rpc') asked.set(one.call ?? -1, at);
    });
    story.on('deliver', ({ message, at }) => {
      const one = message as { kind?: string; call?: number };
      if (one.kind !== 'rpc-reply') return;
      story.witness('late', at - (asked.get(one.call ?? -1) ?? at) > 1000);
    });
    const ids = story.servers(5);
    nemesis.unreliable();
    if (dice.chance(0.7)) lateReplies(story);
    let leaders = 0;
    while (story.now() < BUSY) {
      const leader = story.leader();
      if (leader !== undefined)
        for (let n = dice.integer(1, 3); n > 0; n--) void story.propose(leader);
      await story.sleep(dice.chance(0.3) ? dice.between(0, 250) : dice.between(0, 20));
      if (leader !== undefined && dice.chance(0.3)) {
        story.crash(leader);
        story.witness('leaders', ++leaders === 2);
      }
      const down = ids.filter((id) => !story.isUp(id));
      if (down.length > 2) story.restart(dice.pick(down));
      else if (leader === undefined) await story.sleep(50);
    }
    await finale(story);
  },
});
