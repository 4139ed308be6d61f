// Loaded before the command line: from now on the disk has no room for files whose path has the
// word that stands behind `?`.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const word = new URL(import.meta.url).search.slice(1);
const write = fs.writeFileSync;
fs.writeFileSync = (file, ...rest) => {
  if (!String(file).includes(word)) return write(file, ...rest);
  // As the real one does, it leaves a file without its text.
  write(file, '');
  throw Object.assign(new Error(`ENOSPC: no space left on device, write '${file}'`), {
    code: 'ENOSPC',
  });
};
syncBuiltinESMExports();
