import type { AccountRole, Configuration, Item, Refusal, TaxDefaults } from 'perpetua-core';
import { accountFaults } from './check-accounts.ts';
import { invalid } from './invalid-setup.ts';

/** What is wrong with vendors, customers and tax types, and with what names them. */
export function checkParties(
  configuration: Configuration,
  items: readonly Item[],
): readonly Refusal[] {
  const { vendors, customers, taxTypes, convertedOrders, groups } = configuration;
  return [
    ...[...vendors.values()].flatMap(({ code, name, account, control, site }) => {
      const what = `vendor ${code}`;
      return [
        ...partyFaults(configuration, { what, code, name, site }),
        ...chartFaults(configuration, account, what),
        ...controlFaults(configuration, 'supplier-control', control, what),
      ];
    }),
    ...[...customers.values()].flatMap(({ code, name, control, site }) => {
      const what = `customer ${code}`;
      return [
        ...partyFaults(configuration, { what, code, name, site }),
        ...controlFaults(configuration, 'customer-control', control, what),
      ];
    }),
    ...[...taxTypes.values()].flatMap(({ code, name, accountIn, accountOut }) => {
      const what = `tax type ${code}`;
      return [
        ...partyFaults(configuration, { what, code, name }),
        ...controlFaults(configuration, 'tax-out', accountOut, what),
        ...controlFaults(configuration, 'tax-in', accountIn, what),
      ];
    }),
    ...[...convertedOrders.values()].flatMap(({ order, vendor }) =>
      vendor === undefined || vendors.has(vendor)
        ? []
        : [invalid(`converted order ${order}`, `there is no vendor ${vendor}`)],
    ),
    ...[...groups.values()].flatMap((group) =>
      taxTypeFaults(configuration, group, `group ${group.number}`),
    ),
    ...items.flatMap((item) => taxTypeFaults(configuration, item, `item ${item.code}`)),
  ];
}

function partyFaults(
  { sites }: Configuration,
  {
    what,
    code,
    name,
    site,
  }: {
    readonly what: string;
    readonly code: string;
    readonly name: string;
    readonly site?: string | undefined;
  },
): readonly Refusal[] {
  const faults: Refusal[] = [];
  if (code === '' || /[\n\r\0]/.test(code))
    faults.push(invalid(what, 'a code is one line and not empty'));
  if (name.trim() === '') faults.push(invalid(what, 'it has no name'));
  if (site !== undefined && !sites.has(site))
    faults.push(invalid(what, `there is no site ${site}`));
  return faults;
}

/** The usual account of a vendor may be of either statement: he may sell goods or services. */
function chartFaults(
  { accounts }: Configuration,
  code: string | undefined,
  what: string,
): readonly Refusal[] {
  if (code === undefined) return [];
  const account = accounts.get(code);
  if (account === undefined) return [invalid(what, `there is no account ${code}`)];
  return account.active ? [] : [invalid(what, `account ${code} is inactive`)];
}

const controlFaults = (
  configuration: Configuration,
  role: AccountRole,
  code: string | undefined,
  what: string,
): readonly Refusal[] =>
  code === undefined ? [] : accountFaults(configuration, role, code, { what });

function taxTypeFaults(
  { taxTypes }: Configuration,
  { salesTaxType, purchaseTaxType }: TaxDefaults,
  what: string,
): readonly Refusal[] {
  return [salesTaxType, purchaseTaxType].flatMap((code) =>
    code === undefined || taxTypes.has(code) ? [] : [invalid(what, `there is no tax type ${code}`)],
  );
}
