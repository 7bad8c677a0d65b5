import { describe, expect, test } from 'vitest';
import { indexPolicies } from '../determination/policies-in-force.ts';
import { FIRST_DAY } from '../primitives/business-date.ts';
import { opticalChain, SampleCompany, type SampleFields } from '../testing/sample-company.ts';
import { eventShape } from '../transactions/event-shape.ts';
import { type TransactionType, transactionTypes } from '../transactions/posting-rules.ts';

/** An earlier transaction, posted on 10 January under the key `first`, and what is sent about it. */
type About = readonly [
  type: TransactionType,
  fields: SampleFields,
  first: readonly [type: TransactionType, fields: SampleFields],
  before?: (company: SampleCompany) => void,
];

const ONE = { quantity: '1' };
const BACK = { quantity: '-1', original: 'first' };
const ORDER = { ...ONE, document: 'D' };

const picked = (company: SampleCompany) => company.post('pick-for-order', ORDER);
const shipped = (company: SampleCompany) => {
  picked(company);
  company.post('ship-for-order', { ...ORDER, toSite: 'O1' });
};
const sent = (company: SampleCompany) => company.post('stock-transfer', { ...ORDER, toSite: 'O1' });

// biome-ignore format: a table reads as a table
const ABOUT: readonly About[] = [
  ['return',                   { ...ONE, original: 'first' },                  ['sale', ONE]],
  ['return',                   BACK,                                           ['return', ONE]],
  ['undo-deliver',             { ...ORDER, original: 'first' },                ['deliver', ORDER], picked],
  ['undo-receive',             { ...ORDER, site: 'O1', original: 'first' },    ['receive-for-order', { ...ORDER, site: 'O1' }], shipped],
  ['merchandise-drop',         { ...BACK, document: 'D' },                     ['merchandise-drop', ORDER], picked],
  ['lost-in-transit',          { ...BACK, document: 'D', site: 'O1' },         ['lost-in-transit', { ...ORDER, site: 'O1' }], shipped],
  ['transfer-lost',            { ...BACK, document: 'D', site: 'O1' },         ['transfer-lost', { ...ORDER, site: 'O1' }], sent],
  ['manual-stock-receipt',     BACK,                                           ['manual-stock-receipt', ONE]],
  ['manual-receipt-match',     { ...ORDER, site: 'O1', original: 'first' },    ['manual-stock-receipt', { ...ONE, site: 'O1' }], sent],
  ['manual-receipt-write-off', { ...ONE, reason: 'Found', original: 'first' }, ['manual-stock-receipt', ONE]],
  ['cost-correction',          { amount: '1', original: 'first' },             ['receive-from-vendor', { ...ONE, unitCost: '5' }]],
  ['receive-from-vendor',      { reverses: 'first' },                          ['receive-from-vendor', { ...ONE, unitCost: '5' }]],
  ['stock-transfer',           { reverses: 'first' },                          ['stock-transfer', { ...ORDER, toSite: 'O1' }]],
  ['supplier-invoice-match',   { reverses: 'first' },                          ['supplier-invoice-match', { ...ONE, unitCost: '5', original: 'receipt' }],
    (company) => company.post('receive-from-vendor', { key: 'receipt', ...ONE, unitCost: '5' })],
];

describe('I12 what takes of an earlier transaction, or turns it round, has no place before it', () => {
  for (const [type, fields, [firstType, first], before] of ABOUT) {
    test(`${type} of a ${firstType}: refused the day before, posted on its day`, () => {
      const company = opticalChain();
      before?.(company);
      company.post(firstType, { ...first, key: 'first', postedOn: '2026-01-10' });
      const early = company.send(type, { ...fields, postedOn: '2026-01-09' });
      expect(early.status === 'refused' && early.refusals[0]).toEqual({
        code: 'dated-before-original',
        details: { original: 'first', postedOn: '2026-01-09', on: '2026-01-10' },
      });
      expect(company.posted(type, { ...fields, postedOn: '2026-01-10' }).status).toBe('posted');
    });
  }
});

test('an invoice takes nothing of the goods and may be dated before they came; no other type may', () => {
  const company = opticalChain();
  const receipt = { ...ONE, key: 'first', unitCost: '5', postedOn: '2026-01-10' };
  company.post('receive-from-vendor', receipt);
  const invoice = { ...ONE, unitCost: '5', original: 'first', postedOn: '2026-01-05' };
  expect(company.posted('supplier-invoice-match', invoice).status).toBe('posted');
  // Where its difference is capitalised it moves value that is not there yet.
  const capitalises = new SampleCompany({
    configuration: {
      policies: indexPolicies([
        { policy: 'price-difference', group: null, value: 'capitalise', from: FIRST_DAY },
      ]),
    },
  });
  capitalises.post('receive-from-vendor', receipt);
  const dearer = { ...invoice, unitCost: '6' };
  expect(capitalises.refused('supplier-invoice-match', dearer)).toEqual(['dated-before-original']);
  expect(capitalises.posted('supplier-invoice-match', invoice).status).toBe('posted');
  const early = transactionTypes().filter((type) => eventShape(type)?.mayPrecedeOriginal === true);
  expect(early).toEqual(['supplier-invoice-match']);
});
