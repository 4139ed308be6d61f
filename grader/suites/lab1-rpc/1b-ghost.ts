import { isLong, scenario } from '#kit/lab1';

const HOUR = 3_600_000;
/** More than a server may think of as all its clients, or as all that one of them has asked. */
const OTHERS = 104;
const YOUNGER = 130;

export default scenario({
  steps: ['B4'],
  points: 5,
  title: 'a duplicate that is an hour late executes nothing.',
  note: '05-exactly-once#forgetting',
  cites: 'Liskov, Shrira & Wroclawski 1991',
  shape: 'story',
  witnesses: {
    late: `copies of two calls were delivered after ${YOUNGER} younger calls of their client`,
    last: "a copy was delivered an hour after its client's last call",
    others: 'meanwhile many other clients were answered',
  },
  async run(story) {
    const { nemesis, dice } = story;
    const [younger, others] = isLong(story) ? [YOUNGER, OTHERS] : [16, 4];
    story.bank();
    story.clients(['c1']);
    story.clients(['c2'], others);
    const [alice, carol, bob] = [story.memo(), story.memo(), story.memo()];
    const copyOf = (memo: string) =>
      nemesis.holdCopy({ from: 'c1', kind: 'request', where: story.about(memo), times: 1 });
    const [early, second, late] = [copyOf(alice), copyOf(carol), copyOf(bob)];

    story.note('Alice becomes the owner, then Carol; the network keeps copies of both requests.');
    await story.call('c1', 'setOwner', { memo: alice, account: 'joint', owner: 'alice' });
    await story.call('c1', 'setOwner', { memo: carol, account: 'joint', owner: 'carol' });
    await story.until(() => early.count === 1 && second.count === 1);
    for (let left = younger; left > 0;) {
      const together = Math.min(left, dice.integer(1, 16));
      await Promise.all(Array.from({ length: together }, () => story.deposit('c1', 1)));
      left -= together;
    }

    story.note(`${younger} calls and an hour later Bob becomes the owner, and the copies arrive.`);
    await story.sleep(HOUR + dice.between(0, HOUR));
    await story.call('c1', 'setOwner', { memo: bob, account: 'joint', owner: 'bob' });
    // The first of them tells the server what its client knew an hour ago.
    for (const copy of [early, second]) {
      copy.release();
      await story.sleep(100);
    }
    story.witness('late', early.count === 1 && second.count === 1 && younger === YOUNGER);

    story.note('Another hour passes, and only others call. Then a copy of the last call arrives.');
    await story.sleep(HOUR + dice.between(0, HOUR));
    for (let client = 0; client < others; client++) await story.deposit('c2', 1, { client });
    story.witness('others', others === OTHERS);
    late.release();
    story.witness('last', late.count === 1);
    await story.sleep(100);
    nemesis.rest();
    await story.balance('c1');
  },
});
