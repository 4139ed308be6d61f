import type { NodeId } from '#harness';
import { agree, finale, remembers, replies, requests, scenario, type RaftStory } from '#kit/lab3';

type Five = readonly [NodeId, NodeId, NodeId, NodeId, NodeId];

const carrying = (from: NodeId, to: readonly NodeId[]) =>
  requests('AppendEntries', { from, to, where: ({ entries }) => entries.length > 0 });

/** The leader makes entries, and waits until a follower has them. */
async function makes(
  story: RaftStory,
  [s1, s2]: Five,
  commands: readonly string[],
): Promise<boolean> {
  await Promise.all(commands.map((command) => story.propose(s1, command)));
  const there = (): boolean => commands.every((command) => remembers(story, s2, command));
  return story.until(there, 1000);
}

/** They reach one follower alone. The leader learns of most of them that they are there. */
async function tail(story: RaftStory, five: Five): Promise<{ learn(): void; there: boolean }> {
  const { nemesis, dice } = story;
  const [s1, s2, ...rest] = five;
  const some = (): string[] => Array.from({ length: dice.integer(5, 7) }, () => story.command());
  const lost = nemesis.lose(carrying(s1, rest));
  const acknowledged = await makes(story, five, some());
  await story.sleep(100);
  const more = some();
  const last = more.at(-1) ?? '';
  const answers = { from: s2, to: s1, where: () => remembers(story, s2, last) };
  const held = nemesis.hold(replies('AppendEntries', answers));
  const there = await makes(story, five, more);
  await story.sleep(dice.between(5, 60));
  lost.lift();
  held.lift();
  return { learn: () => held.release(), there: acknowledged && there && held.count > 0 };
}

export default scenario({
  steps: ['B3'],
  points: 2,
  title: 'what a follower acknowledged in an earlier term counts for nothing in a later one.',
  note: '13-raft-safety#stale-messages',
  cites: 'Raft, Figure 2: nextIndex and matchIndex, reinitialized after election',
  shape: 'story',
  witnesses: {
    again:
      'the leader of entries that were replaced led again, and was told that a follower has them',
    two: 'a later command of that leader stood on two disks of five for a while',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const five = dice.shuffled(story.servers(5)) as unknown as Five;
    const [s1, s2, s3, s4, s5] = five;
    await story.favour(s1);
    await agree(story);
    story.note(`${s1} leads, and ${s2} alone has a tail of its log. The last answers stay out.`);
    const { learn, there } = await tail(story, five);

    story.note('Both are cut off, and the others put other commands there.');
    const cut = nemesis.begin({
      kind: 'halves',
      groups: [
        [s1, s2],
        [s3, s4, s5],
      ],
    });
    await story.aLeader({ above: story.leaderTerm(), among: [s3, s4, s5] });
    await agree(story, 3);
    cut.end();
    await agree(story);

    await story.favour(s1);
    story.note(`${s1} leads again. Its next command reaches ${s3} alone.`);
    learn();
    story.witness('again', there && story.leads(s1));
    const lost = nemesis.lose(carrying(s1, [s2, s4, s5]));
    const command = story.command();
    await story.propose(s1, command);
    await story.until(() => remembers(story, s3, command), 500);
    await story.sleep(dice.between(50, 150));
    const where = story.ids.filter((id) => remembers(story, id, command));
    story.witness('two', where.length === 2 && story.leads(s1));
    lost.lift();
    await finale(story);
  },
});
