/**
 * Asks under one client's name, acknowledges every reply, and again every reply that is repeated.
 */
import type { NodeId, Plain } from '#harness';
import {
  isMessage,
  type CallId,
  type ClientEnv,
  type Result,
} from '../../../../../labs/lab1-rpc/types.ts';
import { acknowledgement, idOf, nameOf } from './protocol.ts';

export type Question = {
  readonly number: number;
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
  /** When it has returned, the reply is no longer needed at the server. */
  readonly answered: (result: Result) => void;
};

export type Asker = {
  ask(question: Question): void;
  /** Nobody wants the answer any more. */
  abandon(question: Question): void;
};

export function drawClientName(env: ClientEnv): string {
  const draws = [env.random(), env.random(), env.random()];
  return draws.map((draw) => draw.toString(36).slice(2, 9)).join('');
}

export function createAsker(env: ClientEnv, client: string): Asker {
  const questions = new Map<CallId, Question>();
  const acknowledge = (to: NodeId, id: CallId): void =>
    env.net.send(to, { kind: 'note', extra: acknowledgement(id) });

  env.net.receive((message, from) => {
    if (!isMessage(message) || message.kind !== 'reply') return;
    if (nameOf(message.id).client !== client) return;
    const question = questions.get(message.id);
    questions.delete(message.id);
    question?.answered(message.result);
    acknowledge(from, message.id);
  });

  async function keepAsking(id: CallId, { to, method, args }: Question): Promise<void> {
    for (let pause = 200; questions.has(id); pause = Math.min(1.5 * pause, 1_600)) {
      env.net.send(to, { kind: 'request', id, method, args });
      await env.sleep(pause * (0.8 + 0.4 * env.random()));
    }
  }

  return {
    ask(question) {
      const id = idOf({ client, number: question.number });
      questions.set(id, question);
      env.spawn('ask', () => keepAsking(id, question));
    },
    abandon({ number, to }) {
      const id = idOf({ client, number });
      if (questions.delete(id)) acknowledge(to, id);
    },
  };
}
