import { agree, finale, scenario, type Accepted, type RaftStory } from '#kit/lab3';

/** What a leader takes before it stands still, or when it has been cut off, until another leads. */
async function goesAway(story: RaftStory, how: 'cut' | 'paused'): Promise<Accepted[]> {
  const { dice, nemesis } = story;
  const old = (await story.aLeader()) ?? '';
  const term = story.leaderTerm();
  story.note(`${old} leads, and is ${how === 'cut' ? 'cut off' : 'about to stand still'}.`);
  const cut = how === 'cut' ? nemesis.isolate(old) : undefined;
  const asked = Array.from({ length: dice.integer(2, 5) }, () => story.propose(old));
  const accepted = (await Promise.all(asked)).flatMap((one) => one ?? []);
  const paused = how === 'paused' ? nemesis.pause(old) : undefined;

  const next = await story.aLeader({ above: term, among: story.others(old) });
  for (let n = dice.integer(1, 3); n > 0; n--) await agree(story, 2);
  if (dice.chance(0.5)) void story.propose(old);
  story.note(`${old} is back.`);
  cut?.end();
  paused?.end();
  story.witness(how, accepted.length > 1 && next !== undefined);
  await story.sleep(dice.between(0, 100));
  await agree(story);
  return accepted;
}

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'a leader that was away gives up what only it had, and follows the new one.',
  note: '13-raft-safety#leader-completeness',
  cites: 'Raft §5.3',
  shape: 'story',
  witnesses: {
    cut: 'a leader that was cut off accepted commands, and another was elected',
    paused: 'a leader stood still while another was elected, and went on',
    replaced: 'all servers applied other commands at places at which a leader had accepted its own',
  },
  async run(story) {
    story.servers(3);
    await agree(story);
    for (const how of story.dice.shuffled(['cut', 'paused'] as const)) {
      const accepted = await goesAway(story, how);
      const lost = accepted.filter(({ command }) => !story.agreed(command, 1));
      story.witness(
        'replaced',
        lost.some(({ index }) => story.applied(index)),
      );
    }
    await finale(story);
  },
});
