import { requestOf, scenario, Voter, type RaftStory } from '#kit/lab3';

/** How a leader, or a candidate, comes to hear of a newer term. */
type Way = (story: RaftStory, voters: readonly Voter[]) => Promise<void>;

/** The voters are in a newer term than anybody has heard of: each answer will say so. */
const inAnswers: Way = async ({ dice }, voters) => {
  const times = dice.integer(2, 4);
  const newest = Math.max(...voters.map(({ term }) => term));
  for (const voter of voters) {
    voter.hears(newest);
    voter.campaigned(times);
  }
};

const fromACandidate: Way = async ({ dice }, [candidate]) => {
  candidate?.campaigned(dice.integer(1, 3));
  await candidate?.puppet.requestVote('n1', { term: candidate.term });
};

const fromALeader: Way = async ({ dice }, [leader, voter]) => {
  leader?.campaigned(dice.integer(1, 3));
  voter?.hears(leader?.term ?? 0);
  await leader?.puppet.appendEntries('n1', { term: leader.term });
};

/** Deposed, it asks for votes in a term that the voters have left behind. */
const fromVoters: Way = async (story, voters) => {
  await fromACandidate(story, voters);
  await inAnswers(story, voters);
};

const WAYS: readonly (readonly [string, Way])[] = [
  ['from a candidate', fromACandidate],
  ['from another leader', fromALeader],
  ['in the answers to its heartbeats', inAnswers],
  ['from a candidate, and a still newer one in the answers to its next campaign', fromVoters],
];

export default scenario({
  steps: ['A3'],
  points: 2,
  title: 'a leader that hears of a newer term leads no more, from whomever it hears.',
  note: '11-raft-elections#step-down',
  cites: 'Raft §5.1',
  shape: 'story',
  rules: ['election-timeout'],
  witnesses: {
    ways: 'a leader heard of a newer term from a candidate, from a leader and in answers',
    refused: 'a server asked for votes in a term that was over, and was told so',
  },
  async run(story) {
    const { dice, world } = story;
    const voters = ['n2', 'n3'].map((id) => new Voter(story.puppet(id)));
    story.servers(3, { puppets: ['n2', 'n3'] });
    story.on('send', ({ node, message }) => {
      const request = node === 'n1' ? requestOf(message) : undefined;
      const old = voters.every(({ term }) => term > (request?.args.term ?? 0));
      story.witness('refused', request?.method === 'RequestVote' && old);
    });
    const heard = new Set<string>();
    for (const [name, way] of dice.shuffled(WAYS)) {
      if ((await story.aLeader({ within: 3000 })) === undefined) break;
      await story.sleep(dice.between(0, 120));
      story.note(`n1 leads. It hears of a newer term ${name}.`);
      for (const voter of voters) voter.hears(story.term());
      await way(story, voters);
      const newer = Math.max(...voters.map(({ term }) => term));
      if (await story.until(() => !story.leads('n1'), 200)) heard.add(name);
      await story.until(() => story.term() > newer, 1200);
    }
    world.calm();
    story.witness('ways', heard.size === WAYS.length);
    await story.sleep(100);
  },
});
