import { Life, type Node } from './node.ts';
import type { World } from './world.ts';

/** How lives begin and end. */

export function lead(world: World, node: Node): void {
  node.wanted = true;
  if (node.life || node.down > 0) return;
  const life = new Life(world, node);
  node.life = life;
  world.emit({ at: world.at(), type: 'start', node: node.id, life: life.number });
  world.digest.add(node.index ^ (life.number << 8));
  life.processor.begin(() => {
    life.guard('start', () => {
      life.server = node.boot(life.env(), life.handle);
    });
  });
}

export function crash(world: World, node: Node): void {
  const { life } = node;
  node.wanted = false;
  if (!life) return;
  const lose = life.processor.crash();
  node.life = undefined;
  world.digest.add(node.index ^ 0xdead);
  world.emit({ at: world.at(), type: 'crash', node: node.id, life: life.number });
  lose();
}
