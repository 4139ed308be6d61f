import { scenario } from '#kit/lab1';

const SILENCE = 9000;

export default scenario({
  steps: ['A4'],
  points: 5,
  title: 'twenty clients of a dead server back off, and not in step.',
  note: '04-messages-and-rpc#backoff',
  cites: 'Karn & Partridge 1987',
  shape: 'story',
  rules: ['backs-off', 'not-in-step'],
  options: { silenceUntil: SILENCE },
  witnesses: { tries: 'every client tried four times while the server was dead' },
  async run(story) {
    const { nemesis, dice } = story;
    const clients = Array.from({ length: 20 }, (_, i) => `c${i + 1}`);
    const tries = new Map(clients.map((client) => [client, 0]));
    story.on('send', ({ node, to }) => {
      if (to === 'bank') tries.set(node, (tries.get(node) ?? 0) + 1);
    });
    story.givenBank({ think: dice.integer(0, 20) });
    story.clients(clients);

    story.note('The bank is dead, and twenty clients call it within one millisecond.');
    nemesis.crash('bank');
    for (const client of clients) {
      const call = () => story.deposit(client, dice.integer(1, 50), { within: 15_000 });
      void story.sleep(dice.u()).then(call);
    }
    await story.sleep(SILENCE + dice.between(1, 100));
    story.witness('tries', Math.min(...tries.values()) >= 4);

    story.note('The bank comes back.');
    nemesis.rest();
    await story.settled();
  },
});
