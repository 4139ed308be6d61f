/** What the author of a mutant claims, before it first runs. */
export type Mutant = {
  /** The row of the list of known bugs, or 'own' and a number. */
  readonly bug: string;
  /** The one wrong decision, in a sentence. */
  readonly what: string;
  /** Scenarios that must fail on it at the default grade, at any salt. */
  readonly killers: readonly [string, ...string[]];
  /** The rule that the first failing killer names. */
  readonly rule: string;
};

/** Checks the shape of a declaration. */
export const mutant = (declared: Mutant): Mutant => declared;
