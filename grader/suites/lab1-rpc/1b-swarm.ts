import { storm, swarm, type Plain } from '#harness';
import { badNetwork, scenario, traffic } from '#kit/lab1';

/** Fields ride along that neither side has ever seen: formats grow. */
function withMoreInExtra(message: Plain): Plain | undefined {
  const { extra } = message as { readonly extra?: Plain };
  if (typeof extra !== 'object' || extra === null || Array.isArray(extra)) return undefined;
  return { ...(message as object), extra: { ...extra, 'x-route': ['north', 7] } };
}

/** Messages that neither side has made: other programs are on this network too. */
const STRANGE: readonly Plain[] = [
  { kind: 'request', id: '?', method: 'closeAccount', args: null },
  { kind: 'request', id: '', method: '', args: {}, extra: null },
  { kind: 'note', extra: null },
  { kind: 'note', extra: ['?'] },
];

const BUSY = 2500;

export default scenario({
  steps: ['B4'],
  points: 5,
  title: 'on a bad network calls are executed at most once, and answered with one voice.',
  note: '05-exactly-once#keep-the-answer',
  shape: 'swarm',
  witnesses: {
    duplicate: 'a request was delivered after the entry of its call had been made',
    crossing: 'a request came after one for a younger call of its node, and before its entry',
    life: 'a client node called in a second life',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const nodes = ['c1', 'c2', 'c3'];
    const seen = new Map<string, number>();
    story.on('deliver', ({ node, from, message }) => {
      if (node !== 'bank') return;
      const memo = story.memoOf(message, from, node) ?? '';
      story.witness('duplicate', story.executed(memo));
      const number = Number(memo.slice(1));
      story.witness('crossing', number < (seen.get(from) ?? 0) && !story.executed(memo));
      seen.set(from, Math.max(number, seen.get(from) ?? 0));
    });
    story.on('invoke', ({ life }) => story.witness('life', life > 1));
    story.bank({ think: dice.integer(0, 40) });
    story.clients(nodes, 2);
    nemesis.dials(badNetwork(dice));
    const part = dice.between(0, 0.5);
    nemesis.tamper({ where: () => dice.chance(part) }, withMoreInExtra);
    const kinds = ['one-way', 'isolate', 'halves'] as const;
    nemesis.plan(swarm(story.seed, { nodes: ['bank', ...nodes], until: BUSY, kinds }));
    const crashes = { victims: nodes, until: BUSY, gap: [400, 2000], down: [30, 1000] } as const;
    nemesis.plan(
      storm(story.seed, crashes).map((fault) => ({ ...fault, id: `crash-${fault.id}` })),
    );
    const calls = traffic(story, {
      nodes,
      clients: 2,
      open: 16,
      gap: dice.between(500, 3000),
      calls: 36,
      // A call that ends unknown, and was perhaps never executed, must not bar those after it.
      within: () => (dice.chance(0.2) ? dice.between(50, 500) : 10_000),
    });
    for (const strange of STRANGE) {
      nemesis.forge(dice.pick(nodes), 'bank', strange, dice.between(0, BUSY));
    }
    await story.sleep(BUSY);
    nemesis.rest();
    await story.sleep(1000);
    calls.stop();
    await story.settled();
  },
});
