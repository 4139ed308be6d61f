/**
 * Goes on with what a promise of foreign code comes to. Never by its own `then`: a promise may
 * carry one of its author's, who would be handed a function of the harness, and could call it from
 * so deep a stack that nobody has room to look at what it is told. `await` hands over nothing.
 */
export async function afterwards(
  promise: Promise<unknown>,
  next: (value: unknown) => void,
): Promise<void> {
  next(await promise);
}
