import { agree, finale, scenario } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'a leader that was away gives up what only it had, and follows the new one.',
  note: '13-raft-safety#leader-completeness',
  cites: 'Raft §5.3',
  shape: 'story',
  witnesses: {
    cut: 'a leader that was cut off accepted commands that no other server ever had',
    paused: 'a leader stood still while another was elected, and went on',
    replaced: 'a server applied other commands at places at which it had accepted its own',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    await agree(story);
    const old = (await story.aLeader()) ?? '';
    const others = story.others(old);
    const how = dice.pick(['cut', 'paused'] as const);
    story.note(`${old} leads, and is ${how === 'cut' ? 'cut off' : 'about to stand still'}.`);
    const away = how === 'cut' ? nemesis.isolate(old) : undefined;
    const alone = [];
    for (let n = dice.integer(2, 5); n > 0; n--) alone.push(story.propose(old));
    const lost = (await Promise.all(alone)).flatMap((one) => one ?? []);
    const paused = how === 'paused' ? nemesis.pause(old) : undefined;

    await story.aLeader({ above: story.leaderTerm(), among: others });
    for (let n = dice.integer(1, 3); n > 0; n--) await agree(story, 2);
    if (dice.chance(0.5)) void story.propose(old);
    story.note(`${old} is back.`);
    away?.end();
    paused?.end();
    story.witness(how, lost.length > 0);
    await story.sleep(dice.between(0, 100));
    await finale(story);
    const [first] = lost;
    story.witness(
      'replaced',
      first !== undefined &&
        story.applied(first.index, [old]) &&
        !story.applied(first.command, [old]),
    );
  },
});
