import { expect, test } from 'vitest';
import { opticalChain, type SampleCompany, type SampleFields } from '../testing/sample-company.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';
import { refusalText } from '../transactions/refusals.ts';

// The steps an order or a transfer may take (transactions.md 2.5): whatever is not in the list is
// refused, and the refusal says where the goods are instead.

const ORDER = { document: 'ORD-1', quantity: '1' } as const;
const AT_OFFICE = { ...ORDER, site: 'O1' } as const;

/** The sentences of a refused transaction. */
function messages(company: SampleCompany, type: string, fields: SampleFields): readonly string[] {
  const outcome = company.send(type, fields);
  return outcome.status === 'refused'
    ? outcome.refusals.map((one) => refusalText(one).message)
    : [`${type} was ${outcome.status}`];
}

type Step = readonly [type: TransactionType, fields: SampleFields];

// biome-ignore format: a table reads as a table
const STEPS: readonly Step[] = [
  ['ship-for-order',          { ...ORDER, site: 'DC', toSite: 'O1' }],
  ['receive-for-order',       AT_OFFICE],
  ['hold-order',              { ...AT_OFFICE, fromSite: 'O1' }],
  ['lost-in-transit',         AT_OFFICE],
  ['return-to-stock',         AT_OFFICE],
  ['merchandise-drop',        AT_OFFICE],
  ['deliver',                 AT_OFFICE],
];

type State = readonly [
  state: string,
  reach: (company: SampleCompany) => void,
  allowed: readonly TransactionType[],
];

const pick = (company: SampleCompany) => company.post('pick-for-order', { ...ORDER, site: 'DC' });
const ship = (company: SampleCompany) => {
  pick(company);
  company.post('ship-for-order', { ...ORDER, site: 'DC', toSite: 'O1' });
};
const arrive = (company: SampleCompany) => {
  ship(company);
  return company.posted('receive-for-order', AT_OFFICE);
};

// biome-ignore format: a table reads as a table
const STATES: readonly State[] = [
  ['Nothing of F1 is under way for ORD-1.',              () => undefined,  []],
  ['ORD-1 of F1 is: 1 in WIP at DC.',                    pick,             ['ship-for-order']],
  ['ORD-1 of F1 is: 1 in transit to O1.',                ship,             ['receive-for-order', 'hold-order', 'lost-in-transit']],
  ['ORD-1 of F1 is: 1 in WIP at O1.',                    arrive,           ['return-to-stock', 'merchandise-drop', 'deliver']],
  ['ORD-1 of F1 is: 1 delivered and not sold at O1.',    (company) => { arrive(company); company.post('deliver', AT_OFFICE); }, []],
  ['Nothing of F1 is under way for ORD-1.',              (company) => { ship(company); company.post('lost-in-transit', AT_OFFICE); }, []],
];

test('003.52 from every state of an order only its own steps lead on; any other is told the state', () => {
  for (const [state, reach, allowed] of STATES) {
    for (const [type, fields] of STEPS) {
      const company = opticalChain();
      reach(company);
      const outcome = company.send(type, fields);
      expect([state, type, outcome.status]).toEqual([
        state,
        type,
        allowed.includes(type) ? 'posted' : 'refused',
      ]);
      if (outcome.status !== 'refused') continue;
      const [told] = outcome.refusals.map((one) => refusalText(one).message);
      expect(told).toMatch(/^ORD-1 carries 0 of F1 as .* 1 is asked for\. /);
      expect(told).toContain(state);
    }
  }
});

test('the state names every site and bucket in which units of the document are', () => {
  const company = opticalChain();
  company.post('sale', { ...AT_OFFICE, quantity: '4' });
  company.post('pick-for-order', { ...ORDER, site: 'DC', quantity: '3' });
  company.post('ship-for-order', { ...ORDER, site: 'DC', toSite: 'L' });
  company.post('ship-for-order', { ...ORDER, site: 'DC', toSite: 'O1' });
  company.post('receive-for-order', AT_OFFICE);
  expect(messages(company, 'deliver', { ...AT_OFFICE, quantity: '2' })).toEqual([
    'ORD-1 carries 1 of F1 as wip at O1 on 2026-01-05, 2 is asked for. ORD-1 of F1 is: 1 in WIP at DC, 1 in WIP at O1, 4 sold and not delivered at O1, 1 in transit to L.',
  ]);
});

