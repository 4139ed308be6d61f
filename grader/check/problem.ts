/** What is wrong, where, and what to do about it. */
export type Problem = {
  /** Relative to the repository, with forward slashes on every platform. */
  readonly file: string;
  readonly line?: number;
  readonly text: string;
};

export type Check = {
  readonly name: string;
  run(): Problem[] | Promise<Problem[]>;
};

/** One line, in the form that terminals and editors make clickable. */
export const sentence = ({ file, line, text }: Problem): string =>
  `${file}${line === undefined ? '' : `:${line}`} ${text}`;
