/** Runs inside a copy of the course: grades many submissions with one pool, and says what is printed. */
import fs from 'node:fs';
import path from 'node:path';
import { grade } from '../../grade.ts';
import { openSupervisor } from '../../grade.ts';
import { kitOf } from '../../kit/index.ts';
import { labFolder, LABS, type Lab } from '../../labs.ts';
import { failureLines } from '../../report/terminal.ts';
import { styleFor } from '../../style.ts';
import type { Submission } from './submissions.ts';

const lab = LABS[0] as Lab;
const style = styleFor({ env: { NO_COLOR: '1' }, tty: false, columns: 100, platform: 'linux' });
const kit = await kitOf(lab.id);
const pool = await openSupervisor(lab);

function put(files: Submission['files']): void {
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(labFolder(lab), file);
    if (text === null) fs.rmSync(place);
    else fs.writeFileSync(place, text);
  }
}

async function said({ files }: Submission): Promise<string> {
  const before = Object.fromEntries(
    Object.keys(files).map((file) => [
      file,
      fs.readFileSync(path.join(labFolder(lab), file), 'utf8'),
    ]),
  );
  put(files);
  try {
    const result = await grade({ target: { lab }, only: '1a-first-call', seeds: 1 }, pool);
    const row = result.rows[0];
    if (!row) return 'no row';
    const lines = result.unreadable ?? failureLines(row, kit, style, false);
    return [row.verdict, ...lines].join('\n');
  } catch (e) {
    return 'THROWN ' + (e as Error).stack;
  } finally {
    put(before);
  }
}

for (const one of JSON.parse(fs.readFileSync(0, 'utf8')) as Submission[]) {
  const t = performance.now();
  const text = await said(one);
  console.log(`== ${one.name}   [${Math.round(performance.now() - t)} ms]\n${text}\n`);
}
pool.supervisor.end();