test('003.T22 003.13 a receipt is undone straight after it, in parts too, and by nobody once its goods went on', () => {
  const received = () => {
    const company = opticalChain();
    company.post('pick-for-order', { ...ORDER, site: 'DC', quantity: '3' });
    company.post('ship-for-order', { ...ORDER, site: 'DC', toSite: 'O1', quantity: '3' });
    const got = company.posted('receive-for-order', { ...AT_OFFICE, quantity: '2' });
    return { company, undo: { ...AT_OFFICE, original: got.key } };
  };
  const parts = received();
  expect(parts.company.post('undo-receive', parts.undo)).toBe(
    'Dr wip-in-transit@O1 50.00 / Cr wip@O1 50.00',
  );
  expect(parts.company.post('undo-receive', parts.undo)).toBe(
    'Dr wip-in-transit@O1 50.00 / Cr wip@O1 50.00',
  );
  expect(parts.company.refused('undo-receive', parts.undo)).toContain('original-used-up');

  // Partly delivered: which of the two would be undone?
  const delivered = received();
  delivered.company.post('deliver', AT_OFFICE);
  expect(messages(delivered.company, 'undo-receive', delivered.undo)).toEqual([
    't6 is not the last step any more. ORD-1 of F1 is: 1 in WIP at O1, 1 in transit to O1, 1 delivered and not sold at O1.',
  ]);

  // Shipped on and received again: as many units are there, and they are other ones.
  const returned = received();
  const { company } = returned;
  company.post('ship-for-order', { ...AT_OFFICE, toSite: 'L' });
  company.post('receive-for-order', { ...ORDER, site: 'L' });
  company.post('ship-for-order', { ...ORDER, site: 'L', toSite: 'O1' });
  const last = company.posted('receive-for-order', AT_OFFICE);
  expect(company.refused('undo-receive', returned.undo)).toEqual(['original-passed']);
  expect(company.posted('undo-receive', { ...AT_OFFICE, original: last.key }).status).toBe(
    'posted',
  );

  // An undo that was itself reversed restores the receipt, which can then be undone.
  const restored = received();
  const undone = restored.company.posted('undo-receive', restored.undo);
  restored.company.post('undo-receive', { ...AT_OFFICE, reverses: undone.key });
  expect(restored.company.posted('undo-receive', restored.undo).status).toBe('posted');
});

test('003.T20 003.12 a delivery is undone in parts, each once, and only a delivery is', () => {
  const company = opticalChain();
  company.post('pick-for-order', { ...AT_OFFICE, quantity: '2' });
  const delivery = company.posted('deliver', { ...AT_OFFICE, quantity: '2' });
  const undo = { ...AT_OFFICE, original: delivery.key };
  expect(company.post('undo-deliver', undo)).toBe('Dr wip@O1 45.00 / Cr inventory@O1 45.00');
  expect(company.refused('undo-deliver', { ...undo, quantity: '2' })).toEqual(['original-used-up']);
  company.post('undo-deliver', undo);
  expect(company.refused('undo-deliver', undo)).toEqual(['original-used-up']);
  expect(company.held('O1', 'wip')).toBe('2 = 90.00');
  const other = company.posted('return-to-stock', AT_OFFICE);
  expect(company.refused('undo-deliver', { ...undo, original: other.key })).toEqual([
    'original-differs',
  ]);
});

/** An order whose frame from the DC was dropped at the office, at 50. */
function dropped() {
  const company = opticalChain();
  arrive(company);
  const drop = company.posted('merchandise-drop', AT_OFFICE);
  return { company, drop, reinstate: { ...AT_OFFICE, quantity: '-1', original: drop.key } };
}

