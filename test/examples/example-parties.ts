import type { ConvertedOrder } from '../../packages/core/src/index.ts';
import type {
  CustomerSetup,
  TaxTypeSetup,
  VendorSetup,
} from '../../packages/server/src/application/configuration/company-setup.ts';
import { ExampleFault } from './example-fault.ts';
import { cellsByHeading, named, type PageTable, refuseUnknownHeadings } from './example-page.ts';

const VENDOR_HEADINGS = ['vendor', 'name', 'merchandise', 'account'];

/** The vendors of a story. Whether one is a merchandise vendor is said of each. */
export function readVendors(table: PageTable | undefined): readonly VendorSetup[] {
  if (table === undefined) return [];
  refuseUnknownHeadings(table, (one) => VENDOR_HEADINGS.includes(one), 'the table of vendors');
  return table.rows.map((row) => {
    const cells = cellsByHeading(table, row);
    const code = named(table, row);
    const merchandise = cells.get('merchandise');
    if (merchandise !== 'yes' && merchandise !== 'no')
      throw new ExampleFault(row.line, `merchandise is yes or no, not ${merchandise ?? 'blank'}`);
    const account = cells.get('account');
    return {
      code,
      name: cells.get('name') ?? code,
      merchandise: merchandise === 'yes',
      ...(account === undefined ? {} : { account }),
    };
  });
}

const CUSTOMER_HEADINGS = ['customer', 'name'];

/** The customers of a story. */
export function readCustomers(table: PageTable | undefined): readonly CustomerSetup[] {
  if (table === undefined) return [];
  refuseUnknownHeadings(table, (one) => CUSTOMER_HEADINGS.includes(one), 'the table of customers');
  return table.rows.map((row) => {
    const code = named(table, row);
    return { code, name: cellsByHeading(table, row).get('name') ?? code };
  });
}

const TAX_HEADINGS = ['tax type', 'name', 'rate'];

/** The tax types of a story, their rates in per cent. */
export function readTaxTypes(table: PageTable | undefined): readonly TaxTypeSetup[] {
  if (table === undefined) return [];
  refuseUnknownHeadings(table, (one) => TAX_HEADINGS.includes(one), 'the table of tax types');
  return table.rows.map((row) => {
    const cells = cellsByHeading(table, row);
    const code = named(table, row);
    return { code, name: cells.get('name') ?? code, rate: cells.get('rate') ?? '' };
  });
}

/** Purchase orders that were received in a former system (`004.22`). */
export function readConvertedOrders(table: PageTable | undefined): readonly ConvertedOrder[] {
  if (table === undefined) return [];
  const headings = ['converted order', 'vendor'];
  refuseUnknownHeadings(table, (one) => headings.includes(one), 'the converted orders');
  return table.rows.map((row) => {
    const vendor = cellsByHeading(table, row).get('vendor');
    return { order: named(table, row), ...(vendor === undefined ? {} : { vendor }) };
  });
}
