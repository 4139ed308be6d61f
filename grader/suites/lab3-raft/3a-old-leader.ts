import { requestOf, saysItLeads, scenario } from '#kit/lab3';

export default scenario({
  steps: ['A3'],
  points: 1,
  title: 'a leader that missed its successor is refused, and follows.',
  note: '13-raft-safety#stale-messages',
  cites: 'Raft §5.1',
  shape: 'story',
  rules: ['election-timeout'],
  witnesses: {
    wakes: 'a leader that had stood still while another was elected sent as if it led',
    returns: 'a leader that had been cut off while another was elected was heard again',
  },
  async run(story) {
    const { nemesis, dice } = story;
    story.servers(dice.pick([3, 3, 5]));
    const ways = ['pause', 'isolate'] as const;
    for (const way of dice.shuffled(ways)) {
      const old = await story.aLeader();
      if (old === undefined) break;
      const above = story.leaderTerm();
      story.note(`${old} leads, and ${way === 'pause' ? 'stands still' : 'is cut off'}.`);
      const gone = way === 'pause' ? nemesis.pause(old) : nemesis.isolate(old);
      await story.aLeader({ above, among: story.others(old), within: 3000 });
      let stale = false;
      story.on('deliver', ({ from, message }) => {
        const term = requestOf(message)?.args.term ?? 0;
        stale ||= from === old && saysItLeads(message) && term < story.term();
      });
      await story.sleep(dice.between(0, 200));
      gone.end();
      await story.sleep(200);
      story.witness(way === 'pause' ? 'wakes' : 'returns', stale);
    }
    await story.settle();
  },
});
