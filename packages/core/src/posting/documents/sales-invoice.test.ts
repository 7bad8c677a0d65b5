import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../determination/configuration.ts';
import { indexPolicies } from '../../determination/policies-in-force.ts';
import type { PolicyValue } from '../../determination/policy.ts';
import type { Item } from '../../items/item.ts';
import { taxRate, unitCost } from '../../primitives/money.ts';
import {
  assignment,
  companyAssignments,
  day,
  SAMPLE_ITEMS,
  sampleConfiguration,
  withAccounts,
  withAssignments,
} from '../../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../../testing/sample-company.ts';
import { refusalText } from '../../transactions/refusals.ts';

const cost = (euros: bigint) => unitCost(euros * 100_000_000n);

/** Goods, and what is sold without being stocked: a consumable, a special item and a service, each with a cost. */
// biome-ignore format: a table reads as a table
const ITEMS: readonly Item[] = [
  ...SAMPLE_ITEMS,
  { code: 'C1', name: 'Engraving',   group: 1, itemClass: 'consumable', quantityDecimals: 0, standardCost: cost(70n), setCosts: { average: cost(90n), last: cost(95n) } },
  { code: 'C2', name: 'Wiping',      group: 1, itemClass: 'consumable', quantityDecimals: 0 },
  { code: 'P1', name: 'Special',     group: 1, itemClass: 'special',    quantityDecimals: 0, setCosts: { average: cost(5n) } },
  { code: 'V1', name: 'Eye test',    group: 2, itemClass: 'service',    quantityDecimals: 0, setCosts: { average: cost(30n) } },
];

const sold = (fields: SampleFields): SampleFields => ({ item: '', party: 'CLINIC', ...fields });

type Options = { readonly configuration?: Partial<Configuration> };

/** Ten frames in stock at 12.00 each. */
function stocked(options: Options = {}): SampleCompany {
  const company = new SampleCompany({ items: ITEMS, ...options });
  company.post('opening-balance', { key: 'opening', quantity: '10', unitCost: '12' });
  return company;
}

const NOT_INTEGRATED = {
  company: {
    ...sampleConfiguration().company,
    integration: [{ from: day('2026-01-01'), integrated: false }],
  },
};

const TWO_FRAMES = { item: 'F1', quantity: '2', unitPrice: '50', taxType: 'STD' };

/** Why roles were read as others, in the order in which the accounts were asked for. */
const reasonsIn = ({ decisions }: SampleCompany): readonly (string | null)[] =>
  decisions
    .flatMap(({ determinations }) => determinations)
    .flatMap(({ determination: { roleReason } }) => (roleReason === null ? [] : [roleReason]));

