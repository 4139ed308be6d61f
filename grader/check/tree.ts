import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The repository's files, by paths with forward slashes on every platform. */
export type Tree = {
  readonly files: readonly string[];
  read(file: string): string;
  write(file: string, text: string): void;
};

/** Not ours, or not kept. */
const SKIPPED = new Set(['node_modules', '.git', '.grades']);

export function treeAt(root: string): Tree {
  return {
    files: filesBelow(root, ''),
    read: (file) => readFileSync(path.join(root, file), 'utf8'),
    write: (file, text) => writeFileSync(path.join(root, file), text),
  };
}

function filesBelow(root: string, folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = path.posix.join(folder, entry.name);
    if (SKIPPED.has(entry.name)) continue;
    if (entry.isDirectory()) found.push(...filesBelow(root, file));
    else found.push(file);
  }
  return found.toSorted();
}
