import { expect, test } from 'vitest';
import { unitCost } from '../primitives/money.ts';
import { assignment, day, SAMPLE_ITEMS, withAssignments } from '../testing/sample-books.ts';
import { opticalChain, SampleCompany, type SampleFields } from '../testing/sample-company.ts';
import { refusalText } from '../transactions/refusals.ts';

/** Frames at 50 and cases at 4 in the distribution centre; resin has a standard cost of 2.50. */
function workshop(options: ConstructorParameters<typeof SampleCompany>[0] = {}): SampleCompany {
  const company = opticalChain(options);
  company.post('opening-balance', { item: 'A1', quantity: '30', unitCost: '4' });
  return company;
}

/** Two sets of resin, each of one frame and three halves of a case, and the labour for them. */
const SET: SampleFields = {
  key: 'set',
  item: 'K1',
  quantity: '2.000',
  lines: [{ item: 'F1', quantity: '2' }, { item: 'A1', quantity: '3' }, { amount: '7.50' }],
};

/** What is wrong with a transaction: the line it is about, and the code. */
function reasonsOf(company: SampleCompany, type: string, fields: SampleFields): readonly string[] {
  const outcome = company.send(type, fields);
  return outcome.status === 'refused'
    ? outcome.refusals.map(({ code, line }) => `${line ?? 'document'}: ${code}`)
    : [outcome.status];
}

test('003.X17 003.X20 003.X21 an assembly enters stock at exactly what went into it, labour included', () => {
  const company = workshop();
  const posted = company.posted('assembly', SET);
  expect(company.journalOf(posted)).toBe(
    [
      'Dr assembly-clearing@DC 7.50 / Cr conversion-cost@DC 7.50',
      'assembly-issue: Dr assembly-clearing@DC 100.00 / Cr inventory@DC 100.00',
      'assembly-issue: Dr assembly-clearing@DC 12.00 / Cr inventory@DC 12.00',
      'assembly-receipt: Dr inventory@DC 119.50 / Cr assembly-clearing@DC 119.50',
    ].join('\n'),
  );
  expect(posted.cost).toBe(11_950n);
  expect(company.onHand('DC', 'K1')).toBe('2.000 = 119.50 @ 59.750000');
  expect([company.onHand('DC'), company.onHand('DC', 'A1')]).toEqual([
    '8 = 400.00 @ 50.000000',
    '27 = 108.00 @ 4.000000',
  ]);
  expect([company.held('DC', 'assembly', 'K1'), company.balance('assembly-clearing')]).toEqual([
    '0 = 0.00',
    '0.00',
  ]);
});

test('003.X17 every part is an event of its own item, caused by the document and carried under its key', () => {
  const company = workshop();
  const { event, caused } = company.posted('assembly', SET);
  expect([event, ...caused].map(({ key, item, document }) => [key, item, document])).toEqual([
    ['set', 'K1', 'set'],
    ['api:set#assembly-issue', 'F1', 'set'],
    ['api:set#assembly-issue-2', 'A1', 'set'],
    ['api:set#assembly-receipt', 'K1', 'set'],
  ]);
  const links = company.decisions.at(-1)?.links ?? [];
  expect(links.map(({ kind, to }) => [kind, to])).toEqual(
    caused.map(() => ['caused-by', event.number]),
  );
  // Goods leave stock at their own cost and come out of the document by its pool, never otherwise.
  const moved = company.decisions.at(-1)?.movements ?? [];
  expect(moved.map(({ type, quantity, value }) => [type, quantity, value])).toEqual([
    ['assembly', 2_000n, 750n],
    ['assembly-issue', -2n, -10_000n],
    ['assembly-issue', 0n, 10_000n],
    ['assembly-issue', -3n, -1_200n],
    ['assembly-issue', 0n, 1_200n],
    ['assembly-receipt', -2_000n, -11_950n],
    ['assembly-receipt', 2_000n, 11_950n],
  ]);
});

