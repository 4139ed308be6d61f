// Loaded before the command line: from now on the disk has no room for what is kept of a grade.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const write = fs.writeFileSync;
fs.writeFileSync = (file, ...rest) => {
  if (!String(file).includes('.grades')) return write(file, ...rest);
  // As the real one does, it leaves a file without its text.
  write(file, '');
  throw Object.assign(new Error(`ENOSPC: no space left on device, write '${file}'`), {
    code: 'ENOSPC',
  });
};
syncBuiltinESMExports();
