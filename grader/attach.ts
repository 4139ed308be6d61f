import net from 'node:net';
import { UsageError } from './args.ts';

/** Where a debugger attaches, and looks by itself. */
export const DEBUG_PORT = 9229;

const HOST = '127.0.0.1';
const HERE = `${HOST}:${DEBUG_PORT}`;

/** How to attach, said once the port is known to be free. */
export const ATTACH = [
  `A debugger can attach now, at ${HERE}. In VS Code start "Attach to a replay"; in Chrome`,
  'open chrome://inspect. Set breakpoints in your files, and go on: it waits at its first line.',
  `In a terminal, "node inspect ${HERE}" stops at a line of yours that says debugger;`,
  'The time of the run stands still meanwhile.',
  '',
];

/** Node itself would only warn of a port that is taken, and run on. @throws UsageError */
export function mustBeFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const why =
        code === 'EADDRINUSE'
          ? 'is in use: end the other replay first'
          : `cannot be opened: ${message}`;
      reject(new UsageError(`Port ${port} ${why}.`));
    });
    server.listen(port, HOST, () => server.close(() => resolve()));
  });
}
