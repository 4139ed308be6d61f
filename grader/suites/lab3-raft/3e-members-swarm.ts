import { swarm, type NodeId } from '#harness';
import { changeTo, ofFixedServers, scenario, type RaftStory } from '#kit/lab3';

const BUSY = 1800;

/** Whoever leads after a while is down for the rest. */
async function stopOne(story: RaftStory): Promise<void> {
  await story.aLeader();
  await story.sleep(story.dice.between(50, 200));
  story.crash(story.leader() ?? '');
}

export default scenario({
  steps: ['E4'],
  points: 2,
  title: 'servers come and go under fire, and nothing that was committed is lost.',
  note: '16-membership#one-at-a-time',
  cites: 'Ongaro, dissertation §4.1',
  shape: 'swarm',
  rules: [
    'one-change-at-a-time',
    'own-term-first',
    'counts-by-newest',
    'leaves-when-removed',
    'snapshot-servers',
    'change-is-taken',
    'members-keep-up',
  ],
  // Leaders leave, and those who have left are not heard.
  without: [...ofFixedServers, 'steady-leader'],
  witnesses: {
    again: 'a change was accepted after a second leader had been elected',
    left: 'a leader was taken away',
    settled: 'after all that, the configuration was changed to four servers that were drawn',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const ids = story.servers(5, { members: 3, preVote: true, snapshotEvery: 8 });
    nemesis.unreliable();
    // Under all kinds of faults few second leaders come to a change: at some seeds one just stops.
    const kinds = ['crash', 'pause', 'isolate', 'halves', 'bridge', 'one-way'] as const;
    if (dice.chance(0.7)) nemesis.plan(swarm(story.seed, { nodes: ids, until: BUSY, kinds }));
    else void stopOne(story);
    const askOne = async (leader: NodeId): Promise<void> => {
      const [members, term] = [story.members(), story.leaderTerm()];
      const one = dice.pick(members.length > 3 ? ids : ids.filter((id) => !members.includes(id)));
      const fewer = members.filter((id) => id !== one);
      const next = fewer.length < members.length ? fewer : [...members, one];
      const accepted = await story.append(leader, 'changeServers', next);
      story.witness('again', accepted !== undefined && term > 1);
      story.witness('left', accepted !== undefined && !next.includes(leader));
    };
    while (story.now() < BUSY) {
      const leader = story.leader();
      void story.propose(leader ?? dice.pick(ids));
      if (leader !== undefined && dice.chance(0.4)) void askOne(leader);
      await story.sleep(dice.between(20, 100));
    }
    await story.settle();
    const last = await story.proposeToLeader();
    await story.until(() => last !== undefined && story.applied(last.index, [last.at]), 1000);
    story.witness('settled', await changeTo(story, dice.shuffled(ids).slice(0, 4)));
    await story.sleep(800);
  },
});
