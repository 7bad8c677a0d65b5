import { describe, expect, test } from 'vitest';
import { copyOf } from '../testing/books-text.ts';
import {
  assignment,
  day,
  sampleConfiguration,
  withAccounts,
  withAssignments,
} from '../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../testing/sample-company.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';
import { refusalText } from '../transactions/refusals.ts';
import { decide } from './decide.ts';

type Options = ConstructorParameters<typeof SampleCompany>[0];

const JANUARY = (number: number) => ({ postedOn: `2026-01-${String(number).padStart(2, '0')}` });

/** Ten came at the distribution centre on the 1st, were sold on the 10th, and ten came on the 20th. */
function soldOut(options: Options = { negativeStock: 'forbid' }): SampleCompany {
  const company = new SampleCompany(options);
  const received = { quantity: '10', unitCost: '5' };
  company.post('receive-from-vendor', { key: 'early', ...received, ...JANUARY(1) });
  company.post('sale', { quantity: '10', ...JANUARY(10) });
  company.post('receive-from-vendor', { key: 'late', ...received, ...JANUARY(20) });
  return company;
}

/** The messages with which a transaction is refused. */
function told(company: SampleCompany, type: TransactionType, fields: SampleFields) {
  const outcome = company.send(type, fields);
  return outcome.status === 'refused'
    ? outcome.refusals.map((one) => refusalText(one).message)
    : [outcome.status];
}

const ONE = { quantity: '1' } as const;