test('003.T21 003.14 003.15 a drop is reinstated at the dropped amount, once, where it was dropped', () => {
  const { company, drop, reinstate } = dropped();
  expect(company.journalOf(drop)).toBe('Dr inventory@O1 50.00 / Cr wip@O1 50.00');
  // The average has moved meanwhile; the amount is the one that was dropped.
  company.post('receive-from-vendor', { site: 'O1', quantity: '10', unitCost: '90' });
  expect(company.refused('merchandise-drop', { ...reinstate, site: 'DC' })).toEqual([
    'original-differs',
  ]);
  expect(company.refused('merchandise-drop', { ...reinstate, document: 'ORD-2' })).toEqual([
    'original-differs',
  ]);
  expect(company.refused('merchandise-drop', { ...reinstate, quantity: '-2' })).toEqual([
    'original-used-up',
  ]);
  expect(company.refused('merchandise-drop', { ...AT_OFFICE, quantity: '-1' })).toEqual([
    'field-missing',
  ]);
  const reinstated = company.posted('merchandise-drop', reinstate);
  expect(company.journalOf(reinstated)).toBe('Dr wip@O1 50.00 / Cr inventory@O1 50.00');
  expect(reinstated.event.type).toBe('merchandise-drop');
  expect(company.onHand('O1')).toBe('20 = 1350.00 @ 67.500000');
  expect(company.held('O1', 'wip')).toBe('1 = 50.00');
  expect(company.refused('merchandise-drop', reinstate)).toEqual(['original-used-up']);
  // What was reinstated is no drop that could be reinstated.
  expect(company.refused('merchandise-drop', { ...reinstate, original: reinstated.key })).toEqual([
    'original-differs',
  ]);
});

test('a drop is reinstated in parts to the cent: the last part takes what is left of it', () => {
  const company = opticalChain();
  company.post('opening-balance', { site: 'L', quantity: '3', unitCost: '3.333333' });
  const order = { site: 'L', document: 'ORD-1' };
  company.post('pick-for-order', { ...order, quantity: '3' });
  const drop = company.posted('merchandise-drop', { ...order, quantity: '3' });
  const part = { ...order, quantity: '-1', original: drop.key };
  const costs = [1, 2, 3].map(() => company.posted('merchandise-drop', part).cost);
  expect(costs).toEqual([333n, 333n, 334n]);
  expect(company.held('L', 'wip')).toBe('3 = 10.00');
  expect(company.onHand('L')).toBe('0 = 0.00 @ 0.000000');
});

test('a drop whose frame was sold meanwhile is reinstated below zero, where the company allows it (Q-32)', () => {
  const sold = (negativeStock: 'allow' | 'forbid') => {
    const company = opticalChain({ negativeStock });
    company.post('pick-for-order', { ...ORDER, site: 'DC' });
    const drop = company.posted('merchandise-drop', { ...ORDER, site: 'DC' });
    company.post('sale', { quantity: '10' });
    return { company, fields: { ...ORDER, quantity: '-1', original: drop.key } };
  };
  const { company, fields } = sold('allow');
  const reinstated = company.posted('merchandise-drop', fields);
  expect(company.journalOf(reinstated)).toBe('Dr wip@DC 50.00 / Cr inventory@DC 50.00');
  expect(reinstated.warnings).toEqual(['F1 at DC is 1 below zero on 2026-01-05']);
  expect(company.onHand('DC')).toBe('-1 = -50.00 @ 50.000000');
  expect(company.post('receive-from-vendor', { quantity: '1', unitCost: '47' })).toBe(
    'Dr inventory@DC 47.00 / Cr grni@DC 47.00\n' +
      'negative-balance-cost-adjustment: Dr inventory@DC 3.00 / Cr cogs@DC 3.00',
  );
  const strict = sold('forbid');
  expect(strict.company.refused('merchandise-drop', strict.fields)).toEqual(['stock-below-zero']);
});

