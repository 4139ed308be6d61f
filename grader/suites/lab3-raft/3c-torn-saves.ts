import { agree, finale, scenario } from '#kit/lab3';

export default scenario({
  steps: ['C2'],
  points: 1,
  title: 'whether a crash leaves the old cells or the new, the next life goes on from them.',
  note: '14-raft-persistence#before-the-answer',
  shape: 'story',
  witnesses: {
    old: 'a crash cut a save short, and the disk kept nothing of it',
    new: 'a crash cut a save short, and the disk kept all of it',
    leader: 'a leader crashed within a save',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.on('torn', ({ node, kept }) => {
      story.witness(kept ? 'new' : 'old');
      story.witness('leader', node === saving);
    });
    let saving = '';
    const ids = story.servers(3);
    for (const node of ids) nemesis.begin({ kind: 'slow-disk', node, factor: dice.integer(1, 10) });
    for (let round = 0; round < 6; round++) {
      await agree(story, 2);
      const leader = (await story.aLeader()) ?? 'n1';
      saving = leader;
      const node = dice.chance(0.5) ? leader : dice.pick(ids);
      const when = { event: 'save', node, nth: dice.integer(1, 2), after: dice.between(0, 1) };
      nemesis.when({ ...when, event: 'save' }, { kind: 'crash', node }, dice.between(30, 300));
      for (let n = dice.integer(2, 4); n > 0; n--) void story.propose(leader);
      await story.sleep(dice.between(20, 200));
    }
    await finale(story);
  },
});
