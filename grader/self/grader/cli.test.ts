import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DEBUG_PORT } from '../../attach.ts';
import { ROOT } from '../../loader/bundle.ts';

/** Runs the command line as its user does; a run that does not end is ended, and has no status. */
function run(...args: string[]): { status: number | null; out: string } {
  const start = path.join(ROOT, 'grader/start.mjs');
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [start, ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout + stderr };
}

test('a submission that cannot be read is said, and the command ends', () => {
  const { status, out } = run('grade', 'lab1', '--entry', 'nope.ts');
  expect(out).toContain('there is no file nope.ts');
  expect(status).toBe(1);
});

test.each(['grade', 'replay'])(
  '%s says of an entry that is a folder to name its file',
  (command) => {
    const { status, out } = run(command, '1a-first-call', '--entry', 'labs');
    expect(out).toContain('labs is a folder: name its index.ts.');
    expect(out).not.toContain(ROOT);
    expect(status).toBe(1);
  },
);

test('one scenario is graded by its id', () => {
  const { status, out } = run('grade', '1a-first-call', '--solution');
  expect(out).toMatch(/✓ +3\/3 +1a-first-call/);
  expect(status).toBe(0);
});

test('what cannot be done is said before anything else, and nothing is graded', () => {
  const { status, out } = run('grade', 'lab1', '--seeds', '0');
  expect(out).toBe('--seeds wants a whole number from 1, not "0".\n');
  expect(status).toBe(2);
});

test('a replay does not wait for a debugger at a port that another has', async () => {
  const other = net.createServer().listen(DEBUG_PORT, '127.0.0.1');
  await once(other, 'listening');
  const { status, out } = run('replay', '1a-first-call', '--solution', '--inspect');
  other.close();
  expect(out).toBe('Port 9229 is in use: end the other replay first.\n');
  expect(status).toBe(2);
});