test('what no unit can carry once a drop is reinstated is a revaluation of its own', () => {
  const { company, reinstate } = dropped();
  // Eleven at 500 less ten: 45.45 stay, which are worth less than the 50 that were dropped.
  company.post('sale', { site: 'O1', quantity: '10' });
  expect(company.onHand('O1')).toBe('1 = 45.45 @ 45.450000');
  expect(company.post('merchandise-drop', reinstate)).toBe(
    'Dr wip@O1 50.00 / Cr inventory@O1 50.00\n' +
      'cost-revaluation: Dr inventory@O1 4.55 / Cr cost-revalue@O1 4.55',
  );
  expect(company.onHand('O1')).toBe('0 = 0.00 @ 0.000000');
});

test('003.T24 the return of a dropped order stays with the order, and minus one of it restores cost of sales', () => {
  const company = opticalChain();
  const sale = company.posted('sale', AT_OFFICE);
  arrive(company);
  company.post('merchandise-drop', AT_OFFICE);
  const credit = company.posted('return', { ...AT_OFFICE, original: sale.key });
  expect(company.journalOf(credit)).toBe('Dr inventory@O1 45.00 / Cr cogs@O1 45.00');
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');
  const back = { ...AT_OFFICE, quantity: '-1', original: credit.key };
  expect(company.refused('return', { ...back, original: sale.key })).toEqual([
    'original-differs',
    'original-differs',
    'original-used-up',
  ]);
  expect(company.post('return', back)).toBe('Dr cogs@O1 45.00 / Cr inventory@O1 45.00');
  expect(company.held('O1', 'order-clearing')).toBe('-1 = -45.00');
  expect(company.refused('return', back)).toEqual(['original-used-up']);
  // The sale can be returned anew: what was taken back is not taken of it any more.
  expect(company.post('return', { ...AT_OFFICE, original: sale.key })).toBe(
    'Dr inventory@O1 45.00 / Cr cogs@O1 45.00',
  );
  expect(company.refused('return', { ...AT_OFFICE, original: sale.key })).toEqual([
    'original-used-up',
  ]);
  // Goods that came back on the shelf leave it again at the amount they came in with.
  const till = company.posted('sale', { site: 'O1', item: 'A1', quantity: '2' });
  const goods = { site: 'O1', item: 'A1', quantity: '2' };
  const shelf = company.posted('return', { ...goods, original: till.key });
  company.post('receive-from-vendor', { ...goods, quantity: '10', unitCost: '7' });
  expect(company.post('return', { ...goods, quantity: '-2', original: shelf.key })).toBe(
    'Dr cogs@O1 8.00 / Cr inventory@O1 8.00',
  );
});

test('003.T27 a lab’s frame is refused while one of our own is on its way for the order, wherever it goes', () => {
  for (const toSite of ['L', 'O1']) {
    const company = opticalChain();
    pick(company);
    const lab = { ...AT_OFFICE, unitCost: '38' };
    company.post('ship-for-order', { ...ORDER, site: 'DC', toSite });
    const [told] = messages(company, 'receive-from-outside-lab', lab);
    expect(told).toBe(
      `receive-from-outside-lab while goods of ours are on their way for ORD-1. ORD-1 of F1 is: 1 in transit to ${toSite}.`,
    );
    // Another order, or the same once ours has arrived, is no matter of that.
    expect(company.post('receive-from-outside-lab', { ...lab, document: 'ORD-2' })).toBe(
      'Dr wip@O1 38.00 / Cr grni@O1 38.00',
    );
    company.post('receive-for-order', { ...ORDER, site: toSite });
    expect(company.post('receive-from-outside-lab', lab)).toBe(
      'Dr wip@O1 38.00 / Cr grni@O1 38.00',
    );
  }
});

