import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['A4'],
  points: 2,
  title: 'a server that crashed still knows its term, and for whom it voted.',
  note: '14-raft-persistence#term-and-vote',
  cites: 'Raft, Figure 2: persistent state',
  shape: 'story',
  witnesses: {
    voter: 'a server voted, crashed, and was then asked by another candidate of that term',
    candidate: 'a server asked for votes, crashed, and was then asked for its own in that term',
  },
  async run(story) {
    const { dice } = story;
    story.servers(3, { puppets: ['n2', 'n3'] });
    const [first, second] = dice.shuffled(['n2', 'n3']).map((id) => story.puppet(id));
    if (!first || !second) return;
    const crash = async (): Promise<void> => {
      await story.sleep(10);
      story.crash('n1');
      await story.sleep(dice.between(10, 100));
      story.restart('n1');
      await story.sleep(5);
    };

    const term = dice.integer(2, 5);
    story.note(`n1 votes for ${first.id}, and crashes.`);
    const vote = await first.requestVote('n1', { term });
    await crash();
    await first.requestVote('n1', { term: term - 1 });
    const other = await second.requestVote('n1', { term });
    story.witness('voter', vote?.voteGranted === true && other !== undefined);

    story.note('n1 asks for votes itself, and crashes.');
    const asks = () => first.asked.at(-1)?.args.term ?? 0;
    await story.until(() => asks() > 0, 3000);
    const own = asks();
    await crash();
    const late = await second.requestVote('n1', { term: own });
    story.witness('candidate', own > 0 && late !== undefined);
    await story.until(() => asks() > own, 3000);
  },
});
