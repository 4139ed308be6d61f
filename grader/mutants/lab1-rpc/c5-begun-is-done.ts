import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Result } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Call } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own C5',
  what: 'A call that was begun is on the disk, and the next life takes it for done.',
  killers: ['1c-next-life', '1c-torn-moment', '1c-storm'],
  rule: 'answered-in-the-end',
});

/** There is no answer to it, so the client is told nothing. */
const BEGUN = 'begun';

class Mutant extends AtMostOnceServer {
  /** What was recorded at the beginning has to be overwritten at the end, for a read too. */
  protected override isRead(): boolean {
    return false;
  }

  protected override started(call: Call): void {
    super.started(call);
    const begun = this.memoryAfter(this.memory(), call, { status: 'ok', value: BEGUN });
    this.save(this.books(), begun);
  }

  protected override repeat(call: Call, known: Result): void {
    if (known.status !== 'ok' || known.value !== BEGUN) super.repeat(call, known);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
