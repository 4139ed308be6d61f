import type { NodeId } from '#harness';
import { agree, finale, remembers, replies, requests, scenario, type RaftStory } from '#kit/lab3';

type Three = readonly [NodeId, NodeId, NodeId];

/** What a leader sends with entries, to whomever. */
const carrying = (from: NodeId) =>
  requests('AppendEntries', { from, where: ({ entries }) => entries.length > 0 });

/** A leader takes commands that reach nobody. Returns the last. */
async function alone(story: RaftStory, leader: NodeId, count: number): Promise<string> {
  await story.favour(leader);
  const lost = story.nemesis.lose(carrying(leader));
  const commands = Array.from({ length: count }, () => story.command());
  await Promise.all(commands.map((command) => story.propose(leader, command)));
  const last = commands.at(-1) ?? '';
  await story.until(() => remembers(story, leader, last), 500);
  lost.lift();
  return last;
}

/** It leads again, with nothing new, and a follower takes what it has. Its answer stays out. */
async function brings(story: RaftStory, [s1, s2]: Three, last: string) {
  const has = (): boolean => remembers(story, s2, last);
  const held = story.nemesis.hold(replies('AppendEntries', { from: s2, to: s1, where: has }));
  await story.favour(s1);
  await story.until(() => held.count > 0, 1000);
  await story.sleep(story.dice.between(10, 100));
  held.lift();
  return held;
}

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'what a leader was told two terms ago makes no majority for what it takes now.',
  note: '13-raft-safety#stale-messages',
  cites: 'Raft, Figure 2: nextIndex and matchIndex, reinitialized after election',
  shape: 'story',
  witnesses: {
    held: 'a leader heard what its follower had acknowledged to it two terms ago',
    alone: 'it had by then a command at that place that no other server had',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const three = dice.shuffled(story.servers(3)) as unknown as Three;
    const [s1, s2, s3] = three;
    await story.favour(s1);
    await agree(story);
    story.note(`${s1} takes commands that reach nobody; then ${s3} takes one, in a later term.`);
    const black = await alone(story, s1, dice.integer(4, 6));
    let cut = nemesis.isolate(s1);
    await alone(story, s3, 1);
    cut.end();

    story.note(`${s1} leads again, and ${s2} takes what ${s1} has. The last answers stay out.`);
    cut = nemesis.isolate(s3);
    const held = await brings(story, three, black);
    cut.end();

    story.note(`${s3} leads, and all have its log, which is shorter.`);
    cut = nemesis.isolate(s1);
    await story.favour(s3);
    await agree(story, 2);
    cut.end();
    await agree(story);

    story.note(`${s1} leads once more. What it takes reaches nobody, and the late answers come.`);
    await story.favour(s1);
    const lost = nemesis.lose(carrying(s1));
    const commands = Array.from({ length: 8 }, () => story.command());
    await Promise.all(commands.map((command) => story.propose(s1, command)));
    await story.until(() => remembers(story, s1, commands.at(-1) ?? ''), 500);
    story.witness('held', held.count > 0 && story.leads(s1));
    held.release();
    await story.sleep(dice.between(10, 60));
    const only = ![s2, s3].some((id) => remembers(story, id, commands[0] ?? ''));
    story.witness('alone', only && remembers(story, s1, commands[0] ?? ''));
    lost.lift();
    await finale(story);
  },
});
