import type { NodeId } from '#harness';
import { agree, finale, requests, scenario, snapshotOnDisk } from '#kit/lab3';

export default scenario({
  steps: ['D1'],
  points: 2,
  title: 'where the log begins, the snapshot says what came before.',
  note: '15-raft-snapshots#trim',
  cites: 'Raft §7, Figure 12 (lastIncludedIndex, lastIncludedTerm)',
  shape: 'story',
  rules: ['log-is-trimmed'],
  options: { logEntries: 18 },
  witnesses: {
    edge: 'AppendEntries went on right behind the snapshots of its sender and its receiver',
    vote: 'a vote was asked for by a server whose log was a snapshot and nothing else',
    overlap: 'a copy of AppendEntries arrived whose entries the snapshot covered in part or whole',
  },
  async run(story) {
    const { dice, nemesis, world } = story;
    story.on('deliver', ({ node, message, from }) => {
      const { method, args } = message as { method: string; args: { prevLogIndex?: number } };
      const prev = method === 'AppendEntries' ? args?.prevLogIndex : undefined;
      if (prev === undefined || prev === 0) return;
      const [of, at] = [snapshotOnDisk(story, from), snapshotOnDisk(story, node)];
      story.witness('edge', prev === of && prev === at);
      story.witness('overlap', prev < at);
    });
    const ids = story.servers(3);
    const trim = async (servers: readonly NodeId[]): Promise<void> => {
      await story.sleep(120);
      for (const id of dice.shuffled(servers)) await story.snapshot(id);
    };
    for (let round = 1; round <= 3; round++) {
      const copies = nemesis.holdCopy(
        requests('AppendEntries', { times: 3, where: ({ entries }) => entries.length > 0 }),
      );
      for (let n = dice.integer(5, 7); n > 0; n--) await agree(story);

      story.note('All take snapshots of all that there is, and go on behind them.');
      await trim(ids);
      await agree(story);
      copies.release();
      await story.sleep(20);

      story.note('All but the leader take snapshots, and another must lead.');
      const leader = (await story.aLeader()) ?? 'n1';
      const others = story.others(leader);
      await trim(others);
      const end = Math.min(...others.map((id) => snapshotOnDisk(story, id)));
      story.on('send', ({ node, message }) => {
        const { method, args } = message as { method: string; args: { lastLogIndex?: number } };
        const all = method === 'RequestVote' && args?.lastLogIndex === snapshotOnDisk(story, node);
        story.witness('vote', all && end > 0);
      });
      const gone = nemesis.isolate(leader);
      await story.aLeader({ among: story.others(leader), above: story.leaderTerm() });
      gone.end();
      world.calm();

      story.note('The leader of before takes one in a term in which nothing has been proposed.');
      await trim([leader]);
      await agree(story);
    }
    await finale(story);
  },
});
