import { inTurn, scenario } from '#kit/lab3';

export default scenario({
  steps: ['B3'],
  points: 1,
  title: 'what a leader accepts on a quiet network, all servers apply.',
  note: '12-raft-log#commit',
  cites: 'Raft §5.3',
  shape: 'story',
  witnesses: { agreed: 'three servers applied six commands, one after another' },
  async run(story) {
    story.servers(3);
    await story.settle();
    story.witness('agreed', await inTurn(story, 6));
    await story.sleep(100);
  },
});