describe('I12 Q-05 what is forbidden below zero is forbidden at every later point', () => {
  test('a backdated sale is refused for what was needed later, though enough is there now', () => {
    const company = soldOut();
    expect(company.onHand('DC')).toBe('10 = 50.00 @ 5.000000');
    const below = (on: string) => [`F1 at DC would be 1 below zero on ${on}.`];
    expect(told(company, 'sale', { ...ONE, ...JANUARY(1) })).toEqual(below('2026-01-10'));
    expect(told(company, 'sale', { ...ONE, ...JANUARY(9) })).toEqual(below('2026-01-10'));
    expect(told(company, 'sale', { ...ONE, ...JANUARY(10) })).toEqual(below('2026-01-10'));
    // Between the last sale and the next receipt there is nothing on any day.
    expect(told(company, 'sale', { ...ONE, ...JANUARY(15) })).toEqual(below('2026-01-15'));
    expect(told(company, 'sale', { ...ONE, ...JANUARY(20) })).toEqual(['posted']);
  });

  test('the first day of several is told, with what is missing on it', () => {
    const company = soldOut();
    company.post('sale', { quantity: '10', ...JANUARY(25) });
    company.post('receive-from-vendor', { quantity: '99', unitCost: '5', ...JANUARY(30) });
    const outcome = company.send('sale', { quantity: '4', ...JANUARY(5) });
    expect(outcome).toMatchObject({
      refusals: [{ details: { item: 'F1', site: 'DC', shortfall: '4', on: '2026-01-10' } }],
    });
  });

  test('every way out of stock goes through the same place', () => {
    const early = { ...ONE, ...JANUARY(5) };
    const ways: readonly (readonly [TransactionType, SampleFields])[] = [
      ['sale', early],
      ['return-to-vendor', early],
      ['pick-for-order', { ...early, document: 'D' }],
      ['stock-transfer', { ...early, toSite: 'O1' }],
      ['stock-order-transfer', { ...early, toSite: 'O1' }],
      ['adjustment', { ...early, quantity: '-1', reason: 'Damage' }],
      ['count-variance', { ...early, quantity: '-1' }],
      ['manual-stock-receipt', { ...early, quantity: '-1' }],
      ['receive-from-vendor', { reverses: 'early', ...JANUARY(5) }],
    ];
    for (const [type, fields] of ways) {
      expect([type, soldOut().refused(type, fields)]).toEqual([type, ['stock-below-zero']]);
      const later = fields.reverses === undefined ? JANUARY(20) : JANUARY(21);
      expect([type, told(soldOut(), type, { ...fields, ...later })]).toEqual([type, ['posted']]);
    }
  });

  test('a backdated reversal of a receipt is refused for what was sold of it, whatever came since', () => {
    const company = soldOut();
    const reversal = { reverses: 'early' };
    expect(told(company, 'receive-from-vendor', { ...reversal, ...JANUARY(1) })).toEqual([
      'F1 at DC would be 10 below zero on 2026-01-10.',
    ]);
    expect(told(company, 'receive-from-vendor', { ...reversal, ...JANUARY(15) })).toEqual([
      'F1 at DC would be 10 below zero on 2026-01-15.',
    ]);
    expect(told(company, 'receive-from-vendor', { ...reversal, ...JANUARY(20) })).toEqual([
      'posted',
    ]);
  });

  test('a drop that is taken back, and a return that is, leave stock like any issue', () => {
    const dropped = new SampleCompany({ negativeStock: 'forbid' });
    dropped.post('receive-from-vendor', { ...ONE, unitCost: '5', ...JANUARY(1) });
    dropped.post('pick-for-order', { ...ONE, document: 'D', ...JANUARY(2) });
    const drop = { ...ONE, document: 'D', key: 'drop', ...JANUARY(3) };
    dropped.post('merchandise-drop', drop);
    dropped.post('sale', { ...ONE, ...JANUARY(5) });
    dropped.post('receive-from-vendor', { ...ONE, unitCost: '5', ...JANUARY(9) });
    const back = { document: 'D', quantity: '-1', original: 'drop' };
    expect(told(dropped, 'merchandise-drop', { ...back, ...JANUARY(4) })).toEqual([
      'F1 at DC would be 1 below zero on 2026-01-05.',
    ]);
    expect(told(dropped, 'merchandise-drop', { ...back, ...JANUARY(9) })).toEqual(['posted']);
  });

  test('of two late issues in one batch the second does not fit, and the refused one takes nothing', () => {
    const { books } = soldOut();
    const issue = (key: string, quantity: string, on: number) => ({
      key,
      type: 'sale',
      item: 'F1',
      site: 'DC',
      quantity,
      ...JANUARY(on),
    });
    const story = [
      { ...issue('more', '5', 2), type: 'receive-from-vendor', unitCost: '5' },
      issue('first', '4', 5),
      issue('second', '2', 3),
      issue('third', '1', 4),
      issue('fourth', '1', 9),
    ];
    const expected = ['posted', 'posted', 'refused', 'posted', 'refused'];
    const [oneByOne, together] = [copyOf(books), copyOf(books)];
    const apart = story.flatMap((input) => decide([input], oneByOne).outcomes);
    const { outcomes } = decide(story, together);
    expect(outcomes.map(({ status }) => status)).toEqual(expected);
    expect(outcomes).toEqual(apart);
    expect(outcomes[2]).toMatchObject({
      refusals: [{ code: 'stock-below-zero', details: { shortfall: '1', on: '2026-01-10' } }],
    });
  });

  test('where it is allowed, and of what has happened, a warning names the first day', () => {
    const early = { ...ONE, ...JANUARY(5) };
    const warning = 'F1 at DC is 1 below zero on 2026-01-10';
    expect(soldOut({ negativeStock: 'allow' }).posted('sale', early).warnings).toContain(warning);
    const { books } = soldOut();
    const input = { key: 'h', type: 'sale', item: 'F1', site: 'DC', ...early };
    const [happened] = decide([input], books, new Set([input])).outcomes;
    expect(happened).toMatchObject({
      status: 'posted',
      warnings: expect.arrayContaining([warning]),
    });
  });

  test('inside one pool units only change their place: they have to be there on the day, no longer', () => {
    const company = soldOut();
    const move = { toLocation: 'A-01', ...JANUARY(5) };
    expect(told(company, 'location-move', { ...move, quantity: '10' })).toEqual(['posted']);
    expect(told(company, 'location-move', { ...move, quantity: '11' })).toEqual([
      'F1 at DC would be 1 below zero on 2026-01-05.',
    ]);
    // To a location with an account of its own they leave the pool.
    const apart = soldOut({ negativeStock: 'forbid', configuration: CONSIGNMENT });
    expect(told(apart, 'location-move', { ...move, toLocation: 'CONS', quantity: '1' })).toEqual([
      'F1 at DC would be 1 below zero on 2026-01-10.',
    ]);
  });
});

