import { storm } from '#harness';
import { badNetwork, crashWhenBusy, scenario, traffic } from '#kit/lab1';

const BUSY = 2000;

export default scenario({
  steps: ['C2'],
  points: 4,
  title: 'through a storm of server crashes every call keeps its one effect.',
  note: '05-exactly-once#one-save',
  shape: 'swarm',
  witnesses: {
    lives: 'the bank led five lives',
    torn: 'the bank crashed within a save',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const nodes = ['c1', 'c2'];
    story.on('start', ({ node, life }) => story.witness('lives', node === 'bank' && life === 5));
    story.on('torn', () => story.witness('torn'));
    story.bank({ think: dice.integer(0, 40) });
    story.clients(nodes, 2);
    nemesis.dials(badNetwork(dice));
    nemesis.plan(storm(story.seed, { victims: ['bank'], until: BUSY }));
    for (let i = 0; i < 4; i++) crashWhenBusy(story, 'bank');
    const calls = traffic(story, { nodes, clients: 2, open: 6, gap: 500, calls: 12 });
    for (let left = 7; left > 0; left--) {
      await story.sleep(dice.between(0, BUSY / 4));
      const [from = '', to = ''] = dice.pick([
        ['alice', 'bob'],
        ['bob', 'carol'],
      ]);
      const payment = { payment: `p${dice.integer(1, 2)}`, from, to, amount: dice.pick([5, 10]) };
      void story.call(dice.pick(nodes), 'putPayment', payment);
    }
    await story.sleep(Math.max(0, BUSY - story.now()));
    nemesis.rest();
    await story.sleep(500);
    calls.stop();
    await story.settled();
  },
});
