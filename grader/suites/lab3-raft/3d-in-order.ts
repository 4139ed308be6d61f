import { finale, Installer, scenario } from '#kit/lab3';

export default scenario({
  steps: ['D2'],
  points: 1,
  title: 'a snapshot and the entries around it reach the service in their order.',
  note: '15-raft-snapshots#install',
  cites: 'Raft §7',
  shape: 'story',
  witnesses: {
    together: 'entries behind a snapshot reached n1 with it, and n1 applied them all',
    restored: 'the service of n1 was restored, with more to apply before and behind',
  },
  async run(story) {
    const { dice } = story;
    const count = dice.integer(12, 20);
    const included = dice.integer(8, count - 2);
    const leader = new Installer(story, count);
    story.on('probe', ({ node, name }) => {
      story.witness('restored', node === 'n1' && name === 'restore');
    });
    const snapshot = await leader.snapshotAt(included);

    story.note('n1 gets the first entries, then all at once a snapshot and what follows it.');
    const first = dice.integer(1, included - 4);
    await leader.append('n1', 0, first, dice.integer(0, first));
    void leader.append('n1', first, first + dice.integer(1, 3), first + 1);
    if (snapshot) leader.installAndAppend('n1', snapshot, dice.between(1, 5));
    await story.sleep(20);
    await leader.append('n1', included, count, count);
    const all = await story.until(() => story.applied(count, ['n1']), 100);
    story.witness('together', all && snapshot !== undefined);
    await finale(story);
  },
});
