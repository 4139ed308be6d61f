import { scenario } from '#kit/lab3';

/** All messages are equally fast: nothing but chance makes one candidate the first. */
const LATENCY = { kind: 'constant', value: 8 } as const;

export default scenario({
  steps: ['A2'],
  points: 1,
  title: 'where all servers and messages are equally fast, an election still ends.',
  note: '11-raft-elections#timers',
  cites: 'Raft §5.2, §9.3',
  shape: 'story',
  network: { latency: LATENCY, loss: 0, duplication: 0 },
  witnesses: {
    first: 'servers that were started at one instant elected a leader',
    second: 'servers that had heard its last heartbeat at one instant elected another',
  },
  async run(story) {
    const { nemesis, dice } = story;
    story.servers(dice.pick([3, 5]));
    story.world.calm();
    const leader = await story.aLeader();
    story.witness('first', leader !== undefined);
    await story.sleep(dice.between(0, 200));
    if (leader === undefined) return;
    nemesis.isolate(leader);
    story.world.calm();
    const above = story.leaderTerm();
    const next = await story.aLeader({ above, among: story.others(leader) });
    story.witness('second', next !== undefined);
  },
});
