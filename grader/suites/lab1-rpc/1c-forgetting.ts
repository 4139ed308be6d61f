import type { Millis, NodeId } from '#harness';
import { isLong, scenario, type BankStory } from '#kit/lab1';

const NODES = ['c1', 'c2', 'c3', 'c4'];
/** In each round: calls of a client that are answered while one of its calls stays open. */
const LONG = [64, 14];
const SHORT = [16, 4];
const LENGTH = 1800;

/** The owner before is returned, and has a long name: how long it was. */
async function setOwner(
  story: BankStory,
  node: NodeId,
  memo = story.memo(),
  options: { within?: Millis } = {},
): Promise<number> {
  const owner = memo.padEnd(LENGTH, ' of the house of');
  const outcome = await story.call(node, 'setOwner', { memo, account: 'house', owner }, options);
  return outcome.status === 'ok' ? (outcome.value.previous?.length ?? 0) : 0;
}

export default scenario({
  steps: ['C2'],
  points: 5,
  title: 'hundreds of calls leave little behind, and none is forgotten too soon.',
  note: '05-exactly-once#forgetting',
  cites: 'Liskov, Shrira & Wroclawski 1991',
  shape: 'story',
  rules: ['forgets'],
  witnesses: {
    old: 'a call was asked for again after 50 others of its client and 256 of all',
    much: 'more than half a megabyte was returned',
    copies: 'a late copy of a call of each client was delivered',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const answered = new Map<NodeId, number>();
    let open: string[] = [];
    let [copies, length] = [0, 0];
    story.on('deliver', ({ node, from, copy, message }) => {
      if (node !== 'bank') return;
      story.witness('copies', copy === 2 && ++copies === NODES.length);
      const others = answered.get(from) ?? 0;
      if (others < 50 || !open.includes(story.memoOf(message, from, node) ?? '')) return;
      const all = [...answered.values()].reduce((sum, one) => sum + one, 0);
      story.witness('old', all >= 256);
    });
    const setAgainAndAgain = async (node: NodeId, times: number): Promise<void> => {
      for (let n = 1; n <= times; n++) {
        const returned = await setOwner(story, node);
        length += returned;
        answered.set(node, n);
      }
    };
    story.bank();
    story.clients(NODES);

    const kept = NODES.map((from) => nemesis.holdCopy({ from, kind: 'request', times: 1 }));
    story.note('Of each client one call ends unknown: nobody will ask for it again.');
    const given = NODES.map(() => story.memo());
    const unheard = nemesis.lose({ from: 'bank', where: story.about(...given) });
    await Promise.all(NODES.map((node, i) => setOwner(story, node, given[i], { within: 500 })));
    unheard.lift();
    for (const others of isLong(story) ? LONG : SHORT) {
      story.note(`Of each client one call stays open while ${others} others are answered.`);
      open = NODES.map(() => story.memo());
      const lost = nemesis.lose({ from: 'bank', where: story.about(...open) });
      const calls = NODES.map((node, i) => setOwner(story, node, open[i]));
      await story.until(() => open.every((memo) => story.executed(memo)));
      await Promise.all(NODES.map((node) => setAgainAndAgain(node, others)));

      story.note('The bank crashes, and the open calls are asked for again.');
      nemesis.crash('bank', { for: dice.between(30, 300) });
      lost.lift();
      story.world.calm();
      await Promise.all(calls);
      answered.clear();
    }
    story.witness('much', length > 5e5);
    story.note('Of each client a copy of its first call arrives.');
    for (const copy of kept) copy.release();
    await story.sleep(100);
  },
});
