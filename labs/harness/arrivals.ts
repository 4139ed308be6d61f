import type { Datagram } from './network.ts';
import type { Life } from './node.ts';
import type { DropReason } from './trace.ts';
import type { World } from './world.ts';

/** A datagram reaches its receiver's node. Returns true if code of the receiver ran. */
export function arrive(world: World, datagram: Datagram, copy: number): boolean {
  const node = world.nodes.get(datagram.to);
  const life = node?.life;
  if (life) {
    return life.processor.take(
      () => deliver(world, life, datagram, copy),
      () => lose(world, datagram, 'node-down'),
    );
  }
  lose(world, datagram, node ? 'node-down' : 'no-such-node');
  return false;
}

function deliver(world: World, life: Life, datagram: Datagram, copy: number): void {
  if (life.receivers.length === 0) return lose(world, datagram, 'no-receiver');
  const { id, from, to, packed } = datagram;
  const message = packed.value;
  world.digest.add((id << 2) ^ copy ^ world.kernel.now);
  world.emit({
    at: world.at(),
    type: 'deliver',
    node: to,
    life: life.number,
    from,
    id,
    copy,
    delivery: world.deliveries++,
    message,
    ...(world.openCalls.isLate(message, life) && { late: true as const }),
  });
  for (const receiver of life.receivers) {
    if (life.processor.alive) life.guard('receiver', () => receiver(message, from));
  }
}

function lose(world: World, { id, from, to }: Datagram, why: DropReason): void {
  world.emit({ at: world.at(), type: 'drop', id, from, to, why });
}
