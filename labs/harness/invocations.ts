import { afterwards } from './afterwards.ts';
import { deferred } from './deferred.ts';
import type { Plain } from './env.ts';
import type { Node } from './node.ts';
import { pack } from './plain.ts';
import type { Storyteller } from './storyteller.ts';
import type { World } from './world.ts';

/** Calls a function of the server interface, for a story. See `World.invoke`. */
export function invoke(
  world: World,
  story: Storyteller,
  node: Node,
  method: string,
  args: readonly Plain[],
): Promise<Plain> {
  const { id, life } = node;
  const { promise, resolve } = deferred<Plain>();
  const call = world.calls++;
  if (!life) return promise;
  const event = { node: id, life: life.number, call, method };
  const settle = (result: unknown): void => {
    const { value, hash } = pack(result === undefined ? null : result, `${method}.result`);
    life.processor.effect(() => {
      world.digest.add(call ^ 0x7e7);
      world.digest.add(hash);
      world.emit({ at: world.at(), type: 'return', ...event, value });
      story.event(() => resolve(value));
    });
  };
  life.processor.schedule(world.kernel.now, 0, () => {
    world.digest.text(`${call} ${method}`);
    world.emit({ at: world.at(), type: 'invoke', ...event, args });
    life.guard(method, () => {
      const body = life.server?.[method];
      if (typeof body !== 'function')
        throw new TypeError(`what start returned has no function ${method}`);
      const result: unknown = (body as (...all: unknown[]) => unknown)(...args);
      if (result instanceof Promise) return afterwards(result, settle);
      return settle(result);
    });
  });
  return promise;
}
