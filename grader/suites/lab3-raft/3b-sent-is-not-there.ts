import { agree, finale, remembers, replies, requests, scenario, type Accepted } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'what a leader has sent is not there, and an answer speaks of what it answers.',
  note: '12-raft-log#next-index',
  cites: 'Raft §5.3, Figure 2: matchIndex',
  shape: 'story',
  witnesses: {
    answered: 'both followers had an entry, and their answers came after the leader had made more',
    alone: 'for a while nobody but the leader had what it had made then',
  },
  async run(story) {
    const { dice, nemesis } = story;
    story.servers(3);
    await agree(story);
    const leader = (await story.aLeader()) ?? '';
    const followers = story.others(leader);
    story.note(`${leader} leads. The followers' answers to its next command stay out.`);
    const held = nemesis.hold(replies('AppendEntries', { to: leader }));
    const first = await story.propose(leader);
    const there = (id: string): boolean => remembers(story, id, first?.command ?? '');
    const both = await story.until(() => followers.every(there), 500);

    story.note('Nothing that it sends arrives any more. It makes more entries; the answers come.');
    nemesis.lose(requests('AppendEntries', { from: leader }));
    const made: (Accepted | undefined)[] = [];
    for (let n = dice.integer(1, 4); n > 0; n--) made.push(await story.propose(leader));
    held.lift();
    held.release();
    story.witness('answered', both);
    await story.sleep(dice.between(50, 150));
    const alone = (id: string): boolean =>
      made.some((one) => !remembers(story, id, one?.command ?? ''));
    story.witness('alone', made.every((one) => one !== undefined) && followers.every(alone));
    await finale(story);
  },
});
