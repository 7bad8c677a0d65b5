import { ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { Books, ChangeReason } from '../configuration/change-options.ts';
import type { CompanySetup } from '../configuration/company-setup.ts';
import { draftChange } from '../configuration/draft-change.ts';
import type { SetUp } from '../configuration/keep-change.ts';
import { setUpCompany } from '../configuration/set-up-company.ts';
import { starterSetup } from '../configuration/starter-setup.ts';
import { type GivenAnswers, readAnswers } from './read-answers.ts';
import { type ReadyCheck, readyCheck } from './ready-check.ts';

/** What the answers would make, before anything is kept. */
export type PreviewedCompany = {
  readonly setup: CompanySetup;
  readonly warnings: readonly string[];
};

/** A company the assistant made, and what it still needs. */
export type AssistedCompany = { readonly made: SetUp; readonly check: ReadyCheck };

/** The year of the clock: the usual one to open. */
export const yearOf = ({ clock }: Pick<Books, 'clock'>): string => String(clock().getUTCFullYear());

/** The setup that answers lead to; refuses what the company itself would be refused for. */
export async function previewCompany(
  books: Books,
  given: GivenAnswers,
): Promise<Result<PreviewedCompany, Refusal>> {
  const answers = readAnswers(given, yearOf(books));
  if (!answers.ok) return answers;
  const { code } = answers.value;
  const known = (await books.storage.companies()).some((company) => company.code === code);
  if (known) return refused([refusal('company-exists', { company: code })]);
  const setup = starterSetup(answers.value);
  const { refusals, warnings } = draftChange([], setup, 1);
  return refusals.length > 0 ? refused(refusals) : ok({ setup, warnings });
}

/**
 * Makes a company of the answers that can post on its first day (`000.10`): integrated unless it is
 * said otherwise (`000.24`), with at least one complete group. A company that is there already gets
 * what it lacks of the setup, and keeps the rest; with `isNew` it is refused.
 */
export async function createCompany(
  books: Books,
  given: GivenAnswers,
  why: ChangeReason,
  isNew: boolean,
): Promise<Result<AssistedCompany, Refusal>> {
  const answers = readAnswers(given, yearOf(books));
  if (!answers.ok) return answers;
  const setup = starterSetup(answers.value);
  const made = await setUpCompany(books, setup, why, isNew ? { seen: 0 } : {});
  if (!made.ok) return made;
  return ok({ made: made.value, check: await readyCheck(books, made.value.company) });
}
