import { finale, replyOf, scenario, traffic, triggered } from '#kit/lab3';

const BUSY = 1500;

export default scenario({
  steps: ['C2'],
  points: 1,
  title:
    'a crash right after a vote, an answer or a first heartbeat breaks no word that was given.',
  note: '14-raft-persistence#before-the-answer',
  shape: 'swarm',
  witnesses: {
    voter: 'a server crashed within a millisecond after it had granted a vote',
    follower: 'a server crashed within a millisecond after it had accepted entries',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const said = new Map<string, { at: number; what: 'voter' | 'follower' }>();
    story.on('send', ({ node, message, at }) => {
      const reply = replyOf(message);
      if (reply?.method === 'RequestVote' && reply.reply.voteGranted)
        said.set(node, { at, what: 'voter' });
      if (reply?.method === 'AppendEntries' && reply.reply.success)
        said.set(node, { at, what: 'follower' });
    });
    story.on('crash', ({ node, at }) => {
      const last = said.get(node);
      if (last && at - last.at <= 1) story.witness(last.what);
    });
    story.servers(3);
    nemesis.dials({ loss: dice.between(0, 0.2), duplication: dice.between(0, 0.05) });
    const clients = traffic(story, { gap: 70 });
    for (let wave = 0; wave < 4; wave++) {
      triggered(story, 5);
      await story.sleep(BUSY / 4);
    }
    clients.stop();
    await finale(story);
  },
});
