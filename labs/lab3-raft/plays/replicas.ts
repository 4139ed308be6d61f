/** Note 10: two copies, and nobody who says in which order. */
import type { Env, Millis, NodeId } from '#harness';
import type { Play } from '#kit';
import { ONE_WAY, play, server } from './define.ts';

type Write = { readonly balance: 'double' | 'add 10' };

// #region replica
/** Does what it is told, in the order in which it hears it. */
function replica(env: Env): void {
  let balance = 100;
  env.net.receive((message) => {
    const { balance: how } = message as Write;
    balance = how === 'double' ? balance * 2 : balance + 10;
    env.trace(`${how}: ${balance}`);
  });
}
// #endregion replica

/** Tells both copies. */
function writer(env: Env, write: Write, after: Millis): void {
  env.spawn('write', async () => {
    await env.sleep(after);
    for (const to of ['n1', 'n2']) env.net.send(to, write);
  });
}

const twoReplicas = play({
  id: 'two-replicas',
  step: 'A1',
  program: 'the program of plays/replicas.ts',
  without: ['wire-format'],
  opening:
    'n1 and n2 each have a balance of 100. c1 tells both to add 10; c2, 2 ms later, tells both ' +
    'to double it. Nothing is lost. n1 is near c1, and n2 is near c2.',
  question: 'Each of the two does both commands. What are their balances?',
  decisive: (event) => event.type === 'say',
  answer:
    '220 and 210. No message was lost and no server failed. They have done the same things, in ' +
    'another order, and will never be equal again.',
  async run(story) {
    const start = (id: NodeId, what: (env: Env) => void): void =>
      server(story, id, (env) => what(env as unknown as Env));
    start('n1', replica);
    start('n2', replica);
    start('c1', (env) => writer(env, { balance: 'add 10' }, 10));
    start('c2', (env) => writer(env, { balance: 'double' }, 12));
    story.nemesis.delay({ from: 'c1', to: 'n2' }, 2 * ONE_WAY);
    story.nemesis.delay({ from: 'c2', to: 'n1' }, 2 * ONE_WAY);
    await story.sleep(50);
  },
});

export const replicas: readonly Play[] = [twoReplicas];
