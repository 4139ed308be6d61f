import { isLong, scenario, type BankStory } from '#kit/lab1';

/** Batches of intents with crashes between them, then of those with long results, in one life. */
const SHORT = 6;
const LONG = 55;
const TOGETHER = 2;
/** Characters of a long owner's name, which the next `setOwner` returns. */
const LENGTH = 5000;

const intend = (story: BankStory, memo: string, owner = 'alice'): Promise<void> =>
  story.intend('c1', memo, 'setOwner', { memo, account: 'joint', owner });

async function crashClient(story: BankStory): Promise<void> {
  const down = story.dice.between(30, 300);
  story.nemesis.crash('c1', { for: down });
  await story.sleep(down + 1);
}

/** What is told must be on the disk by then: the client crashes as it tells, or just after. */
async function toldTwice(story: BankStory, memo: string, after: number): Promise<void> {
  const refused = story.memo();
  const args = { memo: refused, account: 'joint', amount: 1 };
  await story.intend('c1', refused, 'closeAccount' as 'deposit', args);
  await story.outcome('c1', refused);
  let told = false;
  story.on('return', ({ method }) => void (told ||= method === 'outcome'));
  await intend(story, memo);
  void story.outcome('c1', memo);
  await story.until(() => told);
  const down = story.nemesis.crash('bank');
  if (after > 0) await story.sleep(after);
  await crashClient(story);
  await Promise.all([memo, refused].map((one) => story.outcome('c1', one)));
  story.witness('lives');
  down.end();
  await story.forget('c1', refused);
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

/** An intent whose outcome nobody wants is a promise still, whatever crashes before it is made. */
async function forgottenFirst(story: BankStory, memo: string): Promise<void> {
  const lost = story.nemesis.lose({ from: 'c1' });
  await intend(story, memo);
  await story.sleep(story.dice.between(0, 100));
  await story.forget('c1', memo);
  story.witness('unfinished', !story.executed(memo));
  if (story.dice.chance(0.5)) await crashClient(story);
  await story.sleep(story.dice.between(0, 500));
  lost.lift();
  story.nemesis.rest();
  await story.until(() => story.executed(memo), 8000);
}

type Batch = { readonly late?: number; readonly length?: number };

/** Some are made, told and forgotten; a crash may come before the first so many are forgotten. */
async function batch(story: BankStory, { late = 0, length = 0 }: Batch): Promise<void> {
  const memos = Array.from({ length: TOGETHER }, () => story.memo());
  const forget = async (some: readonly string[]): Promise<void> => {
    for (const memo of some) await story.forget('c1', memo);
  };
  await Promise.all(memos.map((memo) => intend(story, memo, memo.padEnd(length, ' of the house'))));
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
    unfinished: 'an intent was forgotten before the bank had executed it',
    long: `the long results of ${LONG * TOGETHER} calls were forgotten`,
  },
  async run(story) {
    const { nemesis, dice } = story;
    const told = [story.memo(), story.memo()] as const;
    const [answered, next, unwanted] = [story.memo(), story.memo(), story.memo()];
    story.bank();
    story.add('c1', { durable: true });

    story.note(
      'Twice an outcome is told. Client and bank crash at that moment, and the bank stays down.',
    );
    await toldTwice(story, told[0], 0);
    await toldTwice(story, told[1], dice.between(0, 2));

    story.note(
      'As soon as one is answered, the next is made; when that is done, the client crashes.',
    );
    await nextAtOnce(story, answered, next);
    for (const memo of [...told, answered, next]) await story.forget('c1', memo);

    story.note('An intent is forgotten while the bank cannot be reached.');
    await forgottenFirst(story, unwanted);

    story.note(`${SHORT * TOGETHER} intents are made, told and forgotten, with crashes between.`);
    const crashes = dice.shuffled([0, 1, 2, 3, 4]).slice(0, 2);
    for (let n = 0; n < SHORT; n++) {
      await batch(story, { late: crashes.includes(n) ? dice.integer(1, TOGETHER) : 0 });
    }
    const long = isLong(story) ? LONG : 2;
    story.note(`${long * TOGETHER} more, whose results are long.`);
    for (let n = 0; n < long; n++) await batch(story, { length: LENGTH });
    story.witness('long', long === LONG);
    nemesis.rest();
    await story.sleep(5000);
  },
});
