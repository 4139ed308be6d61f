import type { Boot, Plain } from '#harness';
import type { World as NodeConfig } from '../../../labs/lab1-rpc/node.ts';
import { bootOf, type Program } from '../run.ts';

/** What a scenario says of a node; the steps of its bank are told to the monitors besides. */
export type NodeOptions = Omit<NodeConfig, 'stepped'>;

/** A node that plays this role: a bank, a client, or both. */
export function bootBank(program: Program, role: Plain): Boot {
  const options = role as NodeOptions;
  return bootOf(program, (life) =>
    Object.freeze({
      ...options,
      ...(options.keys && { keys: Object.freeze({ ...options.keys }) }),
      stepped: Object.freeze((memo: string, value: Plain, receipts: number) =>
        life.probe('step', { memo, value, receipts }),
      ),
    }),
  );
}
