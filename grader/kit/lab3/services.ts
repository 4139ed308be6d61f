import type { NodeId, TraceEvent, World } from '#harness';
import type { Configuration, Index } from '../../../labs/lab3-raft/types.ts';

/** How far the service of one life has come, and which index a command had there. */
type Service = { applied: Index; readonly places: Map<string, Index> };

const empty = (): Service => ({ applied: 0, places: new Map() });

/** What has reached the services above Raft. Commands are known by their text. */
export class Services {
  readonly #world: World;
  readonly #services = new Map<NodeId, Service>();
  /** Where a command was first applied: a service that was restored beyond it has it too. */
  readonly #places = new Map<string, Index>();
  #changed: { index: Index; servers?: readonly NodeId[] } = { index: 0 };

  constructor(world: World) {
    this.#world = world;
    world.observe((event) => this.#see(event));
  }

  #see(event: TraceEvent): void {
    if (event.type === 'start') this.#services.set(event.node, empty());
    if (event.type !== 'probe') return;
    const service = this.#services.get(event.node);
    if (!service) return;
    if (event.name === 'restore') {
      const { lastIncludedIndex } = event.data as { lastIncludedIndex: Index };
      service.applied = lastIncludedIndex;
      service.places.clear();
    }
    if (event.name !== 'apply') return;
    const { index, command } = event.data as { index: Index; command: string | Configuration };
    service.applied = index;
    if (typeof command !== 'string') return this.#changes(index, command);
    service.places.set(command, index);
    if (!this.#places.has(command)) this.#places.set(command, index);
  }

  #changes(index: Index, { servers }: Configuration): void {
    if (index > this.#changed.index) this.#changed = { index, servers };
  }

  /** The newest configuration that any service has been told of. */
  get configuration(): readonly NodeId[] | undefined {
    return this.#changed.servers;
  }

  /** How far the service of a server's present life has come; 0 if the server is down. */
  applied(node: NodeId): Index {
    const up = this.#world.nodes.get(node)?.life !== undefined;
    return up ? (this.#services.get(node)?.applied ?? 0) : 0;
  }

  /** Whether the state of a server's service comes of a command, or of all up to an index. */
  has(node: NodeId, what: string | Index): boolean {
    if (typeof what === 'number') return this.applied(node) >= what;
    if (this.applied(node) === 0) return false;
    if (this.#services.get(node)?.places.has(what)) return true;
    const place = this.#places.get(what);
    return place !== undefined && this.applied(node) >= place;
  }
}
