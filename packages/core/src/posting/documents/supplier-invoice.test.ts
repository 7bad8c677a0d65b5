import { describe, expect, test } from 'vitest';
import type { AccountRole } from '../../accounts/account-role.ts';
import { taxRate } from '../../primitives/money.ts';
import {
  assignment,
  companyAssignments,
  day,
  SAMPLE_ACCOUNTS,
  SAMPLE_ITEMS,
  sampleConfiguration,
  withAccounts,
  withAssignments,
} from '../../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../../testing/sample-company.ts';
import { refusalText } from '../../transactions/refusals.ts';

const bill = (fields: SampleFields): SampleFields => ({ item: '', party: 'MERCH', ...fields });

/** Ten frames received at 5.00 each, as `grn`. */
function received(): SampleCompany {
  const company = new SampleCompany();
  company.post('receive-from-vendor', { key: 'grn', quantity: '10', unitCost: '5' });
  return company;
}

const linked = { item: 'F1', original: 'grn' };
const [FRAME] = SAMPLE_ITEMS;

describe('a line that is linked to a receipt', () => {
  // biome-ignore format: a table reads as a table
  test.each([
    ['dearer',  '10', '5.40', 'Dr grni@DC 50.00, Dr purchase-variance@DC 4.00, Dr tax-in@DC 8.10 / Cr supplier-control@DC 62.10'],
    ['cheaper', '10', '4.80', 'Dr grni@DC 50.00, Dr tax-in@DC 7.20 / Cr purchase-variance@DC 2.00, Cr supplier-control@DC 55.20'],
    ['a part',  '6',  '5.40', 'Dr grni@DC 30.00, Dr purchase-variance@DC 2.40, Dr tax-in@DC 4.86 / Cr supplier-control@DC 37.26'],
  ])('000.50 costing 5.4 %s: %s at %s', (_, quantity, unitPrice, journal) => {
    const company = received();
    const lines = [{ ...linked, quantity, unitPrice, taxType: 'STD' }];
    expect(company.post('supplier-invoice', bill({ lines }))).toBe(`supplier-invoice-match: ${journal}`);
  });

  test('two lines take of one receipt, and no more than was received', () => {
    const company = received();
    const lines = [
      { ...linked, quantity: '6', unitPrice: '5' },
      { ...linked, quantity: '5', unitPrice: '5' },
    ];
    expect(company.refused('supplier-invoice', bill({ lines }))).toEqual(['original-used-up']);
    const [first = {}] = lines;
    expect(
      company.post('supplier-invoice', bill({ lines: [first, { ...first, quantity: '4' }] })),
    ).not.toBe('');
    expect(company.balance('grni')).toBe('0.00');
  });

  test('Q-24 the link wins over a hyphen, which is told', () => {
    const company = received();
    const lines = [{ ...linked, quantity: '10', unitPrice: '5' }];
    const { warnings } = company.posted('supplier-invoice', bill({ reference: '-Rebate', lines }));
    expect(warnings).toEqual(['line 1 is linked to grn: the hyphen of the reference is ignored']);
    expect(company.balance('grni')).toBe('0.00');
  });
});

const unlinked = (fields: SampleFields, line = {}): SampleFields =>
  bill({ lines: [{ amount: '1200', ...line }], ...fields });