describe('goods that are sold', () => {
  test('000.43 000.29 000.44 000.46 the customer owes 115.00, sales are 100.00, tax 15.00; cost leaves stock at average', () => {
    const company = stocked();
    expect(company.post('sales-invoice', sold({ lines: [TWO_FRAMES] }))).toBe(
      [
        'sale: Dr cogs@DC 24.00 / Cr inventory@DC 24.00',
        'sales-revenue: Dr customer-control@DC 115.00 / Cr sales@DC 100.00, Cr tax-out@DC 15.00',
      ].join('\n'),
    );
    expect(company.onHand('DC')).toBe('8 = 96.00 @ 12.000000');
  });

  // biome-ignore format: a table reads as a table
  test.each([
    ['without tax',                    { unitPrice: '50', quantity: '2' },              'exclusive', '115.00', '-100.00', '-15.00'],
    ['with tax in it',                 { amount: '115', quantity: '2' },                'inclusive', '115.00', '-100.00', '-15.00'],
    ['with tax in it, half up',        { amount: '10', quantity: '2' },                 'inclusive', '10.00',  '-8.70',   '-1.30'],
    ['with the tax that the paper says', { amount: '100', quantity: '2', tax: '15.01' }, 'exclusive', '115.01', '-100.00', '-15.01'],
    ['the same with tax in it',        { amount: '115', quantity: '2', tax: '15.01' },  'inclusive', '115.00', '-99.99',  '-15.01'],
  ])('000.43 entered %s', (_, line, taxEntry, ...balances) => {
    const company = stocked();
    const lines = [{ item: 'F1', taxType: 'STD', ...line }];
    company.post('sales-invoice', sold({ taxEntry, lines }));
    const roles = ['customer-control', 'sales', 'tax-out'] as const;
    expect(roles.map((role) => company.balance(role))).toEqual(balances);
  });

  test('000.39 000.40 the tax type is that of the item, unless the line names another or none', () => {
    const half = { code: 'HALF', name: 'Half', rate: taxRate(75_000n), active: true };
    const items = ITEMS.map((item) => ({ ...item, salesTaxType: 'STD', purchaseTaxType: 'HALF' }));
    const { taxTypes } = sampleConfiguration();
    const company = new SampleCompany({
      items,
      configuration: { taxTypes: new Map([...taxTypes, ['HALF', half]]) },
    });
    company.post('opening-balance', { quantity: '10', unitCost: '12' });
    const line = { item: 'F1', quantity: '1', amount: '100' };
    const lines = [line, { ...line, taxType: 'HALF' }, { ...line, taxType: '' }];
    const { postings } = company.posted('sales-invoice', sold({ lines }));
    expect(
      postings.filter(({ credit }) => credit.role === 'tax-out').map(({ amount }) => amount),
    ).toEqual([1500n, 750n]);
  });

  test('000.26 what a customer owes stands on his own account, else on that of the company; tax on that of its type', () => {
    const own = { code: 'CLINIC', name: 'Clinic', active: true, control: '1601' };
    const { customers, taxTypes } = sampleConfiguration();
    const local = { ...taxTypes.get('STD'), code: 'LOCAL', name: 'Local', rate: taxRate(150_000n), active: true, accountOut: '2201' }; // biome-ignore format: one line
    const company = stocked({
      configuration: {
        customers: new Map([...customers, ['CLINIC', own]]),
        taxTypes: new Map([...taxTypes, ['LOCAL', local]]),
        accounts: withAccounts({ '1601': 'asset', '2201': 'liability' }),
      },
    });
    const lines = [{ ...TWO_FRAMES, taxType: 'LOCAL' }];
    const { postings } = company.posted('sales-invoice', sold({ lines }));
    expect(postings.flatMap(({ debit, credit }) => [debit.account, credit.account])).toEqual(
      expect.arrayContaining(['1601', '2201']),
    );
    expect(company.balance('customer-control')).toBe('0.00');
    company.post('sales-invoice', sold({ party: 'SCHOOL', lines: [TWO_FRAMES] }));
    expect(company.balance('customer-control')).toBe('115.00');
  });

  test('000.12 000.14 000.34 revenue goes to the account of the group: groups may share one account and part in another', () => {
    const company = stocked({
      configuration: {
        ...withAssignments([
          assignment('sales', '4001', { group: 2 }),
          assignment('cogs', '5001', { group: 1 }),
          assignment('cogs', '5001', { group: 2 }),
        ]),
        accounts: withAccounts({ '4001': 'income', '5001': 'expense' }),
      },
    });
    company.post('opening-balance', { item: 'K1', quantity: '4', unitCost: '3' });
    const lines = [
      { item: 'F1', quantity: '1', amount: '50' },
      { item: 'K1', quantity: '1', amount: '7' },
    ];
    const { postings } = company.posted('sales-invoice', sold({ lines }));
    const creditsOf = (account: string) =>
      postings.flatMap(({ credit, amount }) => (credit.account === account ? [amount] : []));
    expect(creditsOf('4001')).toEqual([700n]);
    expect(company.balance('sales')).toBe('-50.00');
    expect(postings.filter(({ debit }) => debit.account === '5001').map(({ amount }) => amount)).toEqual([1200n, 300n]); // biome-ignore format: one line
  });

  test('000.02 000.28 not integrated: sales and tax and no account of stock or cost, while units and values move', () => {
    const company = new SampleCompany({ items: ITEMS, configuration: NOT_INTEGRATED });
    company.post('receive-from-vendor', { quantity: '10', unitCost: '12' });
    const journal = company.post('sales-invoice', sold({ lines: [TWO_FRAMES, { item: 'C1', quantity: '1', amount: '150' }] })); // biome-ignore format: one line
    expect(journal).toBe(
      [
        'sales-revenue: Dr customer-control@DC 115.00 / Cr sales@DC 100.00, Cr tax-out@DC 15.00',
        'sales-revenue: Dr customer-control@DC 150.00 / Cr sales@DC 150.00',
      ].join('\n'),
    );
    expect(company.onHand('DC')).toBe('8 = 96.00 @ 12.000000');
    const back = company.post('sales-credit-note', sold({ lines: [{ ...TWO_FRAMES, kind: 'for-vendor', quantity: '1' }] })); // biome-ignore format: one line
    expect(back).toBe(
      'sales-revenue: Dr sales@DC 50.00, Dr tax-out@DC 7.50 / Cr customer-control@DC 57.50',
    );
  });

  test('an invoice of an order waits in the clearing of the order until it is delivered', () => {
    const company = stocked();
    company.post('sales-invoice', sold({ document: 'SO-1', lines: [TWO_FRAMES] }));
    expect(company.onHand('DC')).toBe('10 = 120.00 @ 12.000000');
    expect(company.held('DC', 'order-clearing')).toBe('-2 = -24.00');
    company.post('pick-for-order', { document: 'SO-1', quantity: '2' });
    company.post('deliver', { document: 'SO-1', quantity: '2' });
    expect(company.held('DC', 'order-clearing')).toBe('0 = 0.00');
    expect(company.balance('cogs')).toBe('24.00');
  });

  test('stock below zero and every other fault of every line are told at once, each with its line', () => {
    const company = new SampleCompany({ items: ITEMS, negativeStock: 'forbid' });
    company.post('opening-balance', { quantity: '1', unitCost: '12' });
    const lines = [
      { item: 'F1', quantity: '2', amount: '10' },
      { item: 'NONE', quantity: '1', amount: '1' },
      { item: 'F1', quantity: '1', amount: '1', taxType: 'OLD' },
      { item: 'F1', quantity: '1', amount: '1', unitCost: '3' },
    ];
    const outcome = company.send('sales-invoice', sold({ lines }));
    const told = outcome.status === 'refused' ? outcome.refusals.map(refusalText) : [];
    expect(told.map(({ code, line }) => `${line}: ${code}`).toSorted()).toEqual([
      '1: stock-below-zero',
      '2: item-unknown',
      '3: tax-type-inactive',
      '4: field-not-allowed',
    ]);
    expect(company.onHand('DC')).toBe('1 = 12.00 @ 12.000000');
  });

  test('004.09 004.40 revenue, tax and what is owed stand on no account that holds stock, whoever names it', () => {
    const inventory = companyAssignments().find(({ role }) => role === 'inventory')?.account ?? '';
    const own = { code: 'CLINIC', name: 'Clinic', active: true, control: inventory };
    const company = stocked({ configuration: { customers: new Map([['CLINIC', own]]) } });
    expect(company.refused('sales-invoice', sold({ lines: [TWO_FRAMES] }))).toEqual([
      'line-account-holds-stock',
    ]);
  });
});

