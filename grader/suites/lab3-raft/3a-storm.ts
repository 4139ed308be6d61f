import { storm } from '#harness';
import { scenario, triggered } from '#kit/lab3';

const BUSY = 1500;

export default scenario({
  steps: ['A4'],
  points: 1,
  title: 'through a storm of crashes no term has two leaders, and after it one leads.',
  note: '14-raft-persistence#term-and-vote',
  cites: 'Raft §5.2, Figure 2',
  shape: 'swarm',
  witnesses: {
    lives: 'a server led four lives',
    leader: 'a leader crashed',
    calm: 'when the storm was over, a server led',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const victims = story.servers(dice.pick([3, 5]));
    story.on('start', ({ life }) => story.witness('lives', life === 4));
    let leader: string | undefined;
    story.on('send', () => void (leader = story.leader()));
    story.on('crash', ({ node }) => story.witness('leader', node === leader));
    if (dice.chance(0.3)) nemesis.unreliable();
    const gap = dice.pick([
      [100, 400],
      [200, 900],
    ] as const);
    nemesis.plan(storm(story.seed, { victims, until: BUSY, gap }));
    triggered(story, 4);
    await story.sleep(BUSY + 200);
    story.witness('calm', await story.settle());
  },
});