describe('what no receipt is linked to', () => {
  test('004.30 a merchandise vendor: Dr Non-Inventory / Cr supplier, for want of a link; its receipt clears it into inventory', () => {
    const company = new SampleCompany();
    const { event, postings } = company.posted('supplier-invoice', unlinked({}));
    expect(postings).toMatchObject([
      { amount: 120_000n, debit: { role: 'non-inventory' }, credit: { role: 'supplier-control' } },
    ]);
    expect(event.entry).toBe(0);
    expect(reasonsIn(company)).toEqual(['no-link']);
    company.post('receive-from-vendor', { quantity: '10', unitCost: '120' });
    reallocated(company, '1200', 'grni');
    expect([company.balance('inventory'), company.balance('grni')]).toEqual(['1200.00', '0.00']);
  });

  test('004.37 goods that went back and were credited without a link: Dr supplier / Cr Non-Inventory, cleared against inventory', () => {
    const company = new SampleCompany();
    company.post('opening-balance', { quantity: '10', unitCost: '5' });
    const credit = unlinked({}, { item: 'F1', quantity: '10', amount: '50' });
    expect(company.post('supplier-credit-note', credit)).toBe(
      'merchandise-purchase: Dr supplier-control@DC 50.00 / Cr non-inventory@DC 50.00',
    );
    expect(reasonsIn(company)).toEqual(['no-link']);
    company.post('return-to-vendor', { quantity: '10' });
    reallocated(company, '-50', 'grni');
    expect([company.balance('inventory'), company.balance('grni')]).toEqual(['0.00', '0.00']);
  });

  test('004.20 004.33 a rebate is a negative invoice, Dr supplier / Cr Non-Inventory: the average cost stays, and it is cleared to rebate income', () => {
    const company = received();
    const before = company.onHand('DC');
    const journal = company.post(
      'supplier-invoice',
      unlinked({ reference: 'Q2 rebate' }, { amount: '-500' }),
    );
    expect(journal).toBe(
      'merchandise-purchase: Dr supplier-control@DC 500.00 / Cr non-inventory@DC 500.00',
    );
    expect(company.onHand('DC')).toBe(before);
    expect(reasonsIn(company)).toEqual(['rebate']);
    reallocated(company, '-500', 'rebate-income');
    expect(company.balance('rebate-income')).toBe('-500.00');
    const credited = unlinked({}, { amount: '500' });
    expect(company.post('supplier-credit-note', credited)).toBe(journal);
  });

  test('004.22 004.24 a purchase order of a former system goes to Non-Inventory of the branch', () => {
    const branch = assignment('non-inventory', '9300', { site: 'O1' });
    const company = new SampleCompany({
      configuration: {
        ...withAssignments([branch]),
        accounts: withAccounts({ '9300': 'asset' }),
      },
    });
    const invoice = unlinked({ reference: 'PO-OLD', site: 'O1' }, { amount: '900' });
    const { postings } = company.posted('supplier-invoice', invoice);
    expect(postings[0]?.debit).toMatchObject({ account: '9300', role: 'non-inventory' });
    expect(reasonsIn(company)).toEqual(['converted-po']);
    const elsewhere = company.posted('supplier-invoice', unlinked({ reference: 'PO-OLD' }));
    expect(elsewhere.postings[0]?.debit.account).not.toBe('9300');
  });

  // biome-ignore format: a table reads as a table
  test.each(['A-1', '- x', '-', '-\t', '-\u00a0x', ' -x', '\u2010x', 'x-', ''])(
    '004.27 %j is no bypass: Non-Inventory, and no account can be chosen',
    (reference) => {
      const company = new SampleCompany();
      expect(company.post('supplier-invoice', unlinked({ reference }))).toBe(
        'merchandise-purchase: Dr non-inventory@DC 1200.00 / Cr supplier-control@DC 1200.00',
      );
      const chosen = unlinked({ reference }, { account: '9100' });
      expect(company.refused('supplier-invoice', chosen)).toEqual(['account-not-chosen-here']);
    },
  );

  test('004.25 a hyphen immediately before text: the amount goes to the accounts that are chosen, split', () => {
    const company = new SampleCompany();
    const reference = '-Second Quarter Rebate';
    const lines = [
      { amount: '-300', account: '9220' },
      { amount: '-200', account: '5801' },
    ];
    const { postings } = company.posted('supplier-invoice', bill({ reference, lines }));
    expect(postings.map(({ amount, credit }) => [amount, credit.account])).toEqual([
      [30_000n, '9220'],
      [20_000n, '5801'],
    ]);
    expect(reasonsIn(company)).toEqual(['bypass-hyphen', 'bypass-hyphen']);
    expect(company.balance('non-inventory')).toBe('0.00');
    expect(company.refused('supplier-invoice', unlinked({ reference }))).toEqual([
      'account-to-choose',
    ]);
  });

  test('004.26 for a vendor who is no merchandise vendor the hyphen means nothing', () => {
    const company = new SampleCompany();
    for (const reference of ['-Rebate', 'Rebate']) {
      const invoice = unlinked({ party: 'SUPPLY', reference }, { account: '5801' });
      expect(company.post('supplier-invoice', invoice)).toBe(
        'purchase-charge: Dr Found@DC 1200.00 / Cr supplier-control@DC 1200.00',
      );
    }
    expect(
      company.post('supplier-invoice', unlinked({ party: 'SUPPLY', reference: '-Rebate' })),
    ).toBe('purchase-charge: Dr purchases@DC 1200.00 / Cr supplier-control@DC 1200.00');
  });

  test('Q-22 freight goes to freight, the merchandise beside it to Non-Inventory', () => {
    const company = new SampleCompany();
    const lines = [{ amount: '1200' }, { kind: 'freight', amount: '80' }];
    expect(company.post('supplier-invoice', bill({ lines }))).toBe(
      [
        'merchandise-purchase: Dr non-inventory@DC 1200.00 / Cr supplier-control@DC 1200.00',
        'freight-charge: Dr freight-in@DC 80.00 / Cr supplier-control@DC 80.00',
      ].join('\n'),
    );
  });

  test('what a vendor credits for returned goods clears the vendor return account, else Non-Inventory', () => {
    const credit = unlinked({}, { kind: 'vendor-return', amount: '55' });
    const company = new SampleCompany();
    expect(company.post('supplier-credit-note', credit)).toBe(
      'merchandise-purchase: Dr supplier-control@DC 55.00 / Cr vendor-return-inventory@DC 55.00',
    );
    const control = companyAssignments().filter(({ role }) => role !== 'vendor-return-inventory');
    const without = new SampleCompany({ configuration: withAssignments([], control) });
    expect(without.post('supplier-credit-note', credit)).toBe(
      'merchandise-purchase: Dr supplier-control@DC 55.00 / Cr non-inventory@DC 55.00',
    );
    expect(reasonsIn(without)).toEqual(['vendor-return-account-missing']);
  });
});