describe('goods that come back', () => {
  const returned = {
    item: 'F1',
    quantity: '2',
    unitPrice: '50',
    taxType: 'STD',
    original: 'INV#1',
  };

  /** Two frames sold at a cost of 12.00; since then the average has gone up to 14.00. */
  function soldBefore(options: Options = {}): SampleCompany {
    const company = stocked(options);
    company.post('sales-invoice', sold({ key: 'INV', lines: [TWO_FRAMES] }));
    company.post('receive-from-vendor', { quantity: '8', unitCost: '16' });
    return company;
  }

  test('000.59 costing 5.1 Q-16 a full credit is the mirror of the invoice: all accounts are as before, the cost is the original one', () => {
    const company = soldBefore();
    expect(company.onHand('DC')).toBe('16 = 224.00 @ 14.000000');
    expect(company.post('sales-credit-note', sold({ lines: [returned] }))).toBe(
      [
        'return: Dr inventory@DC 24.00 / Cr cogs@DC 24.00',
        'sales-revenue: Dr sales@DC 100.00, Dr tax-out@DC 15.00 / Cr customer-control@DC 115.00',
      ].join('\n'),
    );
    for (const role of ['cogs', 'sales', 'tax-out', 'customer-control'] as const)
      expect([role, company.balance(role)]).toEqual([role, '0.00']);
    expect(company.onHand('DC')).toBe('18 = 248.00 @ 13.777778');
  });

  test('Q-16 a return that names no sale comes back at what stock costs now', () => {
    const company = soldBefore();
    const { original: _, ...unnamed } = returned;
    company.post('sales-credit-note', sold({ lines: [unnamed] }));
    expect(company.balance('cogs')).toBe('-4.00');
  });

  test('no more comes back than was sold, over lines and documents, and a reversed credit gives it back', () => {
    const company = soldBefore();
    const one = { ...returned, quantity: '1' };
    const three = sold({ lines: [one, one, one] });
    expect(company.refused('sales-credit-note', three)).toEqual(['original-used-up']);
    company.post('sales-credit-note', sold({ key: 'CN', lines: [one, one] }));
    expect(company.refused('sales-credit-note', sold({ lines: [one] }))).toEqual([
      'original-used-up',
    ]);
    company.post('sales-credit-note', { item: '', reverses: 'CN' });
    company.post('sales-credit-note', sold({ lines: [returned] }));
    expect(company.balance('customer-control')).toBe('0.00');
  });

  // biome-ignore format: a table reads as a table
  test.each([
    ['of no sale there is',          { original: 'NONE#1' },                     {}, 'original-unknown'],
    ['of another item',              { item: 'A1' },                             {}, 'original-differs'],
    ['of what is no sale',           { original: 'opening' },                    {}, 'original-differs'],
    ['of the document itself',       { original: 'INV' },                        {}, 'original-differs'],
    ['of another customer',          {},                        { party: 'SCHOOL' }, 'customer-differs'],
    ['before it was sold',           {},                { postedOn: '2026-01-04' }, 'dated-before-original'],
  ])('a return %s is refused', (_, line, head, code) => {
    for (const kind of ['returned', 'for-vendor']) {
      const company = soldBefore();
      const lines = [{ ...returned, kind, quantity: '1', ...line }];
      expect(company.refused('sales-credit-note', sold({ ...head, lines }))).toContain(code);
    }
  });

  test('a sale whose line came back is not reversed; after the credit is turned, it is', () => {
    const company = soldBefore();
    company.post('sales-credit-note', sold({ key: 'CN', lines: [returned] }));
    const reversal = { item: '', reverses: 'INV' };
    expect(company.refused('sales-invoice', reversal)).toEqual(['reversal-not-possible']);
    company.post('sales-credit-note', { item: '', reverses: 'CN' });
    company.post('sales-invoice', reversal);
    for (const role of ['cogs', 'sales', 'tax-out', 'customer-control'] as const)
      expect([role, company.balance(role)]).toEqual([role, '0.00']);
    expect(company.onHand('DC')).toBe('18 = 248.00 @ 13.777778');
  });

  test('an allowance on the price is revenue alone', () => {
    const company = soldBefore();
    const lines = [{ kind: 'revenue', item: 'F1', amount: '10', taxType: 'STD' }];
    expect(company.post('sales-credit-note', sold({ lines }))).toBe(
      'sales-revenue: Dr sales@DC 10.00, Dr tax-out@DC 1.50 / Cr customer-control@DC 11.50',
    );
    expect(company.onHand('DC')).toBe('16 = 224.00 @ 14.000000');
  });

  const control = companyAssignments().filter(({ role }) => role !== 'vendor-return-inventory');
  const forVendor = { ...returned, kind: 'for-vendor' };

  test('004.36 4.6b what goes on to the vendor stands on the vendor return account, at its original cost, and in no stock', () => {
    const company = soldBefore();
    expect(company.post('sales-credit-note', sold({ lines: [forVendor] }))).toBe(
      [
        'return-for-vendor: Dr vendor-return-inventory@DC 24.00 / Cr cogs@DC 24.00',
        'sales-revenue: Dr sales@DC 100.00, Dr tax-out@DC 15.00 / Cr customer-control@DC 115.00',
      ].join('\n'),
    );
    expect(company.onHand('DC')).toBe('16 = 224.00 @ 14.000000');
    expect(company.refused('sales-credit-note', sold({ lines: [returned] }))).toEqual([
      'original-used-up',
    ]);
  });

  test('004.01 004.36 without such an account it is Non-Inventory, and says why', () => {
    const company = soldBefore({ configuration: withAssignments([], control) });
    expect(company.post('sales-credit-note', sold({ lines: [forVendor] }))).toContain(
      'return-for-vendor: Dr non-inventory@DC 24.00 / Cr cogs@DC 24.00',
    );
    expect(reasonsIn(company)).toEqual(['vendor-return-account-missing']);
  });

  test('4.6 what the vendor credits for it clears what stands there', () => {
    const company = soldBefore();
    company.post('sales-credit-note', sold({ lines: [forVendor] }));
    const lines = [{ kind: 'vendor-return', amount: '24' }];
    company.post('supplier-credit-note', { item: '', party: 'MERCH', lines });
    expect(company.balance('vendor-return-inventory')).toBe('0.00');
  });

  test('what goes on to the vendor and names no sale takes what stock costs now; without any cost it is refused', () => {
    const company = soldBefore();
    const { original: _, ...unnamed } = forVendor;
    expect(company.post('sales-credit-note', sold({ lines: [unnamed] }))).toContain(
      'return-for-vendor: Dr vendor-return-inventory@DC 28.00 / Cr cogs@DC 28.00',
    );
    const unknown = [{ ...unnamed, item: 'A1' }];
    expect(company.refused('sales-credit-note', sold({ lines: unknown }))).toEqual([
      'cost-unknown',
    ]);
  });
});

