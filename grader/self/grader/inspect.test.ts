import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import fs from 'node:fs';
import { expect, test } from 'vitest';
import { solutionEntry } from '../../grade.ts';
import { labOf } from '../../kit/index.ts';
import { seedOf, solutionFolder } from '../../labs.ts';
import { bundle } from '../../loader/bundle.ts';
import { debuggable } from '../../loader/debug.ts';
import { filesOf } from '../../suite.ts';
import { Supervisor } from '../../supervisor.ts';

const lab = labOf('lab1');
const id = '1b-lost-reply';

/** What the client prints: where it came to stand. */
async function attach(url: string, file: string, line: number): Promise<unknown> {
  const client = path.join(import.meta.dirname, 'inspect-client.mjs');
  // Node 20 has a WebSocket, and does not offer it unasked.
  const flags = process.version.startsWith('v20.') ? ['--experimental-websocket'] : [];
  const args = [...flags, client, url, file, String(line)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 30_000 });
  return JSON.parse(stdout);
}

test("a debugger stops at a line of the student's own TypeScript", async () => {
  const file = path.join(solutionFolder(lab), 'server.ts');
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes('if (this.isInProgress(call)) return;')) + 1;
  let listening: (url: string) => void = () => {};
  const url = new Promise<string>((resolve) => (listening = resolve));
  const scenarios = { [id]: filesOf(lab)[id] ?? '' };
  const options = { jobs: 1, inspect: 0, onDebugger: (one: string) => listening(one) };
  const supervisor = new Supervisor({ lab: lab.id, scenarios }, options);
  const ran = supervisor.run(debuggable(await bundle(solutionEntry(lab))), {
    type: 'run',
    scenario: id,
    seeds: [{ number: 1, seed: seedOf(id, 1) }],
    keepGoing: false,
    recheck: 0,
    tail: 1,
  });
  try {
    const source = pathToFileURL(file).href;
    expect(await attach(await url, source, line)).toMatchObject({ file: source, line });
    // Who attached has gone: the run goes on as if nothing had been, for its clock is virtual.
    expect(await ran).toMatchObject({ kind: 'result', result: { passed: 1 } });
  } finally {
    supervisor.end();
  }
}, 60_000);
