import { type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { CompanyName, WritingSession } from '../ports.ts';
import type { Books, ChangeOptions, ChangeReason } from './change-options.ts';
import type { CompanySetup } from './company-setup.ts';
import { costsDay } from './costs-day.ts';
import { draftChange } from './draft-change.ts';
import { invalid } from './invalid-setup.ts';
import { holdingLane, keepChange, type SetUp } from './keep-change.ts';
import { planChange } from './plan-change.ts';

const CODE = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * Creates a company, or adds to and changes an existing one, all or nothing.
 *
 * The new configuration is put together and checked as a whole before anything is kept; every
 * fault is reported at once (`setup-invalid`), so that a wrong configuration is refused when it is
 * saved and not when somebody posts (`000.60`, `Q-34`). The inventory account of a group in use is
 * locked (`000.51`); stock that would belong to another account moves there by a journal in the
 * same transaction, or the change is refused (`account-holds-value`, `002.39`). What new standard
 * costs or a new costing method make of the stock on hand is posted with the change, before it moves
 * (`003.50`, `Q-45`), or the change is refused.
 */
export async function setUpCompany(
  books: Books,
  setup: CompanySetup,
  why: ChangeReason,
  options: ChangeOptions = {},
): Promise<Result<SetUp, Refusal>> {
  const { code } = setup.company;
  if (!CODE.test(code)) {
    return refused([
      invalid('company', `${code} is no code: lower case letters, digits and hyphens`),
    ]);
  }
  const existing = (await books.storage.companies()).find((company) => company.code === code);
  if (existing !== undefined) return change(books, existing, setup, { why, ...options });
  // Checked before the company is made, so that a refused setup leaves no empty company behind.
  const day = costsDay(setup, books.clock());
  const faults = [...(day.ok ? [] : day.reasons), ...draftChange([], setup, 1).refusals];
  if (faults.length > 0) return refused(faults);
  const company = await books.storage.addCompany(code, books.clock());
  if (company === undefined) return refused([refusal('company-exists', { company: code })]);
  return change(books, company, setup, { why, ...options });
}

type Change = ChangeOptions & { readonly why: ChangeReason };

async function change(
  books: Books,
  company: CompanyName,
  setup: CompanySetup,
  how: Change,
): Promise<Result<SetUp, Refusal>> {
  return holdingLane(books, company, (session) =>
    changeUnderLock(session, { books, company, setup, how }),
  );
}

type Wish = {
  readonly books: Books;
  readonly company: CompanyName;
  readonly setup: CompanySetup;
  readonly how: Change;
};

async function changeUnderLock(
  session: WritingSession,
  { books: { clock }, company, setup, how }: Wish,
): Promise<Result<SetUp, Refusal>> {
  const now = clock();
  // The lane is held, so of two changes made on one version only the first is kept.
  const planned = await planChange(session, { company, setup, ...how }, now);
  if (!planned.ok) return planned;
  const why = { ...how.why, reason: setup.reason ?? how.why.reason };
  return keepChange(session, { ...how, company, plan: planned.value, now, why });
}