test('003.X18 003.X22 what is taken apart is shared out by the shares told, and a scrapped share is adjusted by its reason', () => {
  const company = workshop();
  const lines = [
    { item: 'K1', quantity: '1', share: '60' },
    { item: 'A1', quantity: '2', share: '30' },
    { share: '10', reason: 'Damage' },
  ];
  expect(company.post('disassembly', { quantity: '1', lines })).toBe(
    [
      'assembly-issue: Dr assembly-clearing@DC 50.00 / Cr inventory@DC 50.00',
      'assembly-scrap: Dr Damage@DC 5.00 / Cr assembly-clearing@DC 5.00',
      'assembly-receipt: Dr inventory@DC 30.00 / Cr assembly-clearing@DC 30.00',
      'assembly-receipt: Dr inventory@DC 15.00 / Cr assembly-clearing@DC 15.00',
    ].join('\n'),
  );
  expect(company.balance('assembly-clearing')).toBe('0.00');
});

test('003.X18 each takes its share of what is left, and the last what is left, to the cent', () => {
  const items = [
    ...SAMPLE_ITEMS,
    { code: 'Z1', name: 'Screw', group: 1, itemClass: 'stock', quantityDecimals: 0 } as const,
  ];
  const company = new SampleCompany({ items });
  company.post('opening-balance', { quantity: '1', amount: '10.00' });
  const lines = ['A1', 'K1', 'Z1'].map((item) => ({ item, quantity: '1', share: '1' }));
  company.post('disassembly', { quantity: '1', lines });
  expect(['A1', 'K1', 'Z1'].map((item) => company.onHand('DC', item).split(' ')[2])).toEqual([
    '3.33',
    '3.34',
    '3.33',
  ]);
});

test('003.X18 shares are proportions: 60 and 40 are 3 and 2, whatever they are a part of', () => {
  const inParts = (first: string, second: string) => {
    const company = workshop();
    const lines = [
      { item: 'K1', quantity: '1', share: first },
      { item: 'A1', quantity: '1', share: second },
    ];
    return company.post('disassembly', { quantity: '1', lines });
  };
  expect(inParts('60', '40')).toBe(inParts('3', '2'));
  expect(inParts('0.000003', '0.000002')).toBe(inParts('3', '2'));
});

test('003.X18 without shares goods share by their worth at standard; without a standard cost nothing is guessed', () => {
  const items = SAMPLE_ITEMS.map((item) =>
    item.code === 'A1' ? { ...item, standardCost: unitCost(500_000_000n) } : item,
  );
  const company = new SampleCompany({ items });
  company.post('opening-balance', { quantity: '1', amount: '30.00' });
  // Two kilograms at 2.50 and one case at 5.00: half and half, though cases lie there at another cost.
  company.post('opening-balance', { item: 'A1', quantity: '9', unitCost: '99' });
  const lines = [
    { item: 'K1', quantity: '2' },
    { item: 'A1', quantity: '1' },
  ];
  expect(company.post('disassembly', { quantity: '1', lines })).toContain(
    'assembly-receipt: Dr inventory@DC 15.00 / Cr assembly-clearing@DC 15.00',
  );
  expect(reasonsOf(workshop(), 'disassembly', { quantity: '1', lines })).toEqual([
    '2: share-unknown',
  ]);
});

test('003.X19 000.62 goods become another item at the cost they had', () => {
  const company = workshop();
  const lines = [{ item: 'A1', quantity: '2', location: 'A-01' }];
  expect(company.post('item-transfer', { quantity: '2', lines })).toBe(
    [
      'assembly-issue: Dr assembly-clearing@DC 100.00 / Cr inventory@DC 100.00',
      'assembly-receipt: Dr inventory@DC 100.00 / Cr assembly-clearing@DC 100.00',
    ].join('\n'),
  );
  expect([company.onHand('DC'), company.onHand('DC', 'A1')]).toEqual([
    '8 = 400.00 @ 50.000000',
    '32 = 220.00 @ 6.875000',
  ]);
  const two = [...lines, { item: 'K1', quantity: '1' }];
  expect(reasonsOf(company, 'item-transfer', { quantity: '2', lines: two })).toEqual([
    'document: lines-too-many',
  ]);
});

