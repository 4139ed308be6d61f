import { oneAmongPlayed, PlayedLeader, scenario, times } from '#kit/lab3';
import type { Term } from '../../../labs/lab3-raft/types.ts';

type Claim = { readonly lastLogTerm: Term; readonly lastLogIndex: number };

export default scenario({
  steps: ['B1'],
  points: 2,
  title: 'a vote goes to no candidate whose history is shorter, and a later term beats length.',
  note: '11-raft-elections#up-to-date',
  cites: 'Raft §5.4.1',
  shape: 'story',
  witnesses: {
    longer: 'n1 refused a log that was longer, and ended with an older term',
    shorter: 'n1 refused a log that ended with the same term, and was shorter',
    later: 'n1 granted a log that was shorter, and ended with a later term',
    equal: 'n1 granted a log that ended as its own',
  },
  async run(story) {
    const { dice } = story;
    // Of seven, four have nothing, and can elect one of their own beside all others.
    oneAmongPlayed(story, 7);
    const first = dice.integer(1, 2);
    const second = dice.integer(2, 4);
    story.note('n2 leads term 1: n1 gets a part of its log. n4 leads term 2, with that part.');
    await new PlayedLeader(story, 'n2', 1, times(first + 9, 1)).append(0, first);
    const log = [...times(first, 1), ...times(second, 2)];
    await new PlayedLeader(story, 'n4', 2, log).append(first, second);

    const ask = async (candidate: string, claim: Claim): Promise<boolean | undefined> => {
      const term = story.term() + 1;
      const reply = await story.puppet(candidate).requestVote('n1', { term, ...claim });
      return reply?.voteGranted;
    };
    const end = log.length;
    const stories = {
      longer: async () => (await ask('n2', { lastLogTerm: 1, lastLogIndex: first + 9 })) === false,
      shorter: async () => (await ask('n5', { lastLogTerm: 2, lastLogIndex: end - 1 })) === false,
      later: () => ask('n3', { lastLogTerm: 3, lastLogIndex: 1 }),
      equal: () => ask('n4', { lastLogTerm: 2, lastLogIndex: end }),
    } as const;
    story.note('n3 leads term 3, of which n1 hears nothing. Then one candidate follows another.');
    await story.puppet('n3').requestVote('n1', { term: 3 });
    for (const name of dice.shuffled(['longer', 'shorter', 'later', 'equal'] as const))
      story.witness(name, (await stories[name]()) === true);
    await story.sleep(20);
  },
});
