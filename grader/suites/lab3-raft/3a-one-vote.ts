import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['A1'],
  points: 2,
  title: 'of the candidates of one term, a server votes for the first that asks, and no other.',
  note: '11-raft-elections#one-vote-a-term',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: {
    others: 'a server that had voted answered three other candidates of that term',
    again: 'and then its own candidate once more',
    together: 'four candidates of a later term asked at once, and all were answered',
  },
  async run(story) {
    const { dice } = story;
    const candidates = dice.shuffled(['n2', 'n3', 'n4', 'n5']).map((id) => story.puppet(id));
    story.servers(5, { puppets: candidates.map(({ id }) => id) });
    const term = dice.integer(1, 4);

    story.note(`Four candidates of term ${term} ask n1 for its vote, one after another.`);
    const answers = [];
    for (const one of candidates) answers.push(await one.requestVote('n1', { term }));
    const answered = answers.every((reply) => reply !== undefined);
    story.witness('others', answered && answers[0]?.voteGranted === true);

    story.note('The first did not hear the answer, and asks again.');
    const again = await candidates[0]?.requestVote('n1', { term });
    story.witness('again', again !== undefined);

    story.note('In a later term all four ask at once.');
    const later = term + dice.integer(1, 3);
    const all = await Promise.all(candidates.map((one) => one.requestVote('n1', { term: later })));
    story.witness(
      'together',
      all.every((reply) => reply !== undefined),
    );
  },
});
