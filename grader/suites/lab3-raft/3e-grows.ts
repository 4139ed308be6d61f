import { ask, changeTo, ofFixedServers, requests, scenario, traffic } from '#kit/lab3';
import type { AppendEntriesArgs } from '../../../labs/lab3-raft/types.ts';

export default scenario({
  steps: ['E4'],
  points: 1,
  title: 'three servers become five under load, and a newcomer counts before it has an entry.',
  note: '16-membership#one-at-a-time',
  cites: 'Ongaro, dissertation §4.1',
  shape: 'story',
  rules: [
    'one-change-at-a-time',
    'own-term-first',
    'counts-by-newest',
    'change-is-taken',
    'members-keep-up',
  ],
  without: ofFixedServers,
  witnesses: {
    waits: 'a change that had not reached two of the new four servers was not committed',
    grown: 'all five servers had applied the last command',
  },
  async run(story) {
    const { dice, nemesis } = story;
    const all = story.servers(5, { members: 3 });
    const leader = await story.aLeader();
    if (leader === undefined) return;
    const first = await story.propose(leader);
    await story.until(() => first !== undefined && story.applied(first.index, [leader]), 1000);
    const [away = ''] = dice.shuffled(['n1', 'n2', 'n3'].filter((id) => id !== leader));
    // The change itself does not reach two of the new four; whatever else is sent does.
    const brings = ({ entries }: AppendEntriesArgs): boolean =>
      entries.some(({ command }) => typeof command === 'object');
    for (const to of [away, 'n4'])
      nemesis.lose(requests('AppendEntries', { from: leader, to, where: brings }));
    // Two at once, or none at all, is no change that may be made.
    await story.append(leader, 'changeServers', all);
    await story.append(leader, 'changeServers', all.slice(0, 3));
    const four = await ask(story, leader, all.slice(0, 4));
    await story.append(leader, 'changeServers', all);
    await story.sleep(dice.between(100, 200));
    story.witness('waits', four !== undefined && !story.applied(four.index, [leader]));
    const load = traffic(story, { gap: 40 });
    await story.settle();
    const five = await changeTo(story, all);
    load.stop();
    const last = await story.proposeToLeader();
    await story.until(() => last !== undefined && story.applied(last.index), 1000);
    story.witness('grown', five && last !== undefined && story.applied(last.index, all));
    await story.sleep(1500);
  },
});
