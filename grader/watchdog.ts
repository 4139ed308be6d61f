import fs from 'node:fs';
import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import type { Alarm } from './protocol.ts';

/**
 * A thread beside the one that runs submissions. It watches a counter in shared memory and the
 * memory of the process; when the counter stands still, it finds out where the program is, tells
 * the parent, and the parent ends the process. Machines stall, so it is patient.
 */
const PATIENCE_MS = 5000;
const MOST_BYTES = 1 << 30;
const LOOK_EVERY_MS = 200;

export type Shared = { readonly beats: SharedArrayBuffer; readonly alarmPipe: number };

/** Places in the shared array. */
export const BEAT = 0;
export const NODE = 1;
export const RUNNING = 2;
export const EVENT = 3;

function watch({ beats, alarmPipe }: Shared): void {
  const counter = new Int32Array(beats);
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
      stack,
    };
    fs.writeSync(alarmPipe, `${JSON.stringify(said)}\n`);
  };

  setInterval(() => {
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

/** The stack of the main thread, if it runs a loop of its own; a loop of promise jobs has none. */
function mainStack(): Promise<string> {
  return new Promise((resolve) => {
    const session = new Session();
    // A frame names its script by number; its text's own name comes when the script is announced.
    const names = new Map<string, string>();
    setTimeout(() => resolve(''), 1000);
    try {
      session.connectToMainThread();
      session.on('Debugger.scriptParsed', ({ params }) => names.set(params.scriptId, params.url));
      session.on('Debugger.paused', ({ params }) => {
        const frames = params.callFrames.map(({ functionName, location }) => {
          const { scriptId, lineNumber, columnNumber = 0 } = location;
          const place = `${names.get(scriptId) ?? ''}:${lineNumber + 1}:${columnNumber + 1}`;
          return `    at ${functionName || '<anonymous>'} (${place})`;
        });
        resolve(frames.join('\n'));
      });
      session.post('Debugger.enable');
      session.post('Debugger.pause');
    } catch {
      resolve('');
    }
  });
}

if (workerData) watch(workerData as Shared);
