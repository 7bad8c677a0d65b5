import { list, object, type ReadBy, text } from './reading.ts';

const company = object((field) => ({
  code: field('code', text),
  name: field('name', text),
  currency: field('currency', text),
}));

/** The answer of `GET /companies`. */
export const companies = object((field) => field('companies', list(company)));

export type CompanyLine = ReadBy<typeof company>;
