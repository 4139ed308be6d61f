/** The vocabulary of Lab 1's scenarios. */
import type { Plain } from '#harness';
import type { Message } from '../../../labs/lab1-rpc/types.ts';
import { lab1Rules } from '../monitors/lab1/index.ts';
import type { LabKit } from '../run.ts';
import type { ScenarioOf } from '../scenario.ts';
import { BankStory } from './story.ts';

export { BankStory, type NodeOptions } from './story.ts';
export { badNetwork, traffic, type Traffic, type TrafficOptions } from './traffic.ts';

/** Checks the shape of a scenario, and gives its story the words of the bank. */
export const scenario = (one: ScenarioOf<BankStory>): ScenarioOf<BankStory> => one;

const short = (value: unknown, most = 28): string => {
  const text = JSON.stringify(value) ?? '';
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};

/** An id as a reader can tell it from others: long ones by their ends. */
const shortId = (id: string): string => (id.length > 12 ? `${id.slice(0, 5)}…${id.slice(-5)}` : id);

/** A message in a few words: the method, what it is about, and the call's id. */
export function describe(message: Plain): string {
  const one = message as Message;
  switch ((one as { kind?: unknown } | null)?.kind) {
    case 'request': {
      const { id, method, args } = one as Message & { kind: 'request' };
      const { memo } = (args ?? {}) as { memo?: unknown };
      return `request ${method}${typeof memo === 'string' ? ` ${memo}` : ''} [${shortId(String(id))}]`;
    }
    case 'reply': {
      const { id, result } = one as Message & { kind: 'reply' };
      const said = result?.status === 'ok' ? short(result.value) : String(result?.status);
      return `reply ${said} [${shortId(String(id))}]`;
    }
    case 'note':
      return `note ${short((one as { extra?: unknown }).extra)}`;
    default:
      return short(message);
  }
}

export const kit: LabKit = {
  rules: lab1Rules,
  story: (world, scenario, program) => new BankStory(world, scenario.witnesses, program),
  describe,
};
