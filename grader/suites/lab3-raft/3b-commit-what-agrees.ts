import { oneAmongPlayed, PlayedLeader, scenario, times } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'a follower commits no farther than its log is known to agree with its leader.',
  note: '12-raft-log#commit',
  cites: 'Raft, Figure 2: AppendEntries 5',
  shape: 'story',
  witnesses: {
    beyond: 'a heartbeat matched, and its leaderCommit lay beyond what n1 knew to agree',
    gone: 'n1 applied what took the place of its own entries',
  },
  async run(story) {
    const { dice } = story;
    oneAmongPlayed(story);
    const agreed = dice.integer(1, 3);
    const tail = dice.integer(2, 4);
    story.note('n2 leads term 1. Nobody but n1 gets the last entries.');
    const lost = new PlayedLeader(story, 'n2', 1, times(agreed + tail, 1));
    await lost.append(0, lost.log.length);

    story.note('n3 leads term 2 without them, and has committed entries of its own instead.');
    const leader = new PlayedLeader(story, 'n3', 2, [...times(agreed, 1), ...times(tail + 3, 2)]);
    const end = leader.log.length;
    const heard = await leader.append(agreed, 0, end - 1);
    story.witness('beyond', heard === true && lost.isFollowed());
    await story.sleep(dice.between(0, 20));
    await leader.append(agreed, 1, end - 1);
    await leader.append(agreed + 1, end - agreed - 1, end - 1);
    await leader.append(end, 0, end);
    await story.until(() => story.applied(end), 200);
    story.witness('gone', story.applied(end));
  },
});
