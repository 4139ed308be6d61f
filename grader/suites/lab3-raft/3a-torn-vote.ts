import { scenario, type RaftStory } from '#kit/lab3';

const INSTANTS = ['while it saves', 'when it has saved, and not answered', 'when it has answered'];

/** Has n1 crash at an instant of what it does next. */
function crashAt({ nemesis, dice }: RaftStory, instant: string): void {
  const crash = { kind: 'crash', node: 'n1' } as const;
  const down = dice.between(20, 100);
  const reply = { kind: 'rpc-reply', method: 'RequestVote' };
  if (instant === 'while it saves') {
    const after = dice.between(0.2, 0.8);
    nemesis.when({ event: 'save', node: 'n1', nth: 1, after }, crash, down);
  } else if (instant === 'when it has answered')
    nemesis.when({ event: 'send', node: 'n1', match: reply, nth: 1 }, crash, down);
  else nemesis.crashAtEndOfSave('n1', down);
}

export default scenario({
  steps: ['A4'],
  points: 1,
  title: 'a crash at any moment of a vote leaves no room for a second.',
  note: '14-raft-persistence#before-the-answer',
  cites: 'Raft §5.2, Figure 2',
  shape: 'story',
  witnesses: {
    torn: 'a server crashed while its vote was being saved',
    told: 'a server crashed when its vote had left, and was asked by another candidate',
  },
  async run(story) {
    const { dice } = story;
    const puppets = ['n2', 'n3'].map((id) => story.puppet(id));
    story.servers(3, { puppets: ['n2', 'n3'] });
    story.on('torn', () => story.witness('torn'));
    let term = 0;
    for (const instant of dice.shuffled([...INSTANTS, ...INSTANTS])) {
      term = Math.max(term, story.term()) + 1;
      const [first, second] = dice.shuffled(puppets);
      story.note(`${first?.id} asks n1 for its vote. n1 crashes ${instant}.`);
      crashAt(story, instant);
      const vote = await first?.requestVote('n1', { term });
      await story.until(() => !story.isUp('n1'), 100);
      const crashed = await story.until(() => story.isUp('n1'), 200);
      await story.sleep(5);
      const other = await second?.requestVote('n1', { term });
      story.witness('told', crashed && vote?.voteGranted === true && other !== undefined);
    }
    story.nemesis.rest();
  },
});
