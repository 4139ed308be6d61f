import { inTurn, scenario } from '#kit/lab3';

const COMMANDS = 12;
const BYTES = 900;

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'each command travels to each follower about once.',
  note: '12-raft-log#budgets',
  shape: 'story',
  rules: ['few-bytes'],
  // A command for each of two followers, as much again for whatever comes twice, and heartbeats.
  options: { bytes: 2 * 2 * COMMANDS * BYTES + 12_000 },
  witnesses: { agreed: 'twelve commands of 900 bytes were applied by all' },
  async run(story) {
    story.servers(3);
    story.world.calm();
    await story.aLeader();
    story.witness('agreed', await inTurn(story, COMMANDS, BYTES));
    await story.sleep(200);
  },
});
