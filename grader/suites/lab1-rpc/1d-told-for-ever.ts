import { scenario, type BankStory } from '#kit/lab1';

/** Intents that are made, told and forgotten; and how many of them at a time. */
const MANY = 120;
const TOGETHER = 8;

const intend = (story: BankStory, memo: string, owner = 'alice'): Promise<void> =>
  story.intend('c1', memo, 'setOwner', { memo, account: 'joint', owner });

async function crashClient(story: BankStory): Promise<void> {
  const down = story.dice.between(30, 300);
  story.nemesis.crash('c1', { for: down });
  await story.sleep(down + 1);
}

async function toldTwice(story: BankStory, memo: string): Promise<void> {
  await intend(story, memo);
  await story.outcome('c1', memo);
  await story.sleep(story.dice.between(0, 100));
  const down = story.nemesis.crash('bank');
  await crashClient(story);
  await story.outcome('c1', memo);
  story.witness('lives');
  down.end();
}

async function nextAtOnce(story: BankStory, answered: string, next: string): Promise<void> {
  let heard = false;
  story.on('deliver', ({ node, from, message }) => {
    if (heard || node !== 'c1' || story.memoOf(message, from, node) !== answered) return;
    heard = true;
    void intend(story, next, 'bob');
  });
  await intend(story, answered);
  await story.until(() => story.executed(next));
  story.witness('between', heard);
  await crashClient(story);
  story.nemesis.rest();
  await Promise.all([answered, next].map((memo) => story.outcome('c1', memo)));
}

/** Some are made, told and forgotten; a crash may come before the first so many are forgotten. */
async function batch(story: BankStory, late: number): Promise<void> {
  const memos = Array.from({ length: TOGETHER }, () => story.memo());
  const forget = async (some: readonly string[]): Promise<void> => {
    for (const memo of some) await story.forget('c1', memo);
  };
  await Promise.all(memos.map((memo) => intend(story, memo, memo.padEnd(400, ' of the house'))));
  await Promise.all(memos.map((memo) => story.outcome('c1', memo)));
  await forget(memos.slice(late));
  if (late === 0) return;
  await crashClient(story);
  await Promise.all(memos.slice(0, late).map((memo) => story.outcome('c1', memo)));
  await forget(memos.slice(0, late));
}

export default scenario({
  steps: ['D3', 'D4'],
  points: 4,
  title: 'an outcome, once told, is told the same in every life, until it is forgotten.',
  note: '05-exactly-once#forgetting',
  cites: 'Saltzer, Reed & Clark 1984',
  shape: 'story',
  rules: ['client-forgets', 'forgets'],
  witnesses: {
    lives: 'an outcome was told in two lives',
    between: 'a client crashed soon after an answer, and its next call had been executed',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const [first, answered, next] = [story.memo(), story.memo(), story.memo()];
    story.bank();
    story.add('c1', { durable: true });

    story.note('An outcome is told. Client and bank crash, and the bank stays down.');
    await toldTwice(story, first);

    story.note(
      'As soon as one is answered, the next is made; when that is done, the client crashes.',
    );
    await nextAtOnce(story, answered, next);
    for (const memo of [first, answered, next]) await story.forget('c1', memo);

    story.note(`${MANY} intents are made, told and forgotten, with crashes between.`);
    const crashes = [dice.integer(1, 6), dice.integer(7, 13)];
    for (let n = 0; n < MANY / TOGETHER; n++) {
      await batch(story, crashes.includes(n) ? dice.integer(1, TOGETHER) : 0);
    }
    nemesis.rest();
    await story.sleep(5000);
  },
});
