import { agree, finale, requestOf, scenario } from '#kit/lab3';

/** The clock of a server that is always the first to lose patience. */
const FAST = 3;

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'a server that cannot win, and asks again and again, keeps nobody from standing who can.',
  note: '11-raft-elections#timers',
  cites: 'Raft §5.2, §5.4.1, Figure 2',
  shape: 'story',
  witnesses: {
    asked: 'a server without the last entries asked for votes, with no leader to be heard',
    won: 'a server that had them was elected all the same',
  },
  async run(story) {
    const { dice, nemesis, world } = story;
    story.servers(3);
    await agree(story);
    const old = (await story.aLeader()) ?? 'n1';
    const [stale = '', fresh = ''] = dice.shuffled(story.others(old));
    story.note(
      `${stale} misses two commands; then ${old} is gone, and the clock of ${stale} is fast.`,
    );
    const away = nemesis.isolate(stale);
    await agree(story, 2);
    await agree(story, 2);
    const above = story.term();
    const gone = nemesis.isolate(old);
    nemesis.begin({ kind: 'skew', node: stale, rate: FAST });
    away.end();
    let asked = false;
    story.on('deliver', ({ node, from, message }) => {
      if (node === fresh && from === stale) asked ||= requestOf(message)?.method === 'RequestVote';
    });
    world.calm();
    const next = await story.aLeader({ above, among: [fresh], within: 4000 });
    story.witness('asked', asked);
    story.witness('won', next !== undefined);
    gone.end();
    await finale(story);
  },
});