/** Clears Non-Inventory against the account of a role, to the cent. */
function reallocated(company: SampleCompany, amount: string, role: AccountRole): void {
  const account = SAMPLE_ACCOUNTS.get(role) ?? '';
  company.post('non-inventory-reallocation', { amount, account, reference: 'review' });
  expect(company.balance('non-inventory')).toBe('0.00');
}

/** Why roles were read as others, in the order in which the accounts were asked for. */
const reasonsIn = ({ decisions }: SampleCompany): readonly (string | null)[] =>
  decisions
    .flatMap(({ determinations }) => determinations)
    .flatMap(({ determination: { roleReason } }) => (roleReason === null ? [] : [roleReason]))
    .filter((reason) => reason !== 'count-reason');

describe('goods that come with the invoice', () => {
  const direct = { item: 'F1', quantity: '10', unitPrice: '12', taxType: 'STD' };

  test('000.58 are received and owed for: Dr inventory, Dr tax / Cr supplier', () => {
    const company = new SampleCompany();
    company.post('supplier-invoice', bill({ party: 'SUPPLY', lines: [direct] }));
    expect(company.onHand('DC')).toBe('10 = 120.00 @ 12.000000');
    expect(company.balance('inventory')).toBe('120.00');
    expect(company.balance('tax-in')).toBe('18.00');
    expect(company.balance('supplier-control')).toBe('-138.00');
    expect(company.balance('grni')).toBe('0.00');
  });

  test('000.59 a credit note takes them back: all accounts are as before', () => {
    const company = new SampleCompany();
    company.post('supplier-invoice', bill({ party: 'SUPPLY', lines: [direct] }));
    company.post('supplier-credit-note', bill({ party: 'SUPPLY', lines: [direct] }));
    for (const role of [
      'inventory',
      'tax-in',
      'supplier-control',
      'grni',
      'purchase-variance',
    ] as const)
      expect([role, company.balance(role)]).toEqual([role, '0.00']);
  });

  test('costing 5.1 goods went back at 26.80 and the vendor credits 29.00: the rest is purchase variance', () => {
    const company = new SampleCompany();
    company.post('opening-balance', { quantity: '15', amount: '201' });
    company.post('return-to-vendor', { key: 'back', quantity: '2' });
    const lines = [{ item: 'F1', quantity: '2', unitPrice: '14.50', original: 'back' }];
    expect(company.post('supplier-credit-note', bill({ lines }))).toBe(
      'supplier-invoice-match: Dr supplier-control@DC 29.00 / Cr grni@DC 26.80, Cr purchase-variance@DC 2.20',
    );
  });
});

