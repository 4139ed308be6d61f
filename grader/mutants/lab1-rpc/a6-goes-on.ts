import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A6',
  what: 'Whether the call is still open is looked at before the pause, and not after it.',
  killers: ['1a-lost-datagrams', '1a-swarm'],
  rule: 'quiet-after-end',
});

class Mutant extends RpcClient {
  protected override async ask(call: OpenCall): Promise<void> {
    for (let attempt = 0, open = true; open; attempt++) {
      this.send(call);
      open = this.mayAskAgain(call);
      await this.env.sleep(this.nextPause(attempt, this.patienceWith(call.to), this.env.random()));
    }
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
