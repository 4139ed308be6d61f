// The program of the kernel's bench: the elections of Raft, as a student may write them. Five nodes look at
// their election timers every 10 ms; the leader sends heartbeats, of which every fifth carries an entry.
const TICK = 10;
const HEARTBEAT = 50;

export function start(env, { peers }) {
  const others = peers.filter((peer) => peer !== env.id);
  let currentTerm = 0;
  let votedFor = null;
  let state = 'follower';
  let votes = new Set();
  let heard = env.now();
  let patience = 150 + 150 * env.random();
  let index = 0;

  const follow = (term) => {
    if (term > currentTerm) votedFor = null;
    currentTerm = term;
    state = 'follower';
  };
  const listen = () => {
    heard = env.now();
    patience = 150 + 150 * env.random();
  };

  function campaign() {
    currentTerm++;
    votedFor = env.id;
    state = 'candidate';
    votes = new Set([env.id]);
    listen();
    const request = {
      kind: 'RequestVote',
      term: currentTerm,
      candidateId: env.id,
      lastLogIndex: 0,
      lastLogTerm: 0,
    };
    for (const peer of others) env.net.send(peer, request);
  }

  function heartbeat() {
    index++;
    const entries =
      index % 5 === 0
        ? [{ term: currentTerm, command: { op: 'put', key: 'k', value: index } }]
        : [];
    for (const peer of others) {
      env.net.send(peer, {
        kind: 'AppendEntries',
        term: currentTerm,
        leaderId: env.id,
        prevLogIndex: index,
        prevLogTerm: currentTerm,
        entries,
        leaderCommit: index,
      });
    }
  }

  env.net.receive((message, from) => {
    if (message.term > currentTerm) follow(message.term);
    if (message.kind === 'RequestVote') {
      const voteGranted = message.term === currentTerm && (votedFor === null || votedFor === from);
      if (voteGranted) {
        votedFor = from;
        listen();
      }
      env.net.send(from, { kind: 'VoteReply', term: currentTerm, voteGranted });
    } else if (message.kind === 'VoteReply') {
      if (!message.voteGranted || message.term !== currentTerm || state !== 'candidate') return;
      if (votes.add(from).size > peers.length / 2) state = 'leader';
    } else if (message.kind === 'AppendEntries') {
      if (message.term === currentTerm) listen();
      env.net.send(from, {
        kind: 'AppendReply',
        term: currentTerm,
        success: message.term === currentTerm,
      });
    }
  });

  env.spawn('timer', async () => {
    let sent = 0;
    for (;;) {
      await env.sleep(TICK);
      const now = env.now();
      if (state === 'leader') {
        if (now - sent < HEARTBEAT) continue;
        sent = now;
        heartbeat();
      } else if (now - heard > patience) campaign();
    }
  });
  return {};
}