describe('while inventory is not integrated', () => {
  const integration = [{ from: day('2026-01-01'), integrated: false }];
  const apart = () => {
    const configuration = sampleConfiguration();
    const company = { ...configuration.company, integration };
    return new SampleCompany({ configuration: { company } });
  };

  test('000.56 goods bought are purchases: 100 and 15 per cent are Dr 100 / Dr 15 / Cr 115', () => {
    const line = { item: 'F1', quantity: '10', amount: '100', taxType: 'STD' };
    for (const party of ['SUPPLY', 'MERCH']) {
      const company = apart();
      company.post('supplier-invoice', bill({ party, lines: [line] }));
      expect(company.balance('purchases')).toBe('100.00');
      expect(company.balance('tax-in')).toBe('15.00');
      expect(company.balance('supplier-control')).toBe('-115.00');
      expect(company.balance('inventory')).toBe('0.00');
      expect(company.balance('non-inventory')).toBe('0.00');
    }
  });

  // biome-ignore format: a table reads as a table
  test.each([
    ['10', '5.40', 'Dr purchases@DC 50.00, Dr purchase-variance@DC 4.00, Dr tax-in@DC 8.10 / Cr supplier-control@DC 62.10'],
    ['10', '4.80', 'Dr purchases@DC 50.00, Dr tax-in@DC 7.20 / Cr purchase-variance@DC 2.00, Cr supplier-control@DC 55.20'],
    ['6',  '5.40', 'Dr purchases@DC 30.00, Dr purchase-variance@DC 2.40, Dr tax-in@DC 4.86 / Cr supplier-control@DC 37.26'],
  ])('000.57 costing 5.4 a receipt posted nothing; %s invoiced at %s', (quantity, unitPrice, journal) => {
    const company = apart();
    expect(company.post('receive-from-vendor', { key: 'grn', quantity: '10', unitCost: '5' })).toBe('');
    const lines = [{ ...linked, quantity, unitPrice, taxType: 'STD' }];
    expect(company.post('supplier-invoice', bill({ lines }))).toBe(`supplier-invoice-match: ${journal}`);
  });
});

describe('invoiced before it comes', () => {
  const ahead = { kind: 'ahead', item: 'F1', quantity: '10', unitPrice: '5.40' };

  test('costing 5.4 the invoice debits goods received, the receipt clears it at the price of the invoice', () => {
    const company = new SampleCompany();
    expect(company.post('supplier-invoice', bill({ key: 'INV', lines: [ahead] }))).toBe(
      'supplier-invoice-match: Dr grni@DC 54.00 / Cr supplier-control@DC 54.00',
    );
    const receipt = { original: 'INV#1', quantity: '4' };
    expect(company.post('receive-from-vendor', receipt)).toBe(
      'Dr inventory@DC 21.60 / Cr grni@DC 21.60',
    );
    expect(company.balance('grni')).toBe('32.40');
    expect(company.refused('receive-from-vendor', { ...receipt, quantity: '7' })).toEqual([
      'original-used-up',
    ]);
    expect(company.refused('receive-from-vendor', { ...receipt, unitCost: '5' })).toEqual([
      'field-not-allowed',
    ]);
    company.post('receive-from-vendor', { ...receipt, quantity: '6' });
    expect(company.balance('grni')).toBe('0.00');
    expect(company.onHand('DC')).toBe('10 = 54.00 @ 5.400000');
  });
});

