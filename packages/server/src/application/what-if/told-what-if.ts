import { ok, type Refusal, type Result } from 'perpetua-core';
import { answer, type PostingAnswer } from '../post-transactions.ts';
import { type WhatIf, type WhatIfAnswer, type WhatIfPlace, whatIf } from './what-if.ts';

/** What was tried out, with what each transaction would be answered. */
export type ToldWhatIf = Omit<WhatIfAnswer, 'outcomes'> & {
  readonly results: readonly PostingAnswer[];
};

/** Tries something out and tells it as every interface does. */
export async function toldWhatIf(
  place: WhatIfPlace,
  what: WhatIf,
): Promise<Result<ToldWhatIf, Refusal>> {
  const found = await whatIf(place, what);
  if (!found.ok) return found;
  const { outcomes, ...difference } = found.value;
  const { currencyDecimals } = place.company;
  return ok({ ...difference, results: outcomes.map((one) => answer(one, currencyDecimals)) });
}
