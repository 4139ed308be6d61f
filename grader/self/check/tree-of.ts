import type { Tree } from '../../check/tree.ts';

/** A repository in memory. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  const kept = new Map(Object.entries(texts));
  return {
    files: [...kept.keys()],
    read(file) {
      const text = kept.get(file);
      if (text === undefined) throw new Error(`${file} is not there`);
      return text;
    },
    write: (file, text) => void kept.set(file, text),
  };
}
