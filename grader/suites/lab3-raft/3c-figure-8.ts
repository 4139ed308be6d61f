import type { NodeId } from '#harness';
import { agree, finale, remembers, requests, scenario, type RaftStory } from '#kit/lab3';

type Five = readonly [NodeId, NodeId, NodeId, NodeId, NodeId];

/** (a) S1 leads, and its entry reaches S2 alone. */
async function a(story: RaftStory, [s1, s2, s3, s4, s5]: Five): Promise<string> {
  story.note('(a) The first leader replicates a command to one other, and crashes.');
  const carrying = requests('AppendEntries', {
    from: s1,
    to: [s3, s4, s5],
    where: ({ entries }) => entries.length > 0,
  });
  const lost = story.nemesis.lose(carrying);
  const black = story.command();
  await story.propose(s1, black);
  await story.until(() => [s1, s2].every((id) => remembers(story, id, black)), 500);
  story.crash(s1);
  lost.lift();
  return black;
}

/** (b) S5 leads, with votes of S3 and S4, and its entry reaches nobody. */
async function b(story: RaftStory, [, , , , s5]: Five): Promise<string> {
  story.note('(b) Another leads, takes a command that reaches nobody, and crashes.');
  await story.favour(s5);
  const carrying = requests('AppendEntries', { from: s5 });
  const lost = story.nemesis.lose(carrying);
  const blue = story.command();
  await story.propose(s5, blue);
  await story.until(() => remembers(story, s5, blue), 500);
  story.crash(s5);
  lost.lift();
  return blue;
}

/** (c) S1 is back, leads, and its old entry is on a majority now. */
async function c(story: RaftStory, [s1, s2, s3, s4]: Five, black: string): Promise<void> {
  story.note('(c) The first leads again; its old command comes to stand on three of five disks.');
  story.restart(s1);
  await story.favour(s1);
  story.nemesis.lose(
    requests('AppendEntries', { from: s1, to: s4, where: ({ entries }) => entries.length > 0 }),
  );
  const replicated = (): boolean => [s1, s2, s3].every((id) => remembers(story, id, black));
  story.witness('majority', (await story.until(replicated, 2000)) && story.leads(s1));
  await story.sleep(150);
}

export default scenario({
  steps: ['C2'],
  points: 2,
  title: 'an entry of an earlier term is not committed by counting its replicas.',
  note: '13-raft-safety#figure-8',
  cites: 'Raft §5.4.2, Figure 8',
  shape: 'story',
  witnesses: {
    majority: 'an entry of an earlier term stood on three of five disks, and its leader still led',
    overwritten: 'a later leader replaced it',
    kept: 'an entry of the leader’s own term committed it',
  },
  async run(story) {
    const five = story.dice.shuffled(story.servers(5)) as unknown as Five;
    const [s1, , , , s5] = five;
    await story.favour(s1);
    await agree(story);
    const black = await a(story, five);
    const blue = await b(story, five);
    await c(story, five, black);
    if (story.dice.chance(0.5)) {
      story.note('(d) It crashes, and the other leads again.');
      story.crash(s1);
      story.restart(s5);
      await story.favour(s5);
      await agree(story);
      story.witness('overwritten', story.agreed(blue, 4));
    } else {
      story.note(
        '(e) It replicates a command of its own term, and crashes: the other cannot lead.',
      );
      await agree(story, 3);
      story.crash(s1);
      story.restart(s5);
      await agree(story);
      story.witness('kept', story.agreed(black, 4));
    }
    await finale(story);
  },
});
