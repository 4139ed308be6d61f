// Plain JavaScript, so that it runs before anything is installed: says what is missing, then starts the CLI.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const fail = (sentence) => {
  console.error(sentence);
  process.exit(2);
};

if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `This is Node ${process.versions.node}; the course needs Node 20.19 or newer. Install it from nodejs.org, then run the command again.`,
  );
}
if (!existsSync(fileURLToPath(new URL('../node_modules/tsx/package.json', import.meta.url)))) {
  fail(
    'The packages are not installed yet. Run `npm ci` in this folder, then run the command again.',
  );
}

// Who reads only the first lines, as `head` does, closes the pipe: no reason to complain.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 2));

// What nobody foresaw is no grade, not even a bad one.
process.on('uncaughtException', (error) => {
  console.error(error);
  process.exit(2);
});

const { register } = await import('tsx/esm/api');
register();
const { main } = await import('./cli.ts');
process.exitCode = await main(process.argv.slice(2));
