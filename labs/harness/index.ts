/**
 * The public names of the harness. Labs use the first group; the grader, plays and tests the rest.
 */
export * from './env.ts';
export { deferred, type Deferred } from './deferred.ts';
export { todo, TodoError } from './todo.ts';
export { mac } from './mac.ts';
export { canonical, pack, plain, type Packed } from './plain.ts';
export { NotPlainError } from './not-plain.ts';

export { UNHANDLED } from './bug.ts';
export { World } from './world.ts';
export type { DiskDials, RunEnd, WorldOptions } from './world-options.ts';
export type { Boot, LifeHandle, Server } from './node.ts';
export { reliable, unreliable, longReorder, type LinkDials } from './network.ts';
export type { Intervention, InterventionKind, Match } from './interventions.ts';
export * from './plan.ts';
export * from './script.ts';
export type { Fate } from './fates.ts';
export { plainName } from './occasions.ts';
export { Recorder } from './recorder.ts';
export { Replayer } from './replayer.ts';
export * from './plan-generators.ts';
export * from './trace.ts';
export {
  renderTimeline,
  renderList,
  describeEvent,
  describeMessage,
  short,
  type Describe,
  nodesIn,
  type Labels,
  type TimelineOptions,
} from './timeline.ts';
export { Stream, exponential, hashText, sequence, u01, type Distribution } from './random.ts';
export { RPC_TIMEOUT, type RpcMessage } from './rpc.ts';
export { student } from './student.ts';
