import fs from 'node:fs';
import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import { SUBMISSION } from './loader/evaluate.ts';
import type { Alarm } from './protocol.ts';

/**
 * A thread beside the one that runs submissions. It watches a counter in shared memory and the
 * memory of the process; when the counter stands still, it finds out where the program is, tells
 * the parent, and the parent ends the process. Machines stall, so it is patient.
 */
const PATIENCE_MS = 5000;
const MOST_BYTES = 1 << 30;
const LOOK_EVERY_MS = 200;
/** Of a deep stack the innermost frames say where the program is. */
const MOST_FRAMES = 100;

export type Shared = {
  readonly beats: SharedArrayBuffer;
  readonly alarmPipe: number;
};

/** Places in the shared array of 32-bit integers. */
export const BEAT = 0;
export const NODE = 1;
export const RUNNING = 2;
export const EVENT = 3;
/** Place in the same memory as an array of 64-bit floats. */
export const TIME = 2;
export const BYTES = 24;

/**
 * Between two promise jobs nothing of the program is on the stack: so many steps are taken to meet
 * it.
 */
const MOST_STEPS = 300;
/** For so long, on a busy machine too: who is not met is not blamed. */
const SEARCH_MS = 3000;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function watch({ beats, alarmPipe }: Shared): void {
  const counter = new Int32Array(beats);
  const clock = new Float64Array(beats);
  const names: string[] = [];
  parentPort?.on('message', ({ index, id }: { index: number; id: string }) => {
    names[index] = id;
  });
  let last = -1;
  let since = performance.now();
  let told = false;

  const alarm = async (kind: Alarm['kind']): Promise<void> => {
    told = true;
    const stack = await mainStack();
    const said: Alarm = {
      kind,
      node: names[counter[NODE] ?? 0] ?? '',
      events: counter[EVENT] ?? 0,
      at: clock[TIME] ?? 0,
      patience: PATIENCE_MS,
      stack,
    };
    fs.writeSync(alarmPipe, `${JSON.stringify(said)}\n`);
  };

  const parent = process.ppid;
  setInterval(() => {
    // A program that hangs hears nothing, and nobody is left to end it.
    if (!isAlive(parent)) process.kill(process.pid, 'SIGKILL');
    const beat = counter[BEAT] ?? 0;
    if (beat !== last || counter[RUNNING] === 0) {
      last = beat;
      since = performance.now();
    }
    if (told) return;
    if (process.memoryUsage.rss() > MOST_BYTES) void alarm('memory');
    else if (performance.now() - since > PATIENCE_MS) void alarm('hung');
  }, LOOK_EVERY_MS);
}

/**
 * The stack of the main thread, with the program's frames if it runs any. Empty if it does not stop
 * to be looked at, e.g. in one long call of the engine.
 */
function mainStack(): Promise<string> {
  return new Promise((resolve) => {
    const session = new Session();
    // A frame names its script by number; its text's own name comes when the script is announced.
    const names = new Map<string, string>();
    let steps = 0;
    let seen = '';
    setTimeout(() => resolve(seen), SEARCH_MS);
    try {
      session.connectToMainThread();
      session.on('Debugger.scriptParsed', ({ params }) => names.set(params.scriptId, params.url));
      session.on('Debugger.paused', ({ params }) => {
        const frames = params.callFrames.slice(0, MOST_FRAMES).map(({ functionName, location }) => {
          const { scriptId, lineNumber, columnNumber = 0 } = location;
          const place = `${names.get(scriptId) ?? ''}:${lineNumber + 1}:${columnNumber + 1}`;
          return `    at ${functionName || '<anonymous>'} (${place})`;
        });
        seen = frames.join('\n');
        const ours = !frames.some((frame) => frame.includes(`(${SUBMISSION}:`));
        if (ours && steps++ < MOST_STEPS) session.post('Debugger.stepInto');
        else resolve(seen);
      });
      session.post('Debugger.enable');
      session.post('Debugger.pause');
    } catch {
      resolve(seen);
    }
  });
}

if (workerData) watch(workerData as Shared);
