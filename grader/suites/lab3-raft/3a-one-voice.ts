import { scenario, Voter } from '#kit/lab3';

export default scenario({
  steps: ['A3'],
  points: 1,
  title: 'a voter that is heard many times has one vote.',
  note: '11-raft-elections#majority',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: {
    often: 'a candidate of five servers was sent one and the same vote four times and more',
    led: 'later it led, with votes of a majority',
  },
  async run(story) {
    const { dice } = story;
    const ids = ['n2', 'n3', 'n4', 'n5'];
    const [voter, ...silent] = dice.shuffled(ids).map((id) => story.puppet(id));
    if (!voter) return;
    story.servers(5, { puppets: ids });

    story.note(`Only ${voter.id} hears n1 ask for votes, and its answers come again and again.`);
    let sent = 0;
    voter.answer('RequestVote', ({ term }) => ({ term, voteGranted: true }));
    const repeat = async (): Promise<void> => {
      for (const { method, call, args } of voter.asked) {
        if (method !== 'RequestVote' || args.term < story.term()) continue;
        voter.reply('n1', 'RequestVote', call, { term: args.term, voteGranted: true });
        sent++;
      }
      await story.sleep(dice.between(10, 40));
    };
    for (const end = story.now() + 1500; story.now() < end;) await repeat();
    story.witness('often', sent >= 4);

    story.note('Now the others hear it too.');
    for (const puppet of silent) new Voter(puppet).hears(story.term());
    story.witness('led', (await story.aLeader({ within: 3000 })) !== undefined);
    await story.sleep(100);
  },
});
