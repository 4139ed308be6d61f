import type { NodeId } from '#harness';
import { agree, finale, remembers, requests, scenario, type RaftStory } from '#kit/lab3';

type Five = readonly [NodeId, NodeId, NodeId, NodeId, NodeId];

const carrying = (from: NodeId, to: readonly NodeId[]) =>
  requests('AppendEntries', { from, to, where: ({ entries }) => entries.length > 0 });

/** A leader's command reaches one other, and both are lost to the rest. */
async function begins(story: RaftStory, [s1, s2, s3, s4, s5]: Five): Promise<string> {
  story.note(`${s1} leads. Its next command reaches ${s2} alone; then ${s1} is cut off.`);
  const lost = story.nemesis.lose(carrying(s1, [s3, s4, s5]));
  const black = story.command();
  await story.propose(s1, black);
  await story.until(() => [s1, s2].every((id) => remembers(story, id, black)), 500);
  lost.lift();
  return black;
}

/** Another leader, of the servers without that entry, makes one that reaches nobody. */
async function another(story: RaftStory, [, , , , s5]: Five): Promise<string> {
  await story.favour(s5);
  story.note(`${s5} leads a later term. Its command reaches nobody, and it is cut off.`);
  const lost = story.nemesis.lose(requests('AppendEntries', { from: s5 }));
  const blue = story.command();
  await story.propose(s5, blue);
  await story.until(() => remembers(story, s5, blue), 500);
  lost.lift();
  return blue;
}

export default scenario({
  steps: ['B3'],
  points: 2,
  title: 'an entry of an older term waits for one of the new, however many have it.',
  note: '13-raft-safety#figure-8',
  cites: 'Raft §5.4.2, Figure 8',
  shape: 'story',
  witnesses: {
    majority: 'three of five disks had an entry of an older term, and its leader led again',
    decided: 'another leader replaced that entry, or an entry of the new term committed it',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const five = dice.shuffled(story.servers(5)) as unknown as Five;
    const [s1, s2, s3, s4, s5] = five;
    await story.favour(s1);
    await agree(story);
    const black = await begins(story, five);
    const first = nemesis.isolate(s1);
    const blue = await another(story, five);
    const second = nemesis.isolate(s5);

    first.end();
    await story.favour(s1);
    story.note(`${s1} leads again, and its old command comes to stand on three disks of five.`);
    const lost = nemesis.lose(carrying(s1, [s4]));
    const three = (): boolean => [s1, s2, s3].every((id) => remembers(story, id, black));
    story.witness('majority', (await story.until(three, 2000)) && story.leads(s1));
    await story.sleep(dice.between(100, 200));
    lost.lift();
    if (dice.chance(0.5)) {
      nemesis.isolate(s1);
      second.end();
      await story.favour(s5);
      await agree(story, 4);
      story.witness('decided', story.agreed(blue, 4));
    } else {
      await agree(story, 4);
      story.witness('decided', story.agreed(black, 4));
    }
    await finale(story);
  },
});
