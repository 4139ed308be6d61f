import { oneAmongPlayed, PlayedLeader, scenario, times } from '#kit/lab3';

export default scenario({
  steps: ['B1'],
  points: 1,
  title: 'a follower gives up what its leader does not have, with all that follows it.',
  note: '12-raft-log#truncate-only-on-conflict',
  cites: 'Raft §5.3, Figure 2: AppendEntries 3',
  shape: 'story',
  witnesses: {
    refused: 'n1 refused a prevLogIndex at which its log has an entry of another term',
    cut: 'n1 let go of more entries than it received',
    replaced: 'n1 put as many entries in the place of others',
  },
  async run(story) {
    const { dice } = story;
    oneAmongPlayed(story);
    const agreed = dice.integer(0, 3);
    const tail = dice.integer(4, 8);
    story.note('n2 leads term 1. Nobody but n1 gets the last entries.');
    const lost = new PlayedLeader(story, 'n2', 1, times(agreed + tail, 1));
    await lost.append(0, lost.log.length);

    story.note('n3 leads term 2 without them.');
    const second = new PlayedLeader(story, 'n3', 2, [...times(agreed, 1), ...times(3, 2)]);
    const wrong = [await second.append(agreed + 2, 1), await second.append(agreed + 1, 0)];
    story.witness(
      'refused',
      wrong.every((reply) => reply === false),
    );
    await second.append(agreed, dice.integer(1, 3));
    await second.append(agreed, 3);
    story.witness('cut', second.isFollowed());

    story.note('n4 leads term 3, with one of these entries and two of its own.');
    const third = new PlayedLeader(story, 'n4', 3, [...times(agreed, 1), 2, 3, 3]);
    const other = await third.append(agreed + 2, 1);
    story.witness('refused', other === false);
    await third.append(agreed + 1, 2);
    story.witness('replaced', third.isFollowed());
    await story.sleep(20);
  },
});
