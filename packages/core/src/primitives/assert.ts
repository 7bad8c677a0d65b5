/** Stops the program when something that must be true is not: a defect of ours, never a refusal. */
export function assert(condition: unknown, because: string): asserts condition {
  if (!condition) throw new AssertionFailed(because);
}

/** A broken assertion. Nobody catches it to go on; the work under way is rolled back whole. */
export class AssertionFailed extends Error {
  override readonly name = 'AssertionFailed';
}
