import { scenario, Voter, type Puppet } from '#kit/lab3';

export default scenario({
  steps: ['A3'],
  points: 1,
  title: 'votes make a majority only if they come from different servers, in one term.',
  note: '11-raft-elections#majority',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: {
    often: 'a candidate of five servers was sent one and the same vote three times and more',
    terms: 'in three campaigns it had one vote each beside its own, from another server each time',
    led: 'later it led, with votes of a majority',
  },
  async run(story) {
    const { dice } = story;
    const ids = ['n2', 'n3', 'n4', 'n5'];
    const puppets = dice.shuffled(ids).map((id) => story.puppet(id));
    story.servers(5, { puppets: ids });

    story.note('In each term one server hears n1 ask for votes, and answers again and again.');
    const sent = new Map<number, number>();
    const repeat = (voter: Puppet): void => {
      const term = story.term();
      for (const { method, call, args } of voter.asked) {
        if (method !== 'RequestVote' || args.term !== term) continue;
        voter.reply('n1', 'RequestVote', call, { term, voteGranted: true });
        sent.set(term, (sent.get(term) ?? 0) + 1);
      }
    };
    while (sent.size < 4 && story.now() < 4000) {
      const voter = puppets[story.term() % puppets.length];
      if (voter) repeat(voter);
      await story.sleep(dice.between(10, 80));
    }
    story.witness('often', Math.max(...sent.values()) >= 3);
    story.witness('terms', sent.size >= 3);

    story.note('Now the others hear it too.');
    for (const puppet of puppets) new Voter(puppet).hears(story.term());
    story.witness('led', (await story.aLeader({ within: 3000 })) !== undefined);
    await story.sleep(100);
  },
});
