/** What the books on the disk may say. Judged at each save, when it is durable. */
import type { Books } from '../../../../labs/lab1-rpc/types.ts';
import type { MonitorContext } from '../../monitor.ts';
import { callName, type Watcher } from './calls.ts';
import type { Ledger, Made, Saved } from './ledger.ts';
import { entered } from './server-rules.ts';
import { proof } from '../values.ts';

export function booksRules(context: MonitorContext): Watcher {
  const rules = new BooksRules(context);
  return { saved: (saved) => rules.saved(saved) };
}

class BooksRules {
  readonly #context: MonitorContext;

  constructor(context: MonitorContext) {
    this.#context = context;
  }

  saved(saved: Saved): void {
    const { server, fresh, broken } = saved;
    if (broken) this.#shrunk(saved, broken);
    for (const entry of fresh) {
      this.#once(server, entry);
      this.#askedFor(server, entry);
    }
    this.#asAsked(saved);
    this.#conserved(saved);
  }

  // ---- books-only-grow ----

  #shrunk({ at, server, before, after }: Saved, broken: string): void {
    const { node } = server;
    const text = `${node} saved books that do not continue those on its disk. ${broken}`;
    this.#context.tell('books-only-grow', node, text, [
      proof(at, node, `the books on the disk end with ${lastEntry(before)}`),
      proof(at, node, `those of the save end with ${lastEntry(after)}`),
    ]);
  }

  // ---- at-most-once ----

  #once(server: Ledger, entry: Made): void {
    const first = server.byMemo.get(entry.memo)?.[0];
    if (!first || first === entry) return;
    const { node } = server;
    const call = server.callOf(entry.memo);
    const name = call ? callName(call) : `${entry.method} ${entry.memo}`;
    const text =
      `${node} made two entries for one call: ${name}, receipts ${first.receipt} ` +
      `and ${entry.receipt}.`;
    const asked = call?.last;
    const again =
      asked &&
      proof(asked.at, asked.node, `request ${asked.id} for ${entry.memo}, the last that was sent`);
    const events = [entered(node, first), ...(again ? [again] : []), entered(node, entry)];
    this.#context.tell(
      'at-most-once',
      node,
      text,
      events.toSorted((a, b) => a.at - b.at),
    );
  }

  // ---- nothing-invented ----

  #askedFor(server: Ledger, entry: Made): void {
    const { node } = server;
    const call = server.callOf(entry.memo);
    const invented = (what: string): void => {
      const text = `${node} made entry ${entry.receipt}, ${entry.method} ${entry.memo}: ${what}.`;
      this.#context.tell('nothing-invented', node, text, [entered(node, entry)]);
    };
    if (!call) invented('no application asked for it');
    else if (call.method !== entry.method)
      invented(`what was asked for under this memo is ${call.method}`);
    else if (call.to !== node) invented(`${call.node} asked it of ${call.to}`);
  }

  /** The balances are those that the entries make, with the arguments that the application gave. */
  #asAsked({ at, server, fresh, differs }: Saved): void {
    const last = fresh.at(-1);
    if (!differs || fresh.some(unclear) || fresh.some(({ method }) => method === 'putPayment'))
      return;
    const { node } = server;
    const what = last
      ? `made entry ${last.receipt}, ${last.method} ${last.memo}, and did not do what was asked`
      : 'changed its books without an entry';
    const call = last && server.callOf(last.memo);
    const asked = call && proof(call.at, call.node, `the application asks for ${callName(call)}`);
    const found = proof(at, node, differs);
    this.#context.tell('nothing-invented', node, `${node} ${what}. ${differs}`, [
      ...(asked ? [asked] : []),
      found,
    ]);
  }

  // ---- money-is-conserved ----

  #conserved({ at, server, before, after, fresh, broken }: Saved): void {
    if (!after) return;
    const sum = Object.values(after.balances).reduce((all, balance) => all + balance, 0);
    const { deposits, node } = server;
    // From here on, what is there is what should be: one loss of money is told once.
    server.deposits = sum;
    if (broken || Math.abs(sum - deposits) < 1e-6 || fresh.some(unclear)) return;
    const last = fresh.at(-1);
    const text = `The balances of ${node} sum up to ${sum}, and ${deposits} was deposited.`;
    const had = before
      ? Object.values(before.balances).reduce((all, balance) => all + balance, 0)
      : 0;
    this.#context.tell('money-is-conserved', node, text, [
      ...(last ? [entered(node, last)] : []),
      proof(at, node, `the balances were ${had} in all, and are ${sum}`),
    ]);
  }
}

/** Nobody asked for it, so nobody can say what it should have done; that is told by itself. */
const unclear = ({ value }: Made): boolean => value === undefined;

function lastEntry(books: Books | undefined): string {
  const last = books?.lastPage.at(-1);
  return last ? `entry ${last.receipt}, ${last.method} ${last.memo}` : 'no entry';
}
