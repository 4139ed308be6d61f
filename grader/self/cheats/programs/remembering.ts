import { startWith, type Start } from '../../../../labs/lab1-rpc/node.ts';
import type { Books } from '../../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Memory } from '../../../../solutions/lab1-rpc/server.ts';

/** Something that a server may find again in its next life. */
export type Place = { kept?: Memory };

/** A lab whose server saves the books alone: what it answered it keeps elsewhere. */
export function remembering(place: () => Place): Start {
  class Elsewhere extends AtMostOnceServer {
    protected override memory(): Memory {
      return place().kept ?? {};
    }

    protected override save(books: Books, memory: Memory): void {
      place().kept = memory;
      this.env.disk.save({ books });
    }
  }
  return startWith({
    ...parts,
    createServer: (env, service) => new Elsewhere(env, service).serve(),
  });
}