test('Q-05 a site says for itself whether its stock may go below zero, else the company does', () => {
  const { sites } = sampleConfiguration();
  const [centre, office] = [sites.get('DC'), sites.get('O1')];
  if (centre === undefined || office === undefined) throw new Error('the sample has both');
  const configuration = {
    sites: new Map([
      ...sites,
      ['DC', { ...centre, negativeStock: 'forbid' }] as const,
      ['O1', { ...office, negativeStock: 'allow' }] as const,
    ]),
  };
  const sold = { quantity: '3', item: 'K1', ...JANUARY(5) };
  const sales = (negativeStock: 'allow' | 'forbid') => {
    const company = new SampleCompany({ negativeStock, configuration });
    return ['DC', 'O1', 'L'].map((site) => told(company, 'sale', { ...sold, site })[0]);
  };
  const refused = (site: string) => `K1 at ${site} would be 3.000 below zero on 2026-01-05.`;
  expect(sales('allow')).toEqual([refused('DC'), 'posted', 'posted']);
  expect(sales('forbid')).toEqual([refused('DC'), 'posted', refused('L')]);
});

const CONSIGNMENT = {
  accounts: withAccounts({ 1390: 'asset' }),
  ...withAssignments([
    assignment('inventory', '1390', {
      group: 1,
      site: 'DC',
      location: 'CONS',
      validFrom: day('2026-01-04'),
    }),
  ]),
};

test('I12 a reclassification moves no units before they came, whatever the policy', () => {
  const moved = { location: 'CONS', quantity: '4', unitCost: '5' };
  const [forbids, allows] = (['forbid', 'allow'] as const).map((negativeStock) => {
    const company = new SampleCompany({ negativeStock, configuration: CONSIGNMENT });
    company.post('receive-from-vendor', { ...moved, ...JANUARY(1) });
    company.post('receive-from-vendor', { ...moved, quantity: '2', ...JANUARY(8) });
    return company;
  });
  const early = { location: 'CONS', ...JANUARY(5) };
  expect(forbids && told(forbids, 'account-reclassification', early)).toEqual([
    'F1 at DC would be 2 below zero on 2026-01-05.',
  ]);
  const onTheDay = { ...early, ...JANUARY(8) };
  expect(forbids && told(forbids, 'account-reclassification', onTheDay)).toEqual(['posted']);
  expect(allows && told(allows, 'account-reclassification', early)).toEqual([
    'F1 at DC moved after 2026-01-05: what lay there then cannot be taken out whole any more.',
  ]);
});

const TRANSFER = { document: 'TR', ...ONE } as const;
const AT_OFFICE = { site: 'O1', ...TRANSFER } as const;

