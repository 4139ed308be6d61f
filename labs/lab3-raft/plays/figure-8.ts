/** Note 13: Figure 8 of the paper. You are the network, and want to lose what is committed. */
import type { NodeId } from '#harness';
import type { Play } from '#kit';
import { requests, type RaftStory } from '#kit/lab3';
import type { LogCell } from '../types.ts';
import { ONE_WAY, play } from './define.ts';

// #region scenes
type Scene = {
  readonly name: string;
  /** The others stand still, and what is sent to them is lost. */
  readonly awake: readonly NodeId[];
  readonly leads: NodeId;
  /** The leader takes a command. */
  readonly takes?: string;
  /** Whom entries reach. To all others they are lost. */
  readonly reaches: readonly NodeId[];
};

const SCENES: readonly Scene[] = [
  { name: 'a', awake: ['n1', 'n2'], leads: 'n1', takes: 'black', reaches: [] },
  { name: 'b', awake: ['n2', 'n3'], leads: 'n3', takes: 'white', reaches: [] },
  { name: 'c', awake: ['n1', 'n2'], leads: 'n1', reaches: ['n2'] },
  { name: 'd', awake: ['n2', 'n3'], leads: 'n3', takes: 'grey', reaches: ['n2'] },
];
// #endregion scenes

/** ms in which a leader tells all that it has, and hears of it. */
const REPLICATION = 60 + 4 * ONE_WAY;
/** ms that a server gets to come to lead. */
const PATIENCE = 4000;

/** Its rivals’ clocks are slow, and their requests for votes are lost. */
async function comesToLead(story: RaftStory, { leads, awake }: Scene): Promise<boolean> {
  const rivals = awake.filter((id) => id !== leads);
  const slow = rivals.map((node) => story.nemesis.begin({ kind: 'skew', node, rate: 0.2 }));
  const mute = story.nemesis.lose(requests('RequestVote', { from: rivals }));
  const led = await story.until(() => story.leads(leads), PATIENCE);
  mute.lift();
  for (const one of slow) one.end();
  return led;
}

const logOf = (story: RaftStory, id: NodeId): string => {
  const log = story.world.cells(id)['log'] as LogCell | undefined;
  const entries = log?.entries.map(({ term, command }) => `${String(command)}/t${term}`) ?? [];
  return `${id} ${entries.length > 0 ? entries.join(' ') : '–'}`;
};

async function show(story: RaftStory, scene: Scene): Promise<boolean> {
  const { name, awake, leads, takes, reaches } = scene;
  const { nemesis } = story;
  const asleep = story.others(...awake);
  const still = asleep.map((node) => nemesis.pause(node));
  const lost = [
    nemesis.lose({ to: asleep }),
    nemesis.lose(
      requests('AppendEntries', {
        where: ({ entries }, _from, to) => entries.length > 0 && !reaches.includes(to),
      }),
    ),
  ];
  const led = await comesToLead(story, scene);
  if (led && takes !== undefined) await story.propose(leads, takes);
  if (led) await story.sleep(REPLICATION);
  const logs = story.ids.map((id) => logOf(story, id)).join(', ');
  story.note(`(${name}) ${leads} ${led ? 'leads' : 'does not come to lead'}. On disk: ${logs}.`);
  for (const one of lost) one.lift();
  for (const one of still) one.end();
  return led;
}

async function tellScenes(story: RaftStory): Promise<void> {
  story.servers(3);
  for (const scene of SCENES) if (!(await show(story, scene))) return;
  await story.sleep(REPLICATION);
}

const figure8 = play({
  id: 'figure-8',
  step: 'B3',
  opening:
    'Four scenes; whoever is not in a scene stands still. (a) n1 leads, and takes black. (b) n3 ' +
    'leads, and takes white. (c) n1 leads again, and black reaches n2. (d) n3 leads again.',
  question:
    'Black is on two of three disks, and their leader knows it. Is it committed? What can n3 do ' +
    'to it in (d)?',
  decisive: (event) => event.type === 'note' && event.text.startsWith('(c)'),
  answer:
    'It is not committed, and n1 has applied nothing: black is of a term before its own. ' +
    'In (d) n3 wins with the vote of n2, for white is of a later term, and black is gone. ' +
    'Now change SCENES in plays/figure-8.ts, and try to lose something that was applied.',
  run: (story) => tellScenes(story),
});

const figure8Misread = play({
  id: 'figure-8-misread',
  step: 'B3',
  misreading: 'rl-01-counts-replicas-of-old-terms',
  // They would tell of it in (c), where it is done. What comes of it is seen in (d).
  without: ['commit-own-term', 'leader-completeness', 'apply-committed', 'commit-majority'],
  opening:
    'The four scenes once more, with a leader that commits what a majority has, of whatever term ' +
    'it is.',
  question: 'Black is on two of three disks, and n1 has applied it. What will n3 apply at index 1?',
  decisive: (event) => event.type === 'note' && event.text.startsWith('(c)'),
  answer:
    'White. Two services have done different things, for ever, and both their Rafts have heard ' +
    'a majority say yes. Who proposed black was told that it is done.',
  run: (story) => tellScenes(story),
});

export const figure8Plays: readonly Play[] = [figure8, figure8Misread];
