import { scenario, Voter } from '#kit/lab3';

export default scenario({
  steps: ['A3'],
  points: 1,
  title: 'a vote counts in the term that it was given for, and in no other.',
  note: '13-raft-safety#stale-messages',
  cites: 'Raft §5.1, §5.2',
  shape: 'story',
  witnesses: {
    late: 'votes of a majority came to a candidate when it had begun a newer campaign',
    led: 'later it led, with votes of that term',
  },
  async run(story) {
    const { dice } = story;
    const puppets = dice
      .pick([
        ['n2', 'n3'],
        ['n2', 'n3', 'n4', 'n5'],
      ])
      .map((id) => story.puppet(id));
    story.servers(puppets.length + 1, { puppets: puppets.map(({ id }) => id) });
    const [first] = puppets;
    const asked = () => first?.asked.filter(({ method }) => method === 'RequestVote') ?? [];

    story.note('n1 asks for votes, and the answers take long.');
    await story.until(() => asked().length > 0, 2000);
    const term = asked()[0]?.args.term ?? 0;
    const newer = () => asked().some(({ args }) => args.term > term);
    story.witness('late', await story.until(newer, 2000));
    await story.sleep(dice.between(5, 100));

    story.note('It has begun another campaign. Now the votes of the first come.');
    for (const puppet of puppets)
      for (const { method, args, call } of puppet.asked)
        if (method === 'RequestVote' && args.term === term)
          puppet.reply('n1', 'RequestVote', call, { term, voteGranted: true });
    await story.sleep(100);

    story.note('From now on the others are there.');
    for (const puppet of puppets) new Voter(puppet).hears(story.term());
    story.witness('led', (await story.aLeader({ within: 3000 })) !== undefined);
    await story.sleep(100);
  },
});
