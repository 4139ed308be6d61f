// The program of the kernel's bench: five nodes that send each other heartbeats of Raft's form, every fifth with
// an entry, and answer them.
import { deferred } from '#harness';

const PERIOD = 10;

export function start(env, { peers }) {
  let term = 1;
  let round = 0;
  const waiting = new Map();
  env.net.receive((message, from) => {
    if (message.kind === 'append') {
      if (message.term > term) term = message.term;
      const { length } = message.entries;
      env.net.send(from, {
        kind: 'reply',
        term,
        success: true,
        match: message.prevLogIndex + length,
        round: message.round,
      });
    } else {
      waiting.get(`${from} ${message.round}`)?.resolve(message.match);
      waiting.delete(`${from} ${message.round}`);
    }
  });
  async function replicate(peer) {
    const number = ++round;
    const entries =
      number % 5 === 0
        ? [{ term, index: number, command: { op: 'put', key: 'k', value: number } }]
        : [];
    const answer = deferred();
    waiting.set(`${peer} ${number}`, answer);
    env.net.send(peer, {
      kind: 'append',
      term,
      leaderId: env.id,
      prevLogIndex: number,
      prevLogTerm: term,
      entries,
      leaderCommit: number - 1,
      round: number,
    });
    await answer.promise;
  }
  env.spawn('replicate', async () => {
    for (;;) {
      await env.sleep(PERIOD * (0.5 + env.random()));
      for (const peer of peers) if (peer !== env.id) env.spawn('append', () => replicate(peer));
    }
  });
  return {};
}
