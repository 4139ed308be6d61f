import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Call } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own B1',
  what: 'A call is saved once, and who asks again is told what its step would return now.',
  killers: ['1b-lost-reply', '1b-first-answer', '1b-swarm'],
  rule: 'true-answer',
});

class Mutant extends AtMostOnceServer {
  protected override repeat(call: Call): void {
    this.env.spawn('step again', async () => {
      const step = await this.service.begin(call.method, call.args);
      this.reply(call, { status: 'ok', value: step(this.books()).value });
    });
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