describe('a document as a whole', () => {
  const lines = [
    { ...linked, quantity: '10', unitPrice: '5.40', taxType: 'STD' },
    { kind: 'freight', amount: '80' },
    { kind: 'direct', item: 'A1', quantity: '3', unitPrice: '4' },
  ];

  test('is refused whole, with every fault of every line', () => {
    const company = received();
    const wrong = [
      { ...linked, quantity: '11', unitPrice: '5' },
      { kind: 'freight', amount: '80' },
      { ...linked, quantity: '1', unitPrice: '5', original: 'none' },
      { amount: '1', account: '9100' },
    ];
    const outcome = company.send('supplier-invoice', bill({ lines: wrong }));
    const refusals = outcome.status === 'refused' ? outcome.refusals : [];
    expect(refusals.map(({ code, line }) => `${line} ${code}`).toSorted()).toEqual([
      '1 original-used-up',
      '3 original-unknown',
      '4 account-not-chosen-here',
    ]);
    expect(refusalText(refusals[0] ?? { code: 'not-found', details: {} }).message).toMatch(
      /^Line \d/,
    );
    expect(company.balance('freight-in')).toBe('0.00');
  });

  test('is answered again under its key, and refused with another content', () => {
    const company = received();
    const sent = bill({ key: 'INV', lines });
    const first = company.posted('supplier-invoice', sent);
    const again = company.posted('supplier-invoice', sent);
    expect([again.status, again.event.number, again.cost]).toEqual([
      'duplicate',
      first.event.number,
      first.cost,
    ]);
    expect(first.cost).toBe(15_410n);
    const other = bill({ key: 'INV', lines: lines.slice(1) });
    expect(company.refused('supplier-invoice', other)).toEqual(['key-reused']);
  });

  test('is reversed whole: everything is as it was, and what it took may be taken again', () => {
    const company = received();
    const before = [
      'inventory',
      'grni',
      'supplier-control',
      'tax-in',
      'freight-in',
      'purchase-variance',
    ] as const;
    const balances = () => before.map((role) => company.balance(role));
    const state = balances();
    company.post('supplier-invoice', bill({ key: 'INV', lines }));
    company.post('supplier-invoice', { item: '', key: 'BACK', reverses: 'INV' });
    expect(balances()).toEqual(state);
    expect(company.onHand('DC', 'A1')).toMatch(/^0 = 0.00/);
    expect(company.refused('supplier-invoice', { item: '', reverses: 'INV' })).toContain(
      'already-reversed',
    );
    company.post('supplier-invoice', bill({ key: 'ANEW', lines }));
    expect(company.balance('grni')).toBe('0.00');
  });

  test('is not reversed while another transaction refers to one of its lines', () => {
    const company = received();
    company.post('supplier-invoice', bill({ key: 'INV', lines }));
    company.post('return-to-vendor', { item: 'A1', quantity: '1', original: 'INV#3' });
    expect(company.refused('supplier-invoice', { item: '', reverses: 'INV' })).toContain(
      'reversal-not-possible',
    );
  });

  test('posts tax and what is owed on the accounts of the tax type and the vendor, where they have one', () => {
    const vendor = { code: 'OWN', name: 'Own', merchandise: false, active: true, control: '9400' };
    const taxType = {
      code: 'OWN',
      name: 'Own',
      rate: taxRate(150_000n),
      active: true,
      accountIn: '9410',
    };
    const configuration = {
      accounts: withAccounts({ '9400': 'liability', '9410': 'asset' }),
      vendors: new Map([['OWN', vendor]]),
      taxTypes: new Map([['OWN', taxType]]),
    };
    const company = new SampleCompany({ configuration });
    const line = { amount: '115', taxType: 'OWN' };
    const sent = bill({ party: 'OWN', taxEntry: 'inclusive', lines: [line] });
    const { postings } = company.posted('supplier-invoice', sent);
    expect(
      postings.map(({ amount, debit, credit }) => [
        amount,
        debit.role,
        debit.account,
        credit.account,
      ]),
    ).toEqual([
      [10_000n, 'purchases', expect.any(String), '9400'],
      [1_500n, 'tax-in', '9410', '9400'],
    ]);
  });

  test('000.39 000.40 a line takes the tax type of its item, or the one it names, or none', () => {
    const items = FRAME === undefined ? [] : [{ ...FRAME, purchaseTaxType: 'STD' }];
    const taxOf = (line: object) => {
      const company = new SampleCompany({ items });
      const own = { item: 'F1', quantity: '1', amount: '100', kind: 'direct', ...line };
      company.post('supplier-invoice', bill({ lines: [own] }));
      return company.balance('tax-in');
    };
    expect([taxOf({}), taxOf({ taxType: '' }), taxOf({ tax: '14.99' })]).toEqual([
      '15.00',
      '0.00',
      '14.99',
    ]);
  });
});
