import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['A1'],
  points: 1,
  title: 'a new term is a new vote, and a candidate of a term that is over gets none.',
  note: '11-raft-elections#terms',
  cites: 'Raft §5.1, §5.2',
  shape: 'story',
  witnesses: {
    voted: 'a server voted in six terms',
    old: 'a server that had voted answered a candidate of an older term',
  },
  async run(story) {
    const { dice } = story;
    const puppets = ['n2', 'n3', 'n4', 'n5'];
    story.servers(5, { puppets });
    let term = 0;
    let votes = 0;
    story.note('One candidate after another asks n1, each in a newer term than the last.');
    for (let round = 0; round < 6; round++) {
      const over = term;
      term += dice.integer(1, 3);
      const lastLogTerm = dice.integer(0, term - 1);
      const log = { lastLogTerm, lastLogIndex: lastLogTerm === 0 ? 0 : dice.integer(1, 9) };
      const [candidate = '', other = ''] = dice.shuffled(puppets);
      const reply = await story.puppet(candidate).requestVote('n1', { term, ...log });
      if (reply?.voteGranted) votes++;
      if (over === 0) continue;
      const old = await story.puppet(other).requestVote('n1', { term: over });
      story.witness('old', old !== undefined);
    }
    story.witness('voted', votes === 6);
  },
});
