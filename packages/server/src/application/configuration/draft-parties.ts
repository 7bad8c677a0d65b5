import {
  type AccountRole,
  assignmentKey,
  assignmentOn,
  type BusinessDate,
  type Configuration,
  type Customer,
  factOfTaxType,
  type Item,
  LARGEST_TAX_RATE,
  parseDecimal,
  type Refusal,
  TAX_RATE_DECIMALS,
  type TaxDefaults,
  type TaxRate,
  type TaxType,
  taxRate,
  type Vendor,
} from 'perpetua-core';
import type {
  CompanySetup,
  CustomerSetup,
  ItemSetup,
  TaxTypeSetup,
  VendorSetup,
} from './company-setup.ts';
import type { ConfigurationFact } from './configuration-facts.ts';
import { invalid } from './invalid-setup.ts';

/** Vendors, customers and tax types of a setup; what is left out of a known one stays as it is. */
export function partyFacts(
  before: Configuration | undefined,
  setup: CompanySetup,
  validFrom: BusinessDate,
  refusals: Refusal[],
): readonly ConfigurationFact[] {
  const stock = stockAccounts(before, setup, validFrom);
  const { vendors = [], customers = [], taxTypes = [], convertedOrders = [] } = setup;
  return [
    ...vendors.map((told) => vendorFact(before?.vendors.get(told.code), told, stock)),
    ...customers.map((told) => customerFact(before?.customers.get(told.code), told)),
    ...convertedOrders.map(
      (content): ConfigurationFact => ({ kind: 'converted-order', key: content.order, content }),
    ),
    ...taxTypes.map((told) => taxTypeFact(before?.taxTypes.get(told.code), told, refusals)),
  ];
}

function vendorFact(
  known: Vendor | undefined,
  told: VendorSetup,
  stock: ReadonlySet<string>,
): ConfigurationFact {
  const { code } = told;
  const account = said(told.account, known?.account);
  const isCoded = account !== undefined && stock.has(account);
  const content = {
    ...nameOf(known, told),
    // Who was once said to be one, or not, stays so until it is said otherwise (`Q-25`).
    merchandise: told.merchandise ?? known?.merchandise ?? isCoded,
    ...(account === undefined ? {} : { account }),
    ...controlAndSite(known, told),
  };
  return { kind: 'vendor', key: code, content };
}

const customerFact = (known: Customer | undefined, told: CustomerSetup): ConfigurationFact => ({
  kind: 'customer',
  key: told.code,
  content: { ...nameOf(known, told), ...controlAndSite(known, told) },
});

function taxTypeFact(
  known: TaxType | undefined,
  told: TaxTypeSetup,
  refusals: Refusal[],
): ConfigurationFact {
  const { code, rate: text } = told;
  const rate = text === undefined ? known?.rate : rateOf(code, text, refusals);
  if (rate === undefined && text === undefined)
    refusals.push(invalid(`tax type ${code}`, 'it has no rate; a new one needs one'));
  const accountOut = said(told.accountOut, known?.accountOut);
  const accountIn = said(told.accountIn, known?.accountIn);
  const content = {
    ...nameOf(known, told),
    rate: rate ?? taxRate(0n),
    ...(accountOut === undefined ? {} : { accountOut }),
    ...(accountIn === undefined ? {} : { accountIn }),
  };
  return { kind: 'tax-type', key: code, content: factOfTaxType(content) };
}

type Named = { readonly code: string; readonly name: string; readonly active: boolean };

const nameOf = (known: Named | undefined, told: Pick<Named, 'code'> & Partial<Named>): Named => ({
  code: told.code,
  name: told.name ?? known?.name ?? '',
  active: told.active ?? known?.active ?? true,
});

function controlAndSite(
  known: Pick<Vendor, 'control' | 'site'> | undefined,
  told: Pick<VendorSetup, 'control' | 'site'>,
): Pick<Vendor, 'control' | 'site'> {
  const control = said(told.control, known?.control);
  const site = said(told.site, known?.site);
  return {
    ...(control === undefined ? {} : { control }),
    ...(site === undefined ? {} : { site }),
  };
}

/** What is said now, else what was said before; null takes it back. */
const said = (told: string | null | undefined, known: string | undefined): string | undefined =>
  told === undefined ? known : (told ?? undefined);

function rateOf(code: string, text: string, refusals: Refusal[]): TaxRate | undefined {
  const rate = parseDecimal(text, TAX_RATE_DECIMALS, LARGEST_TAX_RATE);
  if (typeof rate === 'bigint' && rate >= 0n) return taxRate(rate);
  const fault = `rate ${text} is no per cent from 0 with at most ${TAX_RATE_DECIMALS} decimals`;
  refusals.push(invalid(`tax type ${code}`, fault));
  return undefined;
}

const INVENTORY: AccountRole = 'inventory';

/**
 * The inventory account of the control table, by which merchandise vendors are known (`004.28`); of a
 * company whose groups have accounts of their own and no common one, those of the groups.
 */
function stockAccounts(
  before: Configuration | undefined,
  { controls, groups = [] }: CompanySetup,
  day: BusinessDate,
): ReadonlySet<string> {
  const known = (group: number | null) =>
    before &&
    assignmentOn(before.assignments, assignmentKey(INVENTORY, group, '', ''), day)?.account;
  const control = controls?.inventory ?? known(null);
  if (control) return new Set([control]);
  const ofGroups = [
    ...groups.map(({ accounts }) => accounts?.inventory),
    ...[...(before?.groups.keys() ?? [])].map(known),
  ];
  return new Set(ofGroups.flatMap((account) => (account ? [account] : [])));
}

/** The tax types of a group; null takes one back, and what is not named stays. */
export function taxDefaultsOf(
  known: TaxDefaults | undefined,
  { salesTaxType, purchaseTaxType }: Pick<ItemSetup, 'salesTaxType' | 'purchaseTaxType'>,
): TaxDefaults {
  const sales = said(salesTaxType, known?.salesTaxType);
  const purchase = said(purchaseTaxType, known?.purchaseTaxType);
  return {
    ...(sales === undefined ? {} : { salesTaxType: sales }),
    ...(purchase === undefined ? {} : { purchaseTaxType: purchase }),
  };
}

/**
 * Items with the tax types they begin with: a new one takes those of its group, a known one keeps its
 * own whatever the group says by now (`000.39`, `000.42`). What the setup names stands above both.
 */
export function withTaxTypes(
  items: readonly Item[],
  { items: setups = [], groups = [] }: CompanySetup,
  {
    before,
    known,
  }: {
    readonly before: Configuration | undefined;
    readonly known: ReadonlyMap<string, Item>;
  },
): readonly Item[] {
  const named = new Map(groups.map((group) => [group.number, group]));
  return items.map((item, index) => {
    const earlier = known.get(item.code);
    const group = taxDefaultsOf(before?.groups.get(item.group), named.get(item.group) ?? {});
    const { salesTaxType: _, purchaseTaxType: __, ...plain } = item;
    return { ...plain, ...taxDefaultsOf(earlier ?? group, setups[index] ?? {}) };
  });
}
