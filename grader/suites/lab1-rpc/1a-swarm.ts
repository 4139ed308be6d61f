import { swarm, type Plain } from '#harness';
import { badNetwork, scenario, traffic } from '#kit/lab1';

/** What comes through the network and is no message. */
const JUNK: readonly Plain[] = [
  null,
  7,
  '',
  [],
  {},
  { kind: 'reply' },
  { kind: 'reply', id: 7, result: { status: 'ok', value: null } },
  { kind: 'reply', id: 'x', result: null },
  { kind: 'request', id: 'x' },
  { kind: 'note' },
];

const BUSY = 3000;

export default scenario({
  steps: ['A5'],
  points: 5,
  title: 'on a bad network every call ends with its own reply, or by its deadline.',
  note: '04-messages-and-rpc#every-call-ends',
  shape: 'swarm',
  witnesses: { late: 'a reply arrived after the end of its call' },
  async run(story) {
    const { nemesis, dice } = story;
    const nodes = ['c1'];
    story.on('deliver', ({ node, from, message }) => {
      const memo = node === 'bank' ? undefined : story.memoOf(message, from, node);
      story.witness('late', memo !== undefined && !story.open.has(memo));
    });
    story.givenBank({ think: dice.integer(0, 40) });
    story.clients(nodes, 2);
    nemesis.dials(badNetwork(dice));
    const kinds = ['one-way', 'isolate', 'halves'] as const;
    nemesis.plan(swarm(story.seed, { nodes: ['bank', ...nodes], until: BUSY, kinds }));
    const deadlines = [60, 600, 2500, 5000];
    const calls = traffic(story, {
      nodes,
      clients: 2,
      open: 8,
      gap: dice.between(200, 1000),
      calls: 42,
      within: () => Math.round(dice.pick(deadlines) * dice.between(0.5, 1)),
    });
    for (let i = 0; i < 6; i++) {
      await story.sleep(dice.between(0, BUSY / 3));
      if (dice.chance(0.5)) nemesis.forge('bank', dice.pick(nodes), dice.pick(JUNK));
      else nemesis.forge(dice.pick(nodes), 'bank', dice.pick(JUNK));
    }
    await story.sleep(Math.max(0, BUSY - story.now()));
    nemesis.rest();
    await story.sleep(1000);
    calls.stop();
    await story.settled();
  },
});
