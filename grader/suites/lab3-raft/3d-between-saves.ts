import type { NodeId } from '#harness';
import { agree, finale, requestOf, scenario, type RaftStory } from '#kit/lab3';

type Cause = 'trimming' | 'installing';

/** Crashes a server at its first save after something: in the middle of it, or at its end. */
function crashAtSave(story: RaftStory, node: NodeId, cause: Cause): { disarm(): void } {
  const at = story.dice.pick(['save', 'durable'] as const);
  let armed = cause === 'trimming';
  if (cause === 'installing')
    story.on('deliver', ({ node: to, message }) => {
      armed ||= to === node && requestOf(message)?.method === 'InstallSnapshot';
    });
  let done = false;
  const crash = (): void => {
    story.crash(node);
    story.witness(cause);
  };
  story.on(at, ({ node: saving }) => {
    if (done || !armed || saving !== node) return;
    done = true;
    if (at === 'durable') crash();
    else void story.sleep(story.dice.between(0.1, 0.9)).then(crash);
  });
  return { disarm: () => void (done = true) };
}

export default scenario({
  steps: ['D3'],
  points: 1,
  title: 'at no instant of trimming or installing does a crash leave a hole.',
  note: '15-raft-snapshots#one-hole',
  cites: 'Raft §7',
  shape: 'story',
  witnesses: {
    trimming: 'a server crashed at the first save for a snapshot of its own',
    installing: 'a server crashed at the first save for a snapshot that it was given',
    torn: 'such a save was cut short',
  },
  async run(story) {
    const { dice, nemesis, world } = story;
    story.on('torn', () => story.witness('torn'));
    const ids = story.servers(3);
    for (const cause of dice.shuffled<Cause>([
      'trimming',
      'installing',
      'trimming',
      'installing',
    ])) {
      for (let n = dice.integer(2, 5); n > 0; n--) await agree(story);
      const leader = (await story.aLeader()) ?? 'n1';
      const victim = cause === 'trimming' ? dice.pick(ids) : dice.pick(story.others(leader));
      story.note(`${victim} crashes at a save: ${cause}.`);
      let trap: ReturnType<typeof crashAtSave>;
      if (cause === 'trimming') {
        await story.sleep(80);
        trap = crashAtSave(story, victim, cause);
        void story.snapshot(victim);
      } else {
        const cut = nemesis.isolate(victim);
        const missed = dice.chance(0.5) ? dice.integer(2, 5) : dice.integer(9, 12);
        for (let n = missed; n > 0; n--) await agree(story, 2);
        await story.sleep(80);
        for (const id of story.others(victim)) await story.snapshot(id);
        trap = crashAtSave(story, victim, cause);
        cut.end();
      }
      await story.until(() => !story.isUp(victim), 1000);
      trap.disarm();
      await story.sleep(dice.between(10, 100));
      story.restart(victim);
      world.calm();
      await agree(story);
    }
    await finale(story);
  },
});
