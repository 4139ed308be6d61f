import type { Plain } from '#harness';
import { replies, scenario } from '#kit/lab3';

/** A yes to the question of who waits for votes already, and asks for the next term. */
const isSecondYes = (message: Plain): boolean => {
  const { method, reply } = message as { method?: string; reply?: { term: number } };
  return method === 'PreVote' && (reply?.term ?? 0) > 0;
};

export default scenario({
  steps: ['E1'],
  points: 1,
  title: 'who has asked again, and then wins by late votes, does not stand once more.',
  note: '11-raft-elections#pre-vote',
  cites: 'Ongaro, dissertation §9.6',
  shape: 'story',
  rules: ['asks-first', 'refuses-while-led', 'asking-changes-nothing'],
  witnesses: { late: 'a server that led was told that it would have votes' },
  async run(story) {
    const { dice, nemesis } = story;
    const [first = '', ...others] = dice.shuffled(story.servers(3, { preVote: true }));
    for (const node of others) nemesis.begin({ kind: 'skew', node, rate: 0.2 });
    nemesis.delay(replies('RequestVote'), dice.pick([400, 440, 480, 800]));
    nemesis.delay({ kind: 'rpc-reply', where: isSecondYes }, 210);
    story.on('deliver', ({ node, message }) =>
      story.witness('late', isSecondYes(message) && story.leads(node)),
    );
    await story.until(() => story.leads(first), 2500);
    for (let i = 0; i < 30; i++) {
      void story.propose(first);
      await story.sleep(10);
    }
    await story.settle();
    await story.proposeToLeader();
    await story.sleep(500);
  },
});
