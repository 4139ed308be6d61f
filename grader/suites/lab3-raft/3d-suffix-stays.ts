import { finale, Installer, lastOnDisk, requestOf, scenario, snapshotOnDisk } from '#kit/lab3';

export default scenario({
  steps: ['D2', 'D3'],
  points: 2,
  title: 'what follows a snapshot in the log stays there when the snapshot comes late.',
  note: '15-raft-snapshots#retain',
  cites: 'Raft §7, Figure 13: InstallSnapshot 6',
  shape: 'story',
  witnesses: {
    late: 'a snapshot reached n1, which had not applied its last entry, and had entries behind it',
    applied: 'n1 applied the entries behind it',
    later: 'a later snapshot than it had on its disk reached n1, which had applied more',
    again: 'n1 applied them in its next life too',
  },
  async run(story) {
    const { dice } = story;
    const count = dice.integer(12, 20);
    const included = dice.integer(6, count - 5);
    const later = dice.integer(included + 1, count - 2);
    const leader = new Installer(story, count);
    story.on('deliver', ({ node, message }) => {
      if (node !== 'n1' || requestOf(message)?.method !== 'InstallSnapshot') return;
      const applied = story.lastApplied('n1');
      story.witness('late', lastOnDisk(story, 'n1') === count && applied < included);
      story.witness('later', applied === count && snapshotOnDisk(story, 'n1') < later);
    });
    const snapshot = await leader.snapshotAt(included);

    story.note('n1 gets all entries; but n3 does not hear of it, and has trimmed its log.');
    await leader.append('n1', 0, count, dice.integer(0, included - 2));
    if (snapshot) await leader.install('n1', snapshot);
    await leader.append('n1', count, count, count);
    story.witness('applied', await story.until(() => story.applied(count, ['n1']), 100));

    story.note('A later snapshot comes, whose last entry n1 has applied, and more.');
    const second = await leader.snapshotAt(later);
    if (second) await leader.install('n1', second);

    story.note('n1 crashes, and comes back.');
    story.crash('n1');
    story.restart('n1');
    await story.sleep(10);
    await leader.append('n1', count, count, count);
    story.witness('again', await story.until(() => story.applied(count, ['n1']), 100));
    await finale(story);
  },
});
