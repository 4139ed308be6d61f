import type { Lab } from '../labs.ts';
import type { Pages } from './links.ts';
import type { Problem } from './problem.ts';
import { wrongNote } from './scenarios.ts';

type Rule = { readonly id: string; readonly sentence: string; readonly note: string };

export type LoadRules = (lab: Lab) => Promise<readonly Rule[]>;

/** A student who breaks a rule reads its sentence, and then its note. */
export async function rules(
  pages: Pages,
  labs: readonly Lab[],
  load: LoadRules,
): Promise<Problem[]> {
  const problems = labs.map(async (lab) => {
    const all = await load(lab);
    const file = `grader/kit/monitors/${lab.id}`;
    return all.flatMap(({ id, sentence, note }, index) => {
      const texts = wrongNote(note, pages);
      if (!/^\p{Lu}|^`/u.test(sentence) || !sentence.endsWith('.')) {
        texts.push(`says "${sentence}". A rule is a sentence, from a capital to a full stop.`);
      }
      if (all.findIndex((one) => one.id === id) < index) texts.push('has the id of another rule.');
      return texts.map((text) => ({ file, text: `rule ${id} ${text}` }));
    });
  });
  return (await Promise.all(problems)).flat();
}