test('003.T14 003.X02 goods lost on their way go to the reason LOST by themselves, and are found at that amount', () => {
  const company = opticalChain();
  ship(company);
  const lost = company.posted('lost-in-transit', AT_OFFICE);
  expect(company.journalOf(lost)).toBe('Dr LOST@O1 50.00 / Cr wip-in-transit@O1 50.00');
  const found = { ...AT_OFFICE, quantity: '-1', original: lost.key };
  expect(company.refused('lost-in-transit', { ...AT_OFFICE, quantity: '-1' })).toEqual([
    'field-missing',
  ]);
  expect(company.refused('lost-in-transit', { ...found, unitCost: '1' })).toEqual([
    'field-not-allowed',
  ]);
  expect(company.post('lost-in-transit', found)).toBe(
    'Dr wip-in-transit@O1 50.00 / Cr LOST@O1 50.00',
  );
  expect(company.refused('lost-in-transit', found)).toEqual(['original-used-up']);
  expect(company.post('receive-for-order', AT_OFFICE)).toContain('50.00');

  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '2' });
  const gone = company.posted('transfer-lost', { site: 'O1', document: 'TR', quantity: '2' });
  expect(company.journalOf(gone)).toBe('Dr LOST@O1 100.00 / Cr inventory-in-transit@O1 100.00');
  const back = { site: 'O1', document: 'TR', quantity: '-1', original: gone.key };
  expect(company.post('transfer-lost', back)).toBe(
    'Dr inventory-in-transit@O1 50.00 / Cr LOST@O1 50.00',
  );
  expect(company.post('transfer-lost', { ...back, reason: 'Damage' })).toBe(
    'Dr inventory-in-transit@O1 50.00 / Cr Damage@O1 50.00',
  );
  expect(company.held('O1', 'in-transit')).toBe('2 = 100.00');
});

type Reversed = readonly [
  row: string,
  before: (company: SampleCompany) => string,
  type: TransactionType,
  fields: (key: string) => SampleFields,
];

const posted =
  (type: TransactionType, fields: SampleFields, ...earlier: readonly Step[]) =>
  (company: SampleCompany): string => {
    for (const [before, given] of earlier) company.post(before, given);
    return company.posted(type, fields).key;
  };

const PICK: Step = ['pick-for-order', AT_OFFICE];
const SHIP: Step = ['ship-for-order', { ...AT_OFFICE, toSite: 'L' }];
const SEND: Step = ['stock-transfer', { toSite: 'O1', document: 'TR', quantity: '1' }];
const ORDERED: Step = ['stock-order-transfer', { toSite: 'O1', document: 'TR', quantity: '1' }];
const TR = { site: 'O1', document: 'TR', quantity: '1' } as const;
const ONE = { quantity: '1' } as const;
const exactly =
  (fields: SampleFields) =>
  (key: string): SampleFields => ({ ...fields, reverses: key });

