import {
  type BusinessDate,
  type Configuration,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refused,
} from 'perpetua-core';
import type { CompanySession } from '../ports.ts';
import type { CompanySetup } from './company-setup.ts';
import { invalid } from './invalid-setup.ts';

/** The day from which new costs and a new method hold: as the setup says, else today. */
export function costsDay({ costsFrom }: CompanySetup, now: Date): Result<BusinessDate, Refusal> {
  const today = now.toISOString().slice(0, 10);
  const day = parseBusinessDate(costsFrom ?? today);
  if (day === undefined) return refused([invalid('costsFrom', `${costsFrom ?? today} is no day`)]);
  if (day <= today) return ok(day);
  return refused([invalid('costsFrom', `${day} lies ahead of today, ${today}`)]);
}

/**
 * Why new costs cannot begin on a day. A method changes only on a day on which, and after which,
 * nothing was posted (`003.50`); what lies before its last change stays as it was valued then.
 */
export async function tooEarly(
  session: Pick<CompanySession, 'lastPostedOn'>,
  before: Configuration | undefined,
  { company: { costingMethod: wanted } }: CompanySetup,
  day: BusinessDate,
): Promise<readonly Refusal[]> {
  if (before === undefined) return [];
  const { costingMethod, costingChanges } = before.company;
  const [last] = costingChanges;
  const isChange = wanted !== undefined && wanted !== (last?.method ?? costingMethod);
  if (last !== undefined && (isChange ? day <= last.from : day < last.from)) {
    const fault = `the costing method changed on ${last.from}; take a later day`;
    return [invalid('costsFrom', fault)];
  }
  const posted = isChange ? await session.lastPostedOn() : undefined;
  if (posted === undefined || posted < day) return [];
  const fault = `a costing method changes on a day without postings, and something is posted on ${posted}; take a later day as costsFrom`;
  return [invalid('company', fault)];
}
