/** Note 06: two generals, and a network that you are. */
import type { Env, NodeId } from '#harness';
import type { Play } from '#kit';
import type { BankStory } from '#kit/lab1';
import { node, ONE_WAY, play } from './define.ts';

const program = 'the program of plays/generals.ts';

// #region numbers
/** The number, from 0 to 100, of the message that each must have heard by dawn, or it stays. */
const NEEDS = { g1: 2, g2: 3 };
/** So many messages arrive in the story two-generals. All that are sent after them are lost. */
const ARRIVE = 2;
// #endregion numbers

/** The message with which a general has heard enough: each hears every other, from `first` on. */
const enough = (needs: number, first: number): number =>
  needs === 0 ? 0 : needs + ((needs + first) % 2);

/** With so many messages both attack. */
const LAST = Math.max(enough(NEEDS.g1, 2), enough(NEEDS.g2, 1));

/**
 * ms after which each says its last word again. All that may arrive in a night has arrived before:
 * else a repetition would count as one of the messages.
 */
const PATIENCE = 45 + Math.max(LAST, ARRIVE) * ONE_WAY;
/** ms from the evening, when they begin, until dawn. No message is still under way then. */
const DAWN = PATIENCE + 40;

type Message = { readonly n: number; readonly attack?: 'dawn'; readonly ack?: number };

// #region general
/** A night of a general: what it does at dawn depends on what it has heard, and on nothing else. */
async function night(env: Env, general: General, needs: number): Promise<'attack' | 'stay'> {
  general.heard = 0;
  general.last = general.proposes ? { n: 1, attack: 'dawn' } : undefined;
  say(env, general);
  await env.sleep(PATIENCE);
  say(env, general);
  await env.sleep(DAWN - PATIENCE);
  return general.heard >= needs ? 'attack' : 'stay';
}

/** Each message that is new is acknowledged, the acknowledgments too. */
function hear(env: Env, general: General, n: number): void {
  if (n <= general.heard) return;
  general.heard = n;
  general.last = { n: n + 1, ack: n };
  say(env, general);
}
// #endregion general

type General = {
  readonly other: NodeId;
  readonly proposes: boolean;
  heard: number;
  last: Message | undefined;
};

function say(env: Env, { other, last }: General): void {
  if (last) env.net.send(other, last);
}

function camp(story: BankStory, id: 'g1' | 'g2', other: NodeId): void {
  node(story, id, (env) => {
    const general: General = { other, proposes: id === 'g1', heard: 0, last: undefined };
    env.net.receive((message) => hear(env, general, (message as Message).n));
    return { night: () => night(env, general, NEEDS[id]) };
  });
}

/** One night in which so many messages arrive, and no more. */
async function oneNight(story: BankStory, arrive: number): Promise<void> {
  const network = story.nemesis.lose({ skip: arrive });
  const done = await Promise.all(['g1', 'g2'].map((id) => story.world.invoke(id, 'night')));
  network.lift();
  const [g1, g2] = done.map(String);
  const end = g1 === g2 ? 'They agree.' : 'One attacks alone.';
  story.note(`${arrive} arrived. g1: ${g1}, g2: ${g2}. ${end}`);
}

function camps(story: BankStory): void {
  camp(story, 'g1', 'g2');
  camp(story, 'g2', 'g1');
}

const twoGenerals = play({
  id: 'two-generals',
  step: 'A1',
  program,
  opening:
    'g1 and g2 win if both attack at dawn, and the one who attacks alone is lost. g1 proposes, ' +
    'each acknowledges what it hears. g1 attacks if it has heard message ' +
    `${NEEDS.g1}, g2 if it has heard message ${NEEDS.g2}. You are the network, and let ` +
    `${ARRIVE} messages arrive.`,
  question: 'Dawn is near. What has each of them heard, and what will it do?',
  decisive: (event) => event.type === 'return',
  answer:
    'As given, g1 has its acknowledgment, and attacks; g2 waits for message 3, and stays. Write ' +
    'another number at ARRIVE in plays/generals.ts: 0, 1, 3. Then other numbers at NEEDS.',
  async run(story) {
    camps(story);
    await oneNight(story, ARRIVE);
  },
});

const WHY_BAD =
  'A night on which one attacks alone. With every message that arrives one general learns ' +
  'something, and the other does not. So they never change their minds on the same night.';

const everyNight = play({
  id: 'every-night',
  step: 'A1',
  program,
  opening:
    'The same generals, on one night after another. In the first the network lets no message ' +
    'through, and in each that follows one more, up to the last that either of them needs.',
  question:
    'On the first night neither hears anything. On the last both attack. What lies between?',
  decisive: (event) => event.type === 'note',
  answer:
    LAST === 0
      ? 'There is one night. Who needs to hear nothing attacks, and does not ask what the other ' +
        'does.'
      : WHY_BAD,
  async run(story) {
    camps(story);
    for (let arrive = 0; arrive <= LAST; arrive++) await oneNight(story, arrive);
  },
});

export const generals: readonly Play[] = [twoGenerals, everyNight];
