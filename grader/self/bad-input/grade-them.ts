/**
 * Runs inside a copy of the course: grades submissions one after another, in one pool, and writes
 * what is printed of each as JSON.
 */
import fs from 'node:fs';
import path from 'node:path';
import { exitCode } from '../../commands/grade.ts';
import { grade, openSupervisor } from '../../grade.ts';
import { kitOf } from '../../kit/index.ts';
import { labFolder, LABS, type Lab } from '../../labs.ts';
import { failures } from '../../report/failures.ts';
import { rowLine } from '../../report/terminal.ts';
import { styleFor } from '../../style.ts';
import type { Printed, Submission } from './submissions.ts';

const lab = LABS[0] as Lab;
const style = styleFor({ env: { NO_COLOR: '1' }, tty: false, columns: 100, platform: 'linux' });
const kit = await kitOf(lab.id);
const pool = await openSupervisor(lab, 1);

function put(files: Submission['files']): void {
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(labFolder(lab), file);
    if (text === null) fs.rmSync(place);
    else fs.writeFileSync(place, text);
  }
}

async function printed({ name, files, only = '1a-first-call' }: Submission): Promise<Printed> {
  const before = Object.keys(files).map((file) => {
    const text = fs.readFileSync(path.join(labFolder(lab), file), 'utf8');
    return [file, text] as const;
  });
  put(files);
  try {
    const result = await grade({ target: { lab }, only, seeds: 1 }, pool);
    const rows = result.unreadable ? [] : result.rows.map((row) => rowLine(row, style));
    // A timeline stands below, after an empty line.
    const [said = ''] = failures(result, kit, style, false).join('\n').trim().split('\n\n');
    return { name, code: exitCode(result.rows, result), rows, said: said.split('\n') };
  } finally {
    put(Object.fromEntries(before));
  }
}

const all: Printed[] = [];
for (const one of JSON.parse(fs.readFileSync(0, 'utf8')) as Submission[])
  all.push(await printed(one));
pool.supervisor.end();
console.log(JSON.stringify(all));
