import { finale, Installer, lastOnDisk, requestOf, scenario } from '#kit/lab3';

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
    again: 'n1 applied them in its next life too',
  },
  async run(story) {
    const { dice } = story;
    const count = dice.integer(12, 20);
    const included = dice.integer(6, count - 3);
    const leader = new Installer(story, count);
    story.on('deliver', ({ node, message }) => {
      if (node !== 'n1' || requestOf(message)?.method !== 'InstallSnapshot') return;
      story.witness(
        'late',
        lastOnDisk(story, 'n1') === count && story.lastApplied('n1') < included,
      );
    });
    const snapshot = await leader.snapshotAt(included);

    story.note('n1 gets all entries; but n3 does not hear of it, and has trimmed its log.');
    await leader.append('n1', 0, count, dice.integer(0, included - 2));
    if (snapshot) await leader.install('n1', snapshot);
    await leader.append('n1', count, count, count);
    story.witness('applied', await story.until(() => story.applied(count, ['n1']), 100));

    story.note('n1 crashes, and comes back.');
    story.crash('n1');
    story.restart('n1');
    await story.sleep(10);
    await leader.append('n1', count, count, count);
    story.witness('again', await story.until(() => story.applied(count, ['n1']), 100));
    await finale(story);
  },
});