test('003.X21 at standard what went in less what comes out at standard is assembly variance, either way', () => {
  const items = SAMPLE_ITEMS.map((item) => {
    const cost = { F1: 5_000_000_000n, A1: 400_000_000n }[item.code];
    return cost === undefined ? item : { ...item, standardCost: unitCost(cost) };
  });
  const company = new SampleCompany({ items, costingMethod: 'standard' });
  company.post('opening-balance', { quantity: '10', unitCost: '50' });
  company.post('opening-balance', { item: 'A1', quantity: '10', unitCost: '4' });
  const lines = [{ item: 'A1', quantity: '1' }, { amount: '1.25' }];
  expect(company.post('assembly', { item: 'K1', quantity: '2', lines })).toContain(
    'assembly-receipt: Dr inventory@DC 5.00, Dr assembly-variance@DC 0.25 / Cr assembly-clearing@DC 5.25',
  );
  const cheap = [{ item: 'A1', quantity: '1' }];
  expect(company.post('assembly', { item: 'K1', quantity: '2', lines: cheap })).toContain(
    'assembly-receipt: Dr inventory@DC 5.00 / Cr assembly-clearing@DC 4.00, Cr assembly-variance@DC 1.00',
  );
});

test('003.X08 003.X17 an average over the company is spread anew for every item whose average moved', () => {
  const company = workshop({ costingMethod: 'company-average' });
  company.post('opening-balance', { item: 'K1', site: 'O1', quantity: '2', unitCost: '10' });
  const { caused } = company.posted('assembly', SET);
  expect(caused.map(({ type, item }) => `${type} ${item}`)).toEqual([
    'assembly-issue F1',
    'assembly-issue A1',
    'assembly-receipt K1',
    'average-respread K1',
  ]);
  // Frames and cases left at the one average they had; 20.00 and 115.00 of resin are one average now.
  expect([company.onHand('DC', 'K1'), company.onHand('O1', 'K1')]).toEqual([
    '2.000 = 67.25 @ 33.625000',
    '2.000 = 67.25 @ 33.625000',
  ]);
});

test('003.X17 first in, first out: the oldest frames go in, and what comes out is a layer of its own', () => {
  const company = new SampleCompany({ costingMethod: 'fifo' });
  company.post('opening-balance', { quantity: '2', unitCost: '50', postedOn: '2026-01-01' });
  company.post('receive-from-vendor', { quantity: '2', unitCost: '60', postedOn: '2026-01-03' });
  company.post('opening-balance', { item: 'K1', quantity: '1', unitCost: '7' });
  const lines = [{ item: 'F1', quantity: '3' }];
  const { caused } = company.posted('assembly', { item: 'K1', quantity: '1', lines });
  const uses = company.decisions.at(-1)?.costUses ?? [];
  expect(uses.map(({ quantity, value }) => [quantity, value])).toEqual([
    [2n, 10_000n],
    [1n, 6_000n],
  ]);
  const resin = [...company.books.pools.values()].find(
    ({ address }) => address.item === 'K1' && address.bucket === 'on-hand',
  );
  expect(resin?.pool.layers.map(({ quantity, value }) => [quantity, value])).toEqual([
    [1_000n, 700n],
    [1_000n, 16_000n],
  ]);
  expect(resin?.pool.layers.at(-1)?.receipt).toBe(caused.at(-1)?.number);
});

test('Q-05 003.X17 goods below zero go in where the company allows it, and what comes out covers what was short', () => {
  const company = workshop();
  company.post('sale', { item: 'K1', quantity: '1' });
  const posted = company.posted('assembly', { ...SET, lines: [{ item: 'F1', quantity: '11' }] });
  expect(posted.warnings).toEqual(['F1 at DC is 1 below zero on 2026-01-05']);
  expect(posted.caused.map(({ type }) => type)).toEqual([
    'assembly-issue',
    'assembly-receipt',
    'negative-balance-cost-adjustment',
  ]);
  const strict = workshop({ negativeStock: 'forbid' });
  const twice = [
    { item: 'F1', quantity: '6' },
    { item: 'F1', quantity: '5' },
  ];
  expect(reasonsOf(strict, 'assembly', { ...SET, lines: twice })).toEqual(['2: stock-below-zero']);
});

