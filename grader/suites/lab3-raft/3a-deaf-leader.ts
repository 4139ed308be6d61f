import { scenario } from '#kit/lab3';

export default scenario({
  steps: ['A3'],
  points: 1,
  title: 'a leader that can speak and not hear does not keep a newer term from having a leader.',
  note: '13-raft-safety#stale-messages',
  cites: 'Raft §5.1, §5.2',
  shape: 'story',
  witnesses: {
    heard: 'servers heard the leader of an old term as often as one that leads',
    led: 'one of them led a newer term',
  },
  async run(story) {
    const { dice, world } = story;
    const ids = story.servers(5, { puppets: ['n4', 'n5'] });
    const [deaf, candidate] = dice.shuffled(['n4', 'n5']).map((id) => story.puppet(id));
    if (!deaf || !candidate) return;
    const all = <T>(act: (id: string) => Promise<T>): Promise<T[]> => Promise.all(ids.map(act));

    story.note(`${deaf.id} is elected, and then hears nothing more.`);
    const term = 1;
    await all((id) => deaf.requestVote(id, { term }));
    await all((id) => deaf.appendEntries(id, { term }));
    story.note(`${candidate.id} asks for votes in a newer term, gets them, and is gone.`);
    await all((id) => candidate.requestVote(id, { term: term + 1 }));

    world.calm();
    const led = () => story.leaderTerm() > term;
    let heard = 0;
    for (const end = story.now() + 3500; story.now() < end && !led(); heard++) {
      void all((id) => deaf.appendEntries(id, { term }));
      await story.until(led, 50);
    }
    story.witness('heard', heard > 4);
    story.witness('led', led());
    await story.sleep(300);
  },
});
