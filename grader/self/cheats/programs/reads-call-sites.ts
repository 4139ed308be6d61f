import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To be handed the frames below it, by the hook that lays out stacks.',
  in: '1a-first-call',
  said: 'found Error: for its frames',
  stoppedBy: 'lockdown',
  otherwise: 'found CallSite',
};

type Frames = { prepareStackTrace?: (error: Error, frames: readonly object[]) => unknown };

export const start = blurting(() => {
  (Error as unknown as Frames).prepareStackTrace = (_, frames) => frames[0]?.constructor.name;
  return new Error('for its frames').stack;
});