test('003.X17 all that stands against the lines is said at once, each of its line', () => {
  const company = workshop();
  const lines = [
    { item: 'K1', quantity: '1' },
    { item: 'X9', quantity: 'many', location: 'Z-99' },
    { item: 'A1', site: 'O1' },
    { item: 'S1', quantity: '-1' },
    { item: 'F1', quantity: '0', amount: '5' },
    { amount: '-1', account: '9999', location: 'A-01' },
    { share: '5', reason: 'Damage' },
    {},
  ];
  expect(reasonsOf(company, 'assembly', { ...SET, lines })).toEqual([
    '2: item-unknown',
    '2: location-unknown',
    '3: field-missing',
    '8: field-missing',
    '8: field-missing',
    '5: field-not-allowed',
    '6: field-not-allowed',
    '7: field-not-allowed',
    '2: number-invalid',
    '5: quantity-zero',
    '4: quantity-negative',
    '1: made-of-itself',
    '3: line-at-another-site',
    '6: cost-negative',
    '4: item-not-stocked',
    '6: account-unknown',
  ]);
  const outcome = company.send('assembly', { ...SET, lines: [{ item: 'X9', quantity: '1' }] });
  const told = outcome.status === 'refused' ? outcome.refusals.map(refusalText) : [];
  expect(told).toMatchObject([{ message: 'Line 1: There is no item X9.', line: 1 }]);
});

test('003.X17 stock that is not there, places of others and accounts that are missing: of every line at once', () => {
  const company = workshop({
    negativeStock: 'forbid',
    configuration: withAssignments([assignment('conversion-cost', null, { group: 2 })]),
  });
  const lines = [
    { item: 'F1', quantity: '11' },
    { item: 'A1', quantity: '1', location: 'OTHERS' },
    { item: 'A1', quantity: '30' },
    { item: 'F1', quantity: '10' },
  ];
  expect(reasonsOf(company, 'assembly', { ...SET, location: 'OTHERS', lines })).toEqual([
    '2: stock-of-others',
    '1: stock-below-zero',
    'document: location-of-others',
  ]);
  expect([company.onHand('DC'), company.onHand('DC', 'K1')]).toEqual([
    '10 = 500.00 @ 50.000000',
    '0.000 = 0.00 @ 0.000000',
  ]);
});

test('003.X17 an account that is missing for what is under assembly is told once', () => {
  const control = [...withAssignments([]).assignments.values()]
    .flat()
    .filter(({ role }) => !['assembly-clearing', 'conversion-cost'].includes(role));
  const company = workshop({ configuration: withAssignments([], control) });
  expect(reasonsOf(company, 'assembly', SET)).toEqual([
    'document: account-not-determined',
    '3: account-not-determined',
  ]);
});

test('003.X18 shares are of all lines or of none, not below zero, and something together', () => {
  const company = workshop();
  const split = (...shares: readonly (string | undefined)[]) => {
    const items = ['K1', 'A1'];
    const lines = shares.map((share, index) => ({
      item: items[index] ?? '',
      quantity: '1',
      ...(share === undefined ? {} : { share }),
    }));
    return reasonsOf(company, 'disassembly', { quantity: '1', lines });
  };
  expect(split('60', undefined)).toEqual(['document: shares-incomplete']);
  expect(split('0', '0')).toEqual(['document: shares-zero']);
  expect(split('-1', '2')).toEqual(['1: share-negative']);
  expect(split('0', '2')).toEqual(['posted']);
  const lines = [
    { item: 'A1', quantity: '1', share: '1' },
    { item: 'A1', quantity: '1', share: '1', location: 'A-01' },
  ];
  expect(reasonsOf(company, 'disassembly', { quantity: '1', lines })).toEqual(['2: line-repeated']);
  const shared = [{ item: 'F1', quantity: '1', share: '1' }];
  expect(reasonsOf(company, 'assembly', { ...SET, lines: shared })).toEqual([
    '1: field-not-allowed',
  ]);
});

test('003.X17 a document has lines of goods, other transactions have none', () => {
  const company = workshop();
  expect(reasonsOf(company, 'assembly', { ...SET, lines: [{ amount: '1' }] })).toEqual([
    'document: lines-missing',
  ]);
  const { lines: _, ...without } = SET;
  expect(reasonsOf(company, 'assembly', without)).toEqual(['document: lines-missing']);
  const priced = { unitCost: '5', account: '5801', original: 't1' };
  expect(reasonsOf(company, 'assembly', { ...SET, ...priced })).toEqual([
    'document: field-not-allowed',
    'document: field-not-allowed',
    'document: field-not-allowed',
  ]);
  const { lines = [] } = SET;
  expect(reasonsOf(company, 'sale', { quantity: '1', lines })).toEqual([
    'document: field-not-allowed',
  ]);
  for (const part of ['assembly-issue', 'assembly-receipt', 'assembly-scrap'])
    expect(reasonsOf(company, part, { quantity: '1', lines })).toContain('document: type-not-sent');
});

