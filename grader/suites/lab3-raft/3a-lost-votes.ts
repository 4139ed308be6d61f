import { requests, scenario, requestOf } from '#kit/lab3';

export default scenario({
  steps: ['A2'],
  points: 1,
  title: 'a candidate that hears nothing asks again, in a new term.',
  note: '11-raft-elections#timers',
  cites: 'Raft §5.2',
  shape: 'story',
  witnesses: {
    candidates: 'every server asked for votes, and nobody heard it',
    led: 'later one of them led',
  },
  async run(story) {
    const { nemesis } = story;
    const ids = story.servers(3);
    const candidates = new Set<string>();
    story.on('send', ({ node, message }) => {
      if (requestOf(message)?.method === 'RequestVote') candidates.add(node);
    });
    story.note('Every request for a vote is lost, until each server has made one.');
    nemesis.lose(requests('RequestVote'));
    await story.until(() => candidates.size === ids.length, 1500);
    story.witness('candidates', candidates.size === ids.length);
    story.witness('led', await story.settle());
  },
});
