import {
  type Configuration,
  formatDecimal,
  LARGEST_TAX_RATE,
  parseDecimal,
  refusal,
  TAX_RATE_DECIMALS,
} from 'perpetua-core';
import type {
  CustomerSetup,
  TaxTypeSetup,
  VendorSetup,
} from '../../configuration/company-setup.ts';
import { YES_NO } from '../import-kinds.ts';
import { type MasterReading, sameFields } from './master-reading.ts';
import { optional, type RowTexts } from './row-texts.ts';

/** Rows of `vendors`. */
export const vendorReading = ({ vendors }: Configuration): MasterReading<VendorSetup> => ({
  codeOf: (texts) => texts.text('code'),
  prepare: () => Promise.resolve(),
  knownOf: (texts) => vendors.get(texts.text('code')),
  read: (texts, known) => ({
    ...named(texts),
    ...yesNo(texts, 'merchandise', known?.merchandise),
    ...yesNo(texts, 'active', known?.active ?? true),
    ...optional('account', texts.kept('account', known?.account ?? undefined)),
    ...optional('control', texts.kept('control', known?.control ?? undefined)),
    ...optional('site', texts.kept('site', known?.site ?? undefined)),
  }),
  nameOf: ({ code }) => `Vendor ${code}`,
  same: sameFields,
  setup: (entries) => ({ vendors: entries.map(whole(['account', 'control', 'site'])) }),
});

/** Rows of `customers`. */
export const customerReading = ({ customers }: Configuration): MasterReading<CustomerSetup> => ({
  codeOf: (texts) => texts.text('code'),
  prepare: () => Promise.resolve(),
  knownOf: (texts) => customers.get(texts.text('code')),
  read: (texts, known) => ({
    ...named(texts),
    ...yesNo(texts, 'active', known?.active ?? true),
    ...optional('control', texts.kept('control', known?.control ?? undefined)),
    ...optional('site', texts.kept('site', known?.site ?? undefined)),
  }),
  nameOf: ({ code }) => `Customer ${code}`,
  same: sameFields,
  setup: (entries) => ({ customers: entries.map(whole(['control', 'site'])) }),
});

/** Rows of `tax-types`. */
export const taxTypeReading = ({ taxTypes }: Configuration): MasterReading<TaxTypeSetup> => ({
  codeOf: (texts) => texts.text('code'),
  prepare: () => Promise.resolve(),
  knownOf: (texts) => {
    const known = taxTypes.get(texts.text('code'));
    return known && { ...known, rate: formatDecimal(known.rate, TAX_RATE_DECIMALS) };
  },
  read: (texts, known) => {
    const rate = parseDecimal(texts.needed('rate'), TAX_RATE_DECIMALS, LARGEST_TAX_RATE);
    const isRate = typeof rate === 'bigint' && rate >= 0n;
    const entry = {
      ...named(texts),
      ...yesNo(texts, 'active', known?.active ?? true),
      ...optional('accountOut', texts.kept('accountOut', known?.accountOut ?? undefined)),
      ...optional('accountIn', texts.kept('accountIn', known?.accountIn ?? undefined)),
    };
    if (isRate) return { ...entry, rate: formatDecimal(rate, TAX_RATE_DECIMALS) };
    const fault = `rate ${texts.text('rate')} is no per cent from 0 with at most ${TAX_RATE_DECIMALS} decimals`;
    if (texts.text('rate') !== '')
      texts.refuse(refusal('setup-invalid', { what: `tax type ${entry.code}`, fault }));
    return undefined;
  },
  nameOf: ({ code }) => `Tax type ${code}`,
  same: sameFields,
  setup: (entries) => ({ taxTypes: entries.map(whole(['accountOut', 'accountIn'])) }),
});

const named = (texts: RowTexts) => ({ code: texts.needed('code'), name: texts.needed('name') });

function yesNo<Name extends string>(
  texts: RowTexts,
  name: Name,
  was: boolean | undefined,
): { readonly [Key in Name]?: boolean } {
  const before = was === undefined ? undefined : was ? 'yes' : 'no';
  const word = texts.word(name, YES_NO, before);
  return optional(name, word === undefined ? undefined : word === 'yes');
}

/** An entry in which fields without a value are taken back, as an empty cell asks. */
const whole =
  <Field extends string>(fields: readonly Field[]) =>
  <Entry extends { readonly [field in Field]?: string | null }>(entry: Entry): Entry => ({
    ...Object.fromEntries(fields.map((field) => [field, null])),
    ...entry,
  });
