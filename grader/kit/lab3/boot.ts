import type { Boot, NodeId, Plain } from '#harness';
import type { World as NodeConfig } from '../../../labs/lab3-raft/node.ts';
import type { Command, Index, Snapshot } from '../../../labs/lab3-raft/types.ts';
import { bootOf, type Program } from '../run.ts';

/** What a scenario says of a server; what reaches its service is told to the monitors besides. */
export type NodeOptions = Omit<NodeConfig, 'applied' | 'restored'>;

/** A server of the cluster that its role names. */
export function bootServer(program: Program, role: Plain): Boot {
  const options = role as unknown as NodeOptions;
  const servers: readonly NodeId[] = Object.freeze([...options.servers]);
  return bootOf(program, (life) => {
    life.probe('servers', servers);
    if (options.members) life.probe('members', options.members);
    return Object.freeze({
      ...options,
      servers,
      applied: Object.freeze((index: Index, command: Command) =>
        life.probe('apply', { index, command }),
      ),
      restored: Object.freeze(({ lastIncludedIndex, lastIncludedTerm, data }: Snapshot) =>
        life.probe('restore', { lastIncludedIndex, lastIncludedTerm, data }),
      ),
    });
  });
}
