import { keyring, scenario } from '#kit/lab1';

/** Calls on each line, one after another. */
const CALLS = 50;
/** So many calls may pass until a client knows a line. */
const LEARNING = 20;
/** ms: there and back on the long line, at least. */
const LONG = 600;

export default scenario({
  steps: ['E3'],
  points: 6,
  title: 'calls are cheap, and sealed, on short lines and on long ones.',
  note: '04-messages-and-rpc#backoff',
  cites: 'Karn & Partridge 1987; RFC 6298',
  shape: 'story',
  rules: ['thrift'],
  options: {
    thrift: [
      { from: 1, to: CALLS, messages: 2.2, bytes: 256 },
      { from: CALLS + LEARNING + 1, to: 2 * CALLS, messages: 2.5, bytes: 256 },
    ],
  },
  witnesses: {
    long: 'a reply came more than half a second after its call was made',
    altered: 'an altered copy was delivered on each line',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const keys = keyring(story.seed, ['bank', 'c1']);
    story.bank({ keys: keys('bank') });
    story.add('c1', { clients: 1, keys: keys('c1') });
    const marked = new Set<string>();
    let copies = 0;
    story.on('send', ({ forged, node, to, message }) => {
      const memo = story.memoOf(message, node, to) ?? '';
      if (forged || node === 'bank' || !marked.delete(memo)) return;
      // Before the true one, and for another account.
      const { args } = message as { readonly args: object };
      nemesis.forge(
        node,
        to,
        { ...(message as object), args: { ...args, account: 'mallory' } },
        0.1,
      );
    });
    story.on('deliver', ({ message }) => {
      const { args } = message as { readonly args?: { readonly account?: string } };
      story.witness('altered', args?.account === 'mallory' && ++copies === 2);
    });
    const callAgainAndAgain = async (): Promise<void> => {
      const altered = dice.integer(1, CALLS);
      for (let n = 1; n <= CALLS; n++) {
        const memo = story.memo();
        if (n === altered) marked.add(memo);
        const began = story.now();
        await story.call('c1', 'deposit', { memo, account: 'alice', amount: dice.integer(1, 9) });
        story.witness('long', story.now() - began > 500);
        await story.sleep(dice.between(0, 50));
      }
    };

    story.note(`${CALLS} calls on a short line.`);
    await callAgainAndAgain();
    story.note(`${CALLS} calls on a line of ${LONG} ms, there and back.`);
    const jitter = dice.between(0, 15);
    nemesis.dials({ latency: { kind: 'uniform', min: LONG / 2, max: LONG / 2 + jitter } });
    await callAgainAndAgain();
  },
});