test('Q-36 003.X17 sent again it is answered again; with another line it is refused', () => {
  const company = workshop();
  const first = company.posted('assembly', SET);
  const again = company.send('assembly', SET);
  expect(again).toMatchObject({ status: 'duplicate', event: first.event, cost: first.cost });
  expect(company.onHand('DC', 'K1')).toBe('2.000 = 119.50 @ 59.750000');
  const changed = company.send('assembly', { ...SET, lines: [{ item: 'F1', quantity: '3' }] });
  expect(changed).toMatchObject({ status: 'refused', refusals: [{ code: 'key-reused' }] });
  expect(JSON.stringify(changed)).toContain('lines was [{');
});

test('003.X17 a reversal takes the whole document back, part by part from its end, and may be taken back itself', () => {
  const company = workshop();
  const before = ['F1', 'A1', 'K1'].map((item) => company.onHand('DC', item));
  const { caused } = company.posted('assembly', SET);
  const after = ['F1', 'A1', 'K1'].map((item) => company.onHand('DC', item));
  // Frames are dearer by now; they come back at what they went in with.
  company.post('receive-from-vendor', { quantity: '8', unitCost: '100' });
  const undone = company.posted('assembly', { key: 'no', item: 'K1', reverses: 'set' });
  expect(undone.caused.map(({ type, item }) => [type, item])).toEqual(
    caused.map(({ type, item }) => [type, item]).toReversed(),
  );
  expect(undone.cost).toBe(11_950n);
  expect(company.balance('conversion-cost')).toBe('0.00');
  expect(['A1', 'K1'].map((item) => company.onHand('DC', item))).toEqual(before.slice(1));
  expect(reasonsOf(company, 'assembly', { item: 'K1', reverses: 'set' })).toEqual([
    'document: already-reversed',
  ]);
  company.post('assembly', { item: 'K1', reverses: 'no', quantity: '2' });
  expect(['A1', 'K1'].map((item) => company.onHand('DC', item))).toEqual(after.slice(1));
});

test('003.X17 what was sold meanwhile bars the reversal where stock below zero is forbidden', () => {
  const company = workshop({ negativeStock: 'forbid' });
  company.post('assembly', SET);
  company.post('sale', { item: 'K1', quantity: '1' });
  expect(reasonsOf(company, 'assembly', { item: 'K1', reverses: 'set' })).toEqual([
    'document: stock-below-zero',
  ]);
  expect(reasonsOf(company, 'assembly', { item: 'K1', quantity: '1', reverses: 'set' })).toEqual([
    'document: original-differs',
    'document: stock-below-zero',
  ]);
  // A part has no name that could be used, and is not taken back alone.
  expect(
    reasonsOf(company, 'assembly', { item: 'K1', reverses: 'api:set#assembly-receipt' }),
  ).toEqual(['document: original-unknown']);
});

test('003.X18 of a disassembly the units that went in are what its reversal may say', () => {
  const company = workshop();
  const lines = [
    { item: 'K1', quantity: '1', share: '60' },
    { item: 'A1', quantity: '2', share: '40' },
  ];
  company.post('disassembly', { key: 'apart', quantity: '2', lines });
  expect(reasonsOf(company, 'disassembly', { quantity: '1', reverses: 'apart' })).toEqual([
    'document: original-differs',
  ]);
  company.post('disassembly', { quantity: '2', reverses: 'apart' });
  expect(company.onHand('DC')).toBe('10 = 500.00 @ 50.000000');
});

test('000.02 003.X17 while inventory is not integrated value moves through the document and nothing is posted', () => {
  const company = workshop();
  const { configuration } = company.books.desk;
  const silent = workshop({
    configuration: {
      company: {
        ...configuration.company,
        integration: [{ from: day('2026-01-01'), integrated: false }],
      },
    },
  });
  expect(silent.post('assembly', SET)).toBe('');
  expect(silent.onHand('DC', 'K1')).toBe('2.000 = 119.50 @ 59.750000');
});