describe('I12 goods under a document leave no bucket before they were in it, whatever the policy', () => {
  const stocked = () => {
    const company = new SampleCompany();
    company.post('receive-from-vendor', { quantity: '10', unitCost: '5', ...JANUARY(1) });
    return company;
  };

  test('a transfer is not received before it was sent', () => {
    const company = stocked();
    company.post('stock-transfer', { ...TRANSFER, toSite: 'O1', ...JANUARY(10) });
    expect(told(company, 'receive-transfer', { ...AT_OFFICE, ...JANUARY(9) })).toEqual([
      'TR carries 0 of F1 as in-transit at O1 on 2026-01-09, 1 is asked for. TR of F1 is: 1 in transit to O1.',
    ]);
    expect(told(company, 'receive-transfer', { ...AT_OFFICE, ...JANUARY(10) })).toEqual(['posted']);
  });

  test('what left a bucket later is not taken from under it', () => {
    const company = stocked();
    company.post('stock-transfer', { ...TRANSFER, toSite: 'O1', ...JANUARY(5) });
    company.post('receive-transfer', { ...AT_OFFICE, ...JANUARY(12) });
    company.post('stock-transfer', { ...TRANSFER, toSite: 'O1', ...JANUARY(15) });
    expect(told(company, 'transfer-lost', { ...AT_OFFICE, ...JANUARY(8) })).toEqual([
      'TR carries 0 of F1 as in-transit at O1 on 2026-01-12, 1 is asked for. TR of F1 is: 1 in transit to O1.',
    ]);
    expect(told(company, 'transfer-lost', { ...AT_OFFICE, ...JANUARY(15) })).toEqual(['posted']);
  });

  test('a sending is not taken back before the goods came back, in mode record neither', () => {
    const company = stocked();
    company.post('stock-transfer', { ...TRANSFER, key: 'sent', toSite: 'O1', ...JANUARY(5) });
    company.post('receive-transfer', { ...AT_OFFICE, ...JANUARY(12) });
    company.post('stock-transfer', { ...TRANSFER, toSite: 'O1', ...JANUARY(15) });
    const back = { key: 'b', type: 'stock-transfer', item: 'F1', site: 'DC', reverses: 'sent' };
    const input = { ...back, ...JANUARY(8) };
    const { outcomes } = decide([input], company.books, new Set([input]));
    const [outcome] = outcomes;
    expect(outcome?.status === 'refused' && outcome.refusals.map(refusalText)).toMatchObject([
      {
        message:
          'sent cannot be reversed exactly: the goods have moved on, in-transit at O1 holds 0 on 2026-01-12.',
      },
    ]);
    expect(told(company, 'stock-transfer', { ...back, ...JANUARY(15) })).toEqual(['posted']);
  });

  test('what is received as it is sent was in transit for no moment, also when it is taken back', () => {
    const { sites } = sampleConfiguration();
    const office = sites.get('O1');
    if (office === undefined) throw new Error('the sample has an office');
    const configuration = (receivesTransfersAutomatically: boolean) =>
      sampleConfiguration({
        configuration: {
          sites: new Map([...sites, ['O1', { ...office, receivesTransfersAutomatically }]]),
        },
      });
    const company = new SampleCompany({ configuration: configuration(true) });
    company.post('receive-from-vendor', { quantity: '10', unitCost: '5', ...JANUARY(1) });
    const sent = { ...TRANSFER, key: 'sent', toSite: 'O1', ...JANUARY(10) };
    company.post('stock-transfer', sent);
    company.post('stock-transfer', { reverses: 'sent', ...JANUARY(12) });
    // Sent late, on an earlier day: nothing that came later is in its way.
    const late = { ...TRANSFER, toSite: 'O1', ...JANUARY(5) };
    expect(told(company, 'stock-transfer', late)).toEqual(['posted']);
    expect(company.onHand('O1')).toBe('1 = 5.00 @ 5.000000');
  });

  test('an order is not shipped, delivered or dropped before its pick; its sale may come first', () => {
    const company = stocked();
    company.post('sale', { ...TRANSFER, ...JANUARY(5) });
    company.post('pick-for-order', { ...TRANSFER, ...JANUARY(10) });
    for (const type of ['deliver', 'merchandise-drop', 'return-to-stock'] as const) {
      expect([type, company.refused(type, { ...TRANSFER, ...JANUARY(9) })]).toEqual([
        type,
        ['nothing-carried'],
      ]);
    }
    expect(told(company, 'deliver', { ...TRANSFER, ...JANUARY(10) })).toEqual(['posted']);
  });

  test('002.45 goods of others go back, and are used, on no day before they came', () => {
    const company = stocked();
    const theirs = { location: 'OTHERS', quantity: '2' };
    company.post('consignment-receipt', { ...theirs, ...JANUARY(10) });
    const missing = ['Of F1 at OTHERS 0 belongs to others on 2026-01-09, 2 is asked for.'];
    expect(told(company, 'consignment-return', { ...theirs, ...JANUARY(9) })).toEqual(missing);
    const used = { ...theirs, unitCost: '5' };
    expect(told(company, 'consignment-use', { ...used, ...JANUARY(9) })).toEqual(missing);
    expect(told(company, 'consignment-use', { ...used, ...JANUARY(10) })).toEqual(['posted']);
  });
});