/** Sales invoices take the cost of what is not stocked from this stream. */
const withSalesCost = (value: PolicyValue<'sales-cost'>): Partial<Configuration> => ({
  policies: indexPolicies([{ policy: 'sales-cost', value, group: null, from: day('1900-01-01') }]),
});

describe('what is sold without being stocked', () => {
  const engraving = { item: 'C1', quantity: '1', unitPrice: '150' };
  const revenue = 'sales-revenue: Dr customer-control@DC 150.00 / Cr sales@DC 150.00';

  test('004.01 004.11 004.31 a consumable with a cost: Dr cost of sales / Cr Non-Inventory', () => {
    const company = stocked();
    const { warnings } = company.posted('sales-invoice', sold({ lines: [engraving] }));
    expect(company.journalOf(company.posted('sales-invoice', sold({ lines: [engraving] })))).toBe(
      `sale-without-stock: Dr cogs@DC 90.00 / Cr non-inventory@DC 90.00\n${revenue}`,
    );
    expect(reasonsIn(company)).toEqual(['consumable-cost']);
    expect(warnings).toEqual([
      'line 1: consumable C1 is in group 1, which has no account for its cost: it goes to Non-Inventory',
    ]);
  });

  test('004.12 a consumable without a cost posts none', () => {
    const company = stocked();
    expect(company.post('sales-invoice', sold({ lines: [{ ...engraving, item: 'C2' }] }))).toBe(
      revenue,
    );
    expect(company.balance('non-inventory')).toBe('0.00');
  });

  test('004.10 004.13 004.14 a consumable has no stock before or after it is sold', () => {
    const company = stocked();
    company.post('sales-invoice', sold({ lines: [engraving] }));
    expect(company.decisions.at(-1)?.movements).toEqual([]);
    expect(company.onHand('DC', 'C1')).toBe('0 = 0.00 @ 0.000000');
  });

  test('004.16 in a group with an account of its own its cost goes there, and nothing is warned of', () => {
    const company = stocked({
      configuration: {
        ...withAssignments([assignment('cost-recovered', '5390', { group: 1 })]),
        accounts: withAccounts({ '5390': 'expense' }),
      },
    });
    const outcome = company.posted('sales-invoice', sold({ lines: [engraving] }));
    expect(company.journalOf(outcome)).toBe(
      `sale-without-stock: Dr cogs@DC 90.00 / Cr 5390@DC 90.00\n${revenue}`,
    );
    expect(outcome.warnings).toEqual([]);
    expect(company.balance('non-inventory')).toBe('0.00');
    expect(reasonsIn(company)).toEqual(['recovered-by-group']);
  });

  test('004.32 the cost is that of the stream that sales invoices take', () => {
    const costUnder = (stream: PolicyValue<'sales-cost'>) => {
      const company = stocked({ configuration: withSalesCost(stream) });
      company.post('sales-invoice', sold({ lines: [engraving] }));
      return company.balance('non-inventory');
    };
    expect((['valuation', 'last', 'standard', 'fifo'] as const).map(costUnder)).toEqual([
      '-90.00',
      '-95.00',
      '-70.00',
      '0.00',
    ]);
  });

  test('004.34 an instant rebate is a consumable sold below zero: Dr sales / Cr customer, Dr Non-Inventory / Cr cost of sales', () => {
    const company = stocked();
    const lines = [{ item: 'C1', quantity: '-1', unitPrice: '25', unitCost: '20' }];
    expect(company.post('sales-invoice', sold({ lines }))).toBe(
      [
        'sale-without-stock: Dr non-inventory@DC 20.00 / Cr cogs@DC 20.00',
        'sales-revenue: Dr sales@DC 25.00 / Cr customer-control@DC 25.00',
      ].join('\n'),
    );
  });

  test('a credit note takes back what the line it names cost, and no more of it than was sold', () => {
    const company = stocked();
    const lines = [{ ...engraving, quantity: '2', unitCost: '91.01' }];
    company.post('sales-invoice', sold({ key: 'INV', lines }));
    const back = { ...engraving, original: 'INV#1' };
    company.post('sales-credit-note', sold({ lines: [back] }));
    expect(company.balance('non-inventory')).toBe('-91.01');
    expect(
      company.refused('sales-credit-note', sold({ lines: [{ ...back, quantity: '2' }] })),
    ).toEqual(['original-used-up']);
    expect(
      company.refused('sales-credit-note', sold({ lines: [{ ...back, unitCost: '1' }] })),
    ).toEqual(['field-not-allowed']);
    company.post('sales-credit-note', sold({ lines: [back] }));
    for (const role of ['non-inventory', 'cogs', 'sales', 'customer-control'] as const)
      expect([role, company.balance(role)]).toEqual([role, '0.00']);
  });

  test('of what was sold without a cost no more comes back than was sold either, and by the same customer', () => {
    const company = stocked();
    const lines = [{ ...engraving, item: 'C2', quantity: '2' }];
    company.post('sales-invoice', sold({ key: 'INV', lines }));
    const back = { ...engraving, item: 'C2', original: 'INV#1' };
    const other = sold({ party: 'SCHOOL', lines: [back] });
    expect(company.refused('sales-credit-note', other)).toEqual(['customer-differs']);
    company.post('sales-credit-note', sold({ key: 'CN', lines: [back] }));
    const two = sold({ lines: [{ ...back, quantity: '2' }] });
    expect(company.refused('sales-credit-note', two)).toEqual(['original-used-up']);
    expect(company.refused('sales-invoice', { item: '', reverses: 'INV' })).toEqual([
      'reversal-not-possible',
    ]);
    company.post('sales-credit-note', { item: '', reverses: 'CN' });
    company.post('sales-credit-note', two);
    expect(company.balance('customer-control')).toBe('0.00');
  });

  test('what is sold names no earlier sale', () => {
    const company = stocked();
    company.post('sales-invoice', sold({ key: 'INV', lines: [engraving] }));
    expect(
      company.refused('sales-invoice', sold({ lines: [{ ...engraving, original: 'INV#1' }] })),
    ).toEqual(['field-not-allowed']);
  });

  const special = { item: 'P1', quantity: '1', unitPrice: '8' };
  // biome-ignore format: a table reads as a table
  test.each<[string, PolicyValue<'sales-cost'>, object, string]>([
    ['the cost that orders show is the one that values stock', 'valuation', {},                '-5.00'],
    ['both are the same, however it is named',                 'average',   {},                '-5.00'],
    ['they differ',                                            'last',      {},                '0.00'],
    ['its cost is typed over',                                 'last',      { unitCost: '6' }, '-6.00'],
    ['both',                                                   'valuation', { unitCost: '6' }, '-6.00'],
  ])('004.18 a special item where %s', (_, stream, line, posted) => {
    const company = stocked({ configuration: withSalesCost(stream) });
    company.post('sales-invoice', sold({ lines: [{ ...special, ...line }] }));
    expect(company.balance('non-inventory')).toBe(posted);
    expect(company.balance('cogs')).toBe(posted.replace('-', ''));
    expect(reasonsIn(company)).toEqual(posted === '0.00' ? [] : ['special-cost']);
  });

  test('004.19 a special item is for comments and tax credits; anything else is warned of', () => {
    const warned = ['line 1: P1 is a special item, which is for comments and tax credits'];
    const warningsOf = (line: object) =>
      stocked({ configuration: withSalesCost('last') }).posted(
        'sales-invoice',
        sold({ lines: [{ item: 'P1', quantity: '1', ...line }] }),
      ).warnings;
    expect(warningsOf({ amount: '0' })).toEqual([]);
    expect(warningsOf({ amount: '0', tax: '-3' })).toEqual([]);
    expect(warningsOf({ amount: '8' })).toEqual(warned);
    expect(warningsOf({ amount: '0', unitCost: '6' })).toEqual(warned);
  });

  const test30 = { item: 'V1', quantity: '1', unitPrice: '80' };
  const serviceRevenue = 'sales-revenue: Dr customer-control@DC 80.00 / Cr sales@DC 80.00';

  test('000.54 costing 5.11 the accounts of a service group decide whether its cost is seen', () => {
    const company = (account: string) =>
      stocked({
        configuration: {
          ...withAssignments([
            assignment('cogs', '5300', { group: 2 }),
            assignment('cost-recovered', account, { group: 2 }),
          ]),
          accounts: withAccounts({ '5300': 'expense', '5390': 'expense' }),
        },
      });
    expect(company('5300').post('sales-invoice', sold({ lines: [test30] }))).toBe(serviceRevenue);
    expect(company('5390').post('sales-invoice', sold({ lines: [test30] }))).toBe(
      `sale-without-stock: Dr 5300@DC 30.00 / Cr 5390@DC 30.00\n${serviceRevenue}`,
    );
  });

  test('000.54 a group without such an account follows no cost of services, and takes none', () => {
    const company = stocked();
    expect(company.post('sales-invoice', sold({ lines: [test30] }))).toBe(serviceRevenue);
    expect(
      company.refused('sales-invoice', sold({ lines: [{ ...test30, unitCost: '30' }] })),
    ).toEqual(['cost-not-posted']);
  });

  test('goods are no line without stock, and what is not stocked no line of goods', () => {
    const company = stocked();
    const wrong = [
      { ...TWO_FRAMES, kind: 'without-stock' },
      { ...engraving, kind: 'goods' },
    ];
    const outcome = company.send('sales-invoice', sold({ lines: wrong }));
    expect(outcome.status === 'refused' && outcome.refusals).toMatchObject([
      { code: 'item-not-stocked', line: 2 },
      { code: 'item-stocked', line: 1 },
    ]);
  });
});
