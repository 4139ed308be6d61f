import { requestOf, requests, scenario } from '#kit/lab3';

export default scenario({
  steps: ['A3'],
  points: 1,
  title: 'a candidate that hears the leader of its own term follows it.',
  note: '11-raft-elections#step-down',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: {
    two: 'two servers asked for votes in one term',
    led: 'one of them led that term',
  },
  async run(story) {
    const { nemesis, dice } = story;
    story.servers(3);
    const [first = '', second = '', voter = ''] = dice.shuffled(story.ids);
    const campaigns = new Map<string, number>();
    story.on('send', ({ node, message }) => {
      const request = requestOf(message);
      if (request?.method === 'RequestVote') campaigns.set(node, request.args.term);
    });
    const inOneTerm = () => campaigns.has(first) && campaigns.get(first) === campaigns.get(second);

    story.note(`${first} and ${second} become candidates of one term: their requests take long.`);
    const slow = nemesis.begin({ kind: 'skew', node: voter, rate: 0.1 });
    const held = nemesis.hold(requests('RequestVote'));
    story.witness('two', await story.until(inOneTerm, 3000));
    const term = campaigns.get(first);
    held.lift();
    held.release();
    const leader = await story.aLeader({ within: 200 });
    story.witness('led', leader !== undefined && story.leaderTerm() === term);
    slow.end();
    await story.settle();
    await story.sleep(1000);
  },
});
