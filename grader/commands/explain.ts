import { readArgs, UsageError } from '../args.ts';
import { kitOf } from '../kit/index.ts';
import type { Rule } from '../kit/monitor.ts';
import { LABS, type Lab } from '../labs.ts';
import { didYouMean } from '../near.ts';
import { terminal, wrap, type Style } from '../style.ts';
import { printer } from './grade.ts';

/** What a rule says, where it is argued, and what to read. */
function ruleLines(rule: Rule, lab: Lab, style: Style): string[] {
  const prose = (text: string): string[] => wrap(text, style.width, '  ');
  const part = lab.parts.find(({ id }) => rule.from.startsWith(id));
  const step = part?.steps.find(({ id }) => id === rule.from);
  const where = step ? `step ${step.id} (${step.title})` : `part ${part?.id} (${part?.title})`;
  const from = part ? `, from ${where} on` : '';
  return [
    style.bold(rule.id),
    ...prose(rule.sentence),
    '',
    ...(rule.question ? [...prose(`Ask yourself: ${rule.question}`), ''] : []),
    ...(rule.cites ? prose(`argued in: ${rule.cites}`) : []),
    `  read:      notes/${rule.note.replace(/(#|$)/, '.md$1')}`,
    `  checked:   ${checked(rule, lab)}${from}`,
  ];
}

const checked = ({ onRequest }: Rule, { id }: Lab): string =>
  onRequest ? `in some stories of ${id} that are made for it` : `in every story of ${id}`;

/** What reports say besides rules. */
const VERDICTS: Readonly<Record<string, string>> = {
  'run-ends':
    'A story comes to its end. Here it waited for an answer that never came, or the program went ' +
    'on without a pause: look for a promise that nothing resolves, and for a loop without sleep.',
  hung:
    'An event of a node ended neither by itself nor by awaiting anything, and the run was ended ' +
    'from outside: look for a loop that never leaves.',
  nondeterministic:
    'One seed gave two different runs. All that a node knows must come from its messages, its ' +
    'disk and Env; the report names the first event that differs.',
  vacuous:
    'No rule was broken, and what the story is about never happened: that is no pass. Mend what ' +
    'else fails first.',
  broken: 'The scenario or the grader itself has failed. That is not your fault.',
};

/** `npm run explain RULE`: its sentence, where it is argued, the note. Without a rule: all. */
export async function explainCommand(args: readonly string[]): Promise<number> {
  const { words } = readArgs('explain', args, []);
  const [word, ...more] = words;
  if (more.length > 0) throw new UsageError(`Explain one rule at a time: npm run explain ${word}`);
  const style = terminal();
  const print = printer(style);
  const known: Rule[] = [];
  for (const lab of LABS) {
    const { rules } = (await kitOf(lab.id)).rules;
    const rule = rules.find(({ id }) => id === word);
    if (rule) {
      print(...ruleLines(rule, lab, style));
      return 0;
    }
    known.push(...rules);
  }
  const verdict = VERDICTS[word ?? ''];
  if (word !== undefined && verdict !== undefined) {
    print(style.bold(word), ...wrap(verdict, style.width, '  '));
    return 0;
  }
  const ids = [...known.map(({ id }) => id), ...Object.keys(VERDICTS)];
  if (word !== undefined)
    throw new UsageError(
      `There is no rule "${word}".${didYouMean(word, ids)} npm run explain lists all.`,
    );
  const wide = Math.max(...known.map(({ id }) => id).map(({ length }) => length)) + 2;
  for (const { id, sentence } of known) {
    const [first = '', ...rest] = wrap(sentence, style.width - wide - 2);
    print(
      `  ${style.bold(id.padEnd(wide))}${first}`,
      ...rest.map((line) => ' '.repeat(wide + 2) + line),
    );
  }
  return 0;
}
