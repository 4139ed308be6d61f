import { oneAmongPlayed, PlayedCluster, requestOf, scenario, termsOnDisk } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'a follower copes with all that honest leaders of many terms can send, in any order.',
  note: '13-raft-safety#stale-messages',
  cites: 'Raft §5.3',
  shape: 'swarm',
  witnesses: {
    cut: 'n1 let go of entries that were on its disk',
    stale: 'a message of an older term came after one of a newer term',
    applied: 'n1 applied all that the last leader had committed',
  },
  async run(story) {
    const { dice } = story;
    oneAmongPlayed(story);
    let term = 0;
    let before = termsOnDisk(story);
    story.on('deliver', ({ message }) => {
      const said = requestOf(message)?.args.term ?? 0;
      story.witness('stale', said < term);
      term = Math.max(term, said);
    });
    story.on('durable', () => {
      const after = termsOnDisk(story);
      story.witness(
        'cut',
        before.some((entry, i) => entry !== after[i]),
      );
      before = after;
    });
    const played = new PlayedCluster(story);
    for (let step = 0; step < 60; step++) {
      played.act();
      for (let n = dice.integer(0, 2); n > 0; n--) played.send();
      await story.sleep(dice.between(0, 15));
    }
    const committed = await played.finish();
    await story.until(() => story.applied(committed), 200);
    story.witness('applied', story.applied(committed));
    await story.sleep(20);
  },
});
