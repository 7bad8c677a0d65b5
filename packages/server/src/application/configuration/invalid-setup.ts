import { type Refusal, refusal } from 'perpetua-core';

/** A fault of a setup, said of the thing it is about. */
export const invalid = (what: string, fault: string): Refusal =>
  refusal('setup-invalid', { what, fault });