/** The column "Reversed by" of the catalogue (`transactions.md` 2.1), row by row. */
// biome-ignore format: a table reads as a table
const REVERSED_BY: readonly Reversed[] = [
  ['T01 by T02',        posted('receive-from-vendor', { ...ONE, unitCost: '50' }),              'return-to-vendor',     () => ONE],
  ['T01 exactly',       posted('receive-from-vendor', { ...ONE, unitCost: '56' }),              'receive-from-vendor',  exactly({})],
  ['T02 by T01',        posted('return-to-vendor', ONE),                                        'receive-from-vendor',  () => ({ ...ONE, unitCost: '50' })],
  ['T02 exactly',       posted('return-to-vendor', ONE),                                        'return-to-vendor',     exactly({ quantity: '-1' })],
  ['T03+T04 qty −',     posted(...ORDERED),                                                     'stock-order-transfer', exactly({ quantity: '-1' })],
  ['T05 exactly',       posted('receive-transfer', TR, SEND),                                   'receive-transfer',     exactly({ site: 'O1' })],
  ['T06 opposite',      posted('adjustment', { ...ONE, reason: 'Found' }),                      'adjustment',           () => ({ quantity: '-1', reason: 'Found' })],
  ['T07 by T24',        posted('sale', AT_OFFICE),                                              'return',               (original) => ({ ...AT_OFFICE, original })],
  ['T08 by T13',        posted(...PICK),                                                        'return-to-stock',      () => AT_OFFICE],
  ['T08 by T21',        posted(...PICK),                                                        'merchandise-drop',     () => AT_OFFICE],
  ['T09+T10 qty −',     posted(...SHIP, PICK),                                                  'ship-for-order',       exactly({ site: 'O1', quantity: '-1' })],
  ['T09+T10 by T25+26', posted(...SHIP, PICK),                                                  'hold-order',           () => ({ ...AT_OFFICE, fromSite: 'L' })],
  ['T11 by T22',        posted('receive-for-order', { ...ORDER, site: 'L' }, PICK, SHIP),       'undo-receive',         (original) => ({ ...ORDER, site: 'L', original })],
  ['T12 by T20',        posted('deliver', AT_OFFICE, PICK),                                     'undo-deliver',         (original) => ({ ...AT_OFFICE, original })],
  ['T13 by T08',        posted('return-to-stock', AT_OFFICE, PICK),                             ...again(PICK)],
  ['T14 qty −',         posted('lost-in-transit', { ...ORDER, site: 'L' }, PICK, SHIP),         'lost-in-transit',      (original) => ({ ...ORDER, site: 'L', quantity: '-1', original })],
  ['T15 exactly',       posted('receipt-for-stock-order', TR, ORDERED),                         'receipt-for-stock-order', exactly({ site: 'O1' })],
  ['T16 qty −',         posted('manual-stock-receipt', ONE),                                    'manual-stock-receipt', () => ({ quantity: '-1' })],
  ['T17 by T02',        posted('manual-vendor-receipt', { ...ONE, unitCost: '50' }),            'return-to-vendor',     () => ONE],
  ['T18+T19 qty −',     posted(...SEND),                                                        'stock-transfer',       exactly({ quantity: '-1' })],
  ['T20 by T12',        undoneDelivery,                                                         'deliver',              () => AT_OFFICE],
  ['T21 qty −',         posted('merchandise-drop', AT_OFFICE, PICK),                            'merchandise-drop',     (original) => ({ ...AT_OFFICE, quantity: '-1', original })],
  ['T22 by T11',        undoneReceipt,                                                          'receive-for-order',    () => ({ ...ORDER, site: 'L' })],
  ['T23 by T24',        posted('sale', { site: 'O1', item: 'A1', quantity: '1' }),          'return',               (original) => ({ site: 'O1', item: 'A1', quantity: '1', original })],
  ['T24 by sale',       posted('return', ONE),                                                  'sale',                 () => ONE],
  ['T24 qty −',         posted('return', ONE),                                                  'return',               (original) => ({ quantity: '-1', original })],
  ['T25+T26 by T09+10', posted('hold-order', { ...AT_OFFICE, fromSite: 'L' }, PICK, SHIP),      ...again(SHIP)],
  ['T27 qty −',         posted('receive-from-outside-lab', { ...AT_OFFICE, unitCost: '38' }),   'receive-from-outside-lab', () => ({ ...AT_OFFICE, quantity: '-1' })],
  ['X2 qty −',          posted('transfer-lost', TR, SEND),                                      'transfer-lost',        (original) => ({ ...TR, quantity: '-1', original })],
];

/** The same step once more. */
function again([type, fields]: Step): readonly [TransactionType, (key: string) => SampleFields] {
  return [type, () => fields];
}

function undoneDelivery(company: SampleCompany): string {
  const original = posted('deliver', AT_OFFICE, PICK)(company);
  return company.posted('undo-deliver', { ...AT_OFFICE, original }).key;
}

function undoneReceipt(company: SampleCompany): string {
  const at = { ...ORDER, site: 'L' };
  const original = posted('receive-for-order', at, PICK, SHIP)(company);
  return company.posted('undo-receive', { ...at, original }).key;
}

test.each(REVERSED_BY.map((row) => ({ title: row[0], row })))(
  '003.05 003.58 what stands against it leaves nothing behind: $title',
  ({ row: [, before, type, fields] }) => {
    const company = opticalChain();
    const key = before(company);
    const forward = company.decisions.at(-1)?.postings ?? [];
    const back = company.posted(type, fields(key)).postings;
    expect(forward.length).toBeGreaterThan(0);
    const sides = (postings: typeof back) =>
      postings.map(({ debit, credit, amount }) => [
        `${debit.account}@${debit.site}`,
        `${credit.account}@${credit.site}`,
        amount,
      ]);
    const turned = sides(forward).map(([debit, credit, amount]) => [credit, debit, amount]);
    expect(sides(back)).toEqual(turned);
  },
);
