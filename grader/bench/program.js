// The program of the kernel's bench: the elections of Raft, as a student may write them. Five nodes
// look at their election timers every 10 ms; the leader sends heartbeats, of which every fifth
// carries an entry. It has no class: each life would evaluate it anew, and the engine would see as
// many kinds of objects as there are lives; the bench is to measure the kernel.
const TICK = 10;
const HEARTBEAT = 50;

function listen(node) {
  node.heard = node.env.now();
  node.patience = 150 + 150 * node.env.random();
}

function follow(node, term) {
  if (term > node.currentTerm) node.votedFor = null;
  node.currentTerm = term;
  node.state = 'follower';
}

function campaign(node) {
  const { env } = node;
  node.currentTerm++;
  node.votedFor = env.id;
  node.state = 'candidate';
  node.votes = new Set([env.id]);
  listen(node);
  const request = {
    kind: 'RequestVote',
    term: node.currentTerm,
    candidateId: env.id,
    lastLogIndex: 0,
    lastLogTerm: 0,
  };
  for (const peer of node.others) env.net.send(peer, request);
}

function heartbeat(node) {
  const { currentTerm, env } = node;
  const index = ++node.index;
  const entries =
    index % 5 === 0 ? [{ term: currentTerm, command: { op: 'put', key: 'k', value: index } }] : [];
  for (const peer of node.others) {
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

function vote(node, { term }, from) {
  const { currentTerm, votedFor } = node;
  const voteGranted = term === currentTerm && (votedFor === null || votedFor === from);
  if (voteGranted) {
    node.votedFor = from;
    listen(node);
  }
  node.env.net.send(from, { kind: 'VoteReply', term: currentTerm, voteGranted });
}

function count(node, { term, voteGranted }, from) {
  if (!voteGranted || term !== node.currentTerm || node.state !== 'candidate') return;
  if (node.votes.add(from).size > node.half) node.state = 'leader';
}

function append(node, { term }, from) {
  const success = term === node.currentTerm;
  if (success) listen(node);
  node.env.net.send(from, { kind: 'AppendReply', term: node.currentTerm, success });
}

function receive(node, message, from) {
  if (message.term > node.currentTerm) follow(node, message.term);
  if (message.kind === 'RequestVote') vote(node, message, from);
  else if (message.kind === 'VoteReply') count(node, message, from);
  else if (message.kind === 'AppendEntries') append(node, message, from);
}

async function tick(node) {
  const { env } = node;
  let sent = 0;
  for (;;) {
    await env.sleep(TICK);
    const now = env.now();
    if (node.state === 'leader') {
      if (now - sent < HEARTBEAT) continue;
      sent = now;
      heartbeat(node);
    } else if (now - node.heard > node.patience) campaign(node);
  }
}

export function start(env, { peers }) {
  const node = {
    env,
    others: peers.filter((peer) => peer !== env.id),
    half: peers.length / 2,
    currentTerm: 0,
    votedFor: null,
    state: 'follower',
    votes: new Set(),
    heard: env.now(),
    patience: 150 + 150 * env.random(),
    index: 0,
  };
  env.net.receive((message, from) => receive(node, message, from));
  env.spawn('timer', () => tick(node));
  return {};
}
