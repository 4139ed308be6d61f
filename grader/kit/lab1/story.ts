import type { Match, Millis, NodeId, Plain, World } from '#harness';
import type { Application } from '../../../labs/lab1-rpc/node.ts';
import type { Args, Books, Method, Outcome, Result, Value } from '../../../labs/lab1-rpc/types.ts';
import type { Program } from '../run.ts';
import { Story } from '../story.ts';
import { bootBank, type NodeOptions } from './boot.ts';
import { callNamer } from './namer.ts';

type WithoutMemo<M extends Method> = Omit<Args<M>, 'memo'> & { memo?: string };
type CallOptions = { within?: Millis; client?: number; to?: NodeId };

/** Lab 1's stories: a bank, its clients, and calls that each have a memo of their own. */
export class BankStory extends Story {
  readonly #program: Program;
  #memos = 0;
  /** Calls made and not settled, by memo. */
  readonly open = new Set<string>();
  /** Which call an id means on the way between two nodes. */
  readonly #memoOf = callNamer();
  readonly #callers = new Map<string, NodeId>();

  constructor(world: World, witnesses: Readonly<Record<string, string>>, program: Program) {
    super(world, witnesses);
    this.#program = program;
    this.on('send', ({ node, to, message }) => void this.#memoOf(message, node, to));
    this.on('crash', ({ node }) => {
      for (const memo of this.open) if (this.#callers.get(memo) === node) this.open.delete(memo);
    });
  }

  /** The call that a datagram is about, if it is about one. */
  memoOf(message: Plain, from: NodeId, to: NodeId): string | undefined {
    return this.#memoOf(message, from, to);
  }

  /** Matches requests for these calls, and replies to them, whatever their ids. */
  about(...memos: readonly string[]): NonNullable<Match['where']> {
    return (message, from, to) => memos.includes(this.memoOf(message, from, to) ?? '');
  }

  /**
   * Loses the replies to these calls, of each until it is asked for again after its entry was made:
   * however soon a client asks again, and though a server may repeat its replies unasked.
   */
  loseReplies(
    memos: readonly string[],
    bank: NodeId = 'bank',
  ): { readonly askedAgain: ReadonlySet<string> } {
    const askedAgain = new Set<string>();
    this.on('deliver', ({ node, from, message }) => {
      const memo = node === bank ? this.memoOf(message, from, node) : undefined;
      if (memo !== undefined && memos.includes(memo) && this.executed(memo, bank))
        askedAgain.add(memo);
    });
    const lost: NonNullable<Match['where']> = (message, from, to) => {
      const memo = this.memoOf(message, from, to) ?? '';
      return memos.includes(memo) && !askedAgain.has(memo);
    };
    this.nemesis.lose({ from: bank, where: lost });
    return { askedAgain };
  }

  /** Adds a node and starts it. */
  add(id: NodeId, options: NodeOptions): void {
    this.world.add(id, bootBank(this.#program, options as Plain), options as Plain);
    this.world.start(id);
  }

  /** A bank on your own server. */
  bank(options: Omit<NodeOptions, 'server'> = {}, id: NodeId = 'bank'): void {
    this.add(id, { server: 'yours', ...options });
  }

  /** A bank on the server that is given, which executes every request. */
  givenBank(options: Omit<NodeOptions, 'server'> = {}, id: NodeId = 'bank'): void {
    this.add(id, { server: 'given', ...options });
  }

  /** Nodes with `clients` clients each. */
  clients(ids: readonly NodeId[], clients = 1): void {
    for (const id of ids) this.add(id, { clients });
  }

  memo(): string {
    return `m${++this.#memos}`;
  }

  /** A call of the application. Settles never if its node crashes before. */
  async call<M extends Method>(
    node: NodeId,
    method: M,
    args: WithoutMemo<M>,
    options: CallOptions = {},
  ): Promise<Outcome<Value<M>>> {
    const { within, client = 0, to = 'bank' } = options;
    const memo = args.memo ?? this.memo();
    // Nobody asks anything on a node that is down.
    if (this.world.nodes.get(node)?.life) this.open.add(memo);
    this.#callers.set(memo, node);
    const outcome = await this.world.invoke(
      node,
      'call' satisfies keyof Application,
      client,
      to,
      method,
      { memo, ...args },
      within === undefined ? {} : { within },
    );
    this.open.delete(memo);
    return outcome as Outcome<Value<M>>;
  }

  deposit(
    node: NodeId,
    amount = 10,
    options: CallOptions & { account?: string } = {},
  ): Promise<Outcome<Value<'deposit'>>> {
    return this.call(node, 'deposit', { account: options.account ?? 'alice', amount }, options);
  }

  balance(
    node: NodeId,
    account = 'alice',
    options: CallOptions = {},
  ): Promise<Outcome<Value<'balance'>>> {
    return this.call(node, 'balance', { account }, options);
  }

  async intend<M extends Method>(
    node: NodeId,
    intent: string,
    method: M,
    args: WithoutMemo<M>,
    to: NodeId = 'bank',
  ): Promise<void> {
    await this.world.invoke(node, 'intend' satisfies keyof Application, intent, to, method, {
      memo: args.memo ?? this.memo(),
      ...args,
    });
  }

  async outcome(node: NodeId, intent: string): Promise<Result> {
    return (await this.world.invoke(node, 'outcome' satisfies keyof Application, intent)) as Result;
  }

  async forget(node: NodeId, intent: string): Promise<void> {
    await this.world.invoke(node, 'forget' satisfies keyof Application, intent);
  }

  /** The books as a crash at this instant would leave them. */
  books(id: NodeId = 'bank'): Books | undefined {
    return this.world.cells(id)['books'] as unknown as Books | undefined;
  }

  /** Whether an entry for a call stands on the last page of the books on disk. */
  executed(memo: string, id: NodeId = 'bank'): boolean {
    return this.books(id)?.lastPage.some((entry) => entry.memo === memo) ?? false;
  }

  /** Waits until no call is open: with a deadline each, that is soon. */
  async settled(within: Millis = 30_000): Promise<void> {
    await this.until(() => this.open.size === 0, within);
  }
}
