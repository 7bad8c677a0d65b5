import { parseBusinessDate, refusalText, type TransactionInput } from 'perpetua-core';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import type { TestBooks } from './books.ts';
import { putPeriod } from './close-period.ts';
import { sampleSetup } from './sample-setup.ts';

const WHY = { changedBy: 'controller', reason: 'test' };

/** A transaction in one line: what happened to how many, at what cost. */
type Line = readonly [
  key: string,
  type: string,
  postedOn: string,
  item: string,
  site: string,
  rest?: Partial<TransactionInput>,
];

function sent([key, type, postedOn, item, site, rest = {}]: Line): TransactionInput {
  return { key, type, postedOn, item, site, ...rest };
}

/** Receipts with their invoices, issues from several places, a location with its own account. */
// biome-ignore format: a table reads as a table
const STOCK: readonly Line[] = [
  ['in-1',     'receive-from-vendor',    '2026-01-05', 'F1', 'DC', { quantity: '10', unitCost: '50' }],
  ['in-2',     'receive-from-vendor',    '2026-01-07', 'F1', 'DC', { quantity: '7', unitCost: '53.33' }],
  ['in-3',     'receive-from-vendor',    '2026-01-07', 'F1', 'DC', { quantity: '4', unitCost: '60', location: 'CONS' }],
  ['in-4',     'opening-balance',        '2026-01-01', 'A1', 'O1', { quantity: '30', unitCost: '2.5' }],
  ['in-5',     'receive-from-vendor',    '2026-01-08', 'K1', 'L',  { quantity: '12.500', unitCost: '3.1' }],
  ['bill-1',   'supplier-invoice-match', '2026-01-10', 'F1', 'DC', { quantity: '10', unitCost: '51.20', tax: '102.40', original: 'in-1' }],
  ['bill-2',   'supplier-invoice-match', '2026-01-11', 'F1', 'DC', { quantity: '3', unitCost: '53', original: 'in-2' }],
  ['back-1',   'return-to-vendor',       '2026-01-12', 'F1', 'DC', { quantity: '2' }],
  ['move-1',   'location-move',          '2026-01-12', 'F1', 'DC', { quantity: '3', toLocation: 'A-01' }],
  ['move-2',   'location-move',          '2026-01-12', 'F1', 'DC', { quantity: '1', toLocation: 'CONS' }],
  ['use-1',    'adjustment',             '2026-01-13', 'K1', 'L',  { quantity: '-0.750', reason: 'Damage' }],
  ['found-1',  'adjustment',             '2026-01-13', 'A1', 'O1', { quantity: '2', unitCost: '2.4', reason: 'Found' }],
  ['count-1',  'count-variance',         '2026-01-31', 'A1', 'O1', { quantity: '-1' }],
  ['value-1',  'cost-revaluation',       '2026-01-31', 'F1', 'DC', { amount: '-7.77' }],
];

/** Sales, returns, transfers, goods sold before they came, exact reversals. */
// biome-ignore format: a table reads as a table
const TRADE: readonly Line[] = [
  ['send-1',   'stock-transfer',       '2026-02-01', 'F1', 'DC', { quantity: '6', toSite: 'O1', document: 'TR-1' }],
  ['got-1',    'receive-transfer',     '2026-02-03', 'F1', 'O1', { quantity: '4', document: 'TR-1' }],
  ['send-2',   'stock-order-transfer', '2026-02-03', 'F1', 'DC', { quantity: '2', toSite: 'O2' }],
  ['got-2',    'receipt-for-stock-order', '2026-02-04', 'F1', 'O2', { quantity: '2', document: 'send-2' }],
  ['sale-1',   'otc-sale',             '2026-02-05', 'F1', 'O1', { quantity: '3' }],
  ['sale-2',   'sale',                 '2026-02-05', 'A1', 'O1', { quantity: '5' }],
  ['again-1',  'return',               '2026-02-09', 'F1', 'O1', { quantity: '1', original: 'sale-1' }],
  ['short-1',  'otc-sale',             '2026-02-10', 'F2', 'O2', { quantity: '3' }],
  ['cover-1',  'manual-vendor-receipt', '2026-02-12', 'F2', 'O2', { quantity: '5', unitCost: '41.37' }],
  ['wrong-1',  'receive-from-vendor',  '2026-02-13', 'A1', 'DC', { quantity: '9', unitCost: '2.22' }],
  ['undo-1',   'receive-from-vendor',  '2026-02-14', 'A1', 'DC', { quantity: '-9', reverses: 'wrong-1' }],
  ['undo-2',   'otc-sale',             '2026-02-15', 'F1', 'O1', { reverses: 'sale-3' }],
  ['sale-3',   'otc-sale',             '2026-02-15', 'F1', 'O1', { quantity: '1' }],
  ['undo-3',   'otc-sale',             '2026-02-16', 'F1', 'O1', { reverses: 'sale-3' }],
];

/** Orders: picked, shipped, held, delivered, returned, lost. */
// biome-ignore format: a table reads as a table
const ORDERS: readonly Line[] = [
  ['o1-pick',  'pick-for-order',    '2026-03-01', 'F1', 'DC', { quantity: '2', document: 'SO-1' }],
  ['o1-sale',  'sale',              '2026-03-01', 'F1', 'O1', { quantity: '2', document: 'SO-1' }],
  ['o1-ship',  'ship-for-order',    '2026-03-02', 'F1', 'DC', { quantity: '2', toSite: 'O1', document: 'SO-1' }],
  ['o1-got',   'receive-for-order', '2026-03-03', 'F1', 'O1', { quantity: '2', document: 'SO-1' }],
  ['o1-undo',  'undo-receive',      '2026-03-03', 'F1', 'O1', { quantity: '1', document: 'SO-1', original: 'o1-got' }],
  ['o1-again', 'receive-for-order', '2026-03-03', 'F1', 'O1', { quantity: '1', document: 'SO-1' }],
  ['o1-done',  'deliver',           '2026-03-05', 'F1', 'O1', { quantity: '2', document: 'SO-1' }],
  ['o2-pick',  'pick-for-order',    '2026-03-04', 'F1', 'DC', { quantity: '1', document: 'SO-2' }],
  ['o2-ship',  'ship-for-order',    '2026-03-04', 'F1', 'DC', { quantity: '1', toSite: 'L', document: 'SO-2' }],
  ['o2-hold',  'hold-order',        '2026-03-06', 'F1', 'O2', { quantity: '1', fromSite: 'L', document: 'SO-2' }],
  ['o2-drop',  'merchandise-drop',  '2026-03-07', 'F1', 'O2', { quantity: '1', document: 'SO-2' }],
  ['o3-pick',  'pick-for-order',    '2026-03-08', 'A1', 'O1', { quantity: '4', document: 'SO-3' }],
  ['o3-sale',  'sale',              '2026-03-08', 'A1', 'O1', { quantity: '4', document: 'SO-3' }],
  ['o4-pick',  'pick-for-order',    '2026-03-09', 'F1', 'DC', { quantity: '1', document: 'SO-4' }],
  ['o4-ship',  'ship-for-order',    '2026-03-09', 'F1', 'DC', { quantity: '1', toSite: 'O2', document: 'SO-4' }],
  ['o4-lost',  'lost-in-transit',   '2026-03-20', 'F1', 'O2', { quantity: '1', document: 'SO-4', reason: 'LOST' }],
  ['o5-made',  'receive-from-outside-lab', '2026-03-21', 'K1', 'O2', { quantity: '1', unitCost: '12.34', document: 'SO-5' }],
];

/** After a change of the configuration: another contra account, another item, another cost. */
// biome-ignore format: a table reads as a table
const LATER: readonly Line[] = [
  ['new-1',    'otc-sale',            '2026-04-01', 'A1', 'O1', { quantity: '2' }],
  ['new-2',    'receive-from-vendor', '2026-04-02', 'N1', 'DC', { quantity: '3.25', unitCost: '0.33' }],
  ['new-3',    'otc-sale',            '2026-04-03', 'N1', 'DC', { quantity: '1' }],
  ['new-4',    'otc-sale',            '2026-04-03', 'F2', 'DC', { quantity: '1' }],
  ['new-5',    'return',              '2026-04-04', 'F1', 'O1', { quantity: '2', original: 'sale-1' }],
];

/** Steps that stand against earlier ones, and receipts without a sending and at once. */
// biome-ignore format: a table reads as a table
const STEPS_BACK: readonly Line[] = [
  ['m1-in',    'manual-stock-receipt', '2026-05-01', 'F1', 'O1', { quantity: '2', fromSite: 'DC' }],
  ['m1-send',  'stock-transfer',       '2026-05-04', 'F1', 'DC', { quantity: '2', toSite: 'O1', document: 'TR-9' }],
  ['m1-part',  'manual-receipt-match', '2026-05-05', 'F1', 'O1', { quantity: '1', document: 'TR-9', original: 'm1-in' }],
  ['m1-rest',  'manual-receipt-match', '2026-05-05', 'F1', 'O1', { quantity: '1', document: 'TR-9', original: 'm1-in' }],
  ['m2-in',    'manual-stock-receipt', '2026-05-06', 'F1', 'O1', { quantity: '1' }],
  ['m2-off',   'manual-receipt-write-off', '2026-05-07', 'F1', 'O1', { quantity: '1', original: 'm2-in', reason: 'Damage' }],
  ['m3-in',    'manual-stock-receipt', '2026-05-07', 'F1', 'O1', { quantity: '1' }],
  ['m3-back',  'manual-stock-receipt', '2026-05-07', 'F1', 'O1', { quantity: '-1', original: 'm3-in' }],
  ['auto-1',   'stock-transfer',       '2026-05-08', 'F1', 'DC', { quantity: '2', toSite: 'O2' }],
  ['auto-2',   'stock-order-transfer', '2026-05-08', 'F2', 'DC', { quantity: '1', toSite: 'O2', document: 'SO-9' }],
  ['o6-pick',  'pick-for-order',       '2026-05-11', 'F1', 'DC', { quantity: '1', document: 'SO-6' }],
  ['o6-drop',  'merchandise-drop',     '2026-05-11', 'F1', 'DC', { quantity: '1', document: 'SO-6' }],
  ['o6-back',  'merchandise-drop',     '2026-05-12', 'F1', 'DC', { quantity: '-1', document: 'SO-6', original: 'o6-drop' }],
  ['o7-pick',  'pick-for-order',       '2026-05-12', 'F1', 'DC', { quantity: '2', document: 'SO-7' }],
  ['o7-ship',  'ship-for-order',       '2026-05-12', 'F1', 'DC', { quantity: '2', toSite: 'O1', document: 'SO-7' }],
  ['o7-lost',  'lost-in-transit',      '2026-05-18', 'F1', 'O1', { quantity: '2', document: 'SO-7' }],
  ['o7-found', 'lost-in-transit',      '2026-05-19', 'F1', 'O1', { quantity: '-2', document: 'SO-7', original: 'o7-lost' }],
  ['o7-got',   'receive-for-order',    '2026-05-19', 'F1', 'O1', { quantity: '2', document: 'SO-7' }],
  ['o7-undo',  'undo-receive',         '2026-05-19', 'F1', 'O1', { quantity: '1', document: 'SO-7', original: 'o7-got' }],
  ['o7-undo2', 'undo-receive',         '2026-05-19', 'F1', 'O1', { quantity: '1', document: 'SO-7', original: 'o7-got' }],
  ['o8-sale',  'otc-sale',             '2026-05-20', 'A1', 'O1', { quantity: '2' }],
  ['o8-back',  'return',               '2026-05-21', 'A1', 'O1', { quantity: '2', original: 'o8-sale' }],
  ['o8-again', 'return',               '2026-05-22', 'A1', 'O1', { quantity: '-1', original: 'o8-back' }],
  ['auto-3',   'stock-transfer',       '2026-05-25', 'F1', 'DC', { quantity: '1', toSite: 'O2' }],
  ['auto-no',  'stock-transfer',       '2026-05-26', 'F1', 'DC', { reverses: 'auto-3' }],
  ['short-2',  'otc-sale',             '2026-05-26', 'F2', 'L',  { quantity: '4' }],
  ['cover-2',  'receive-from-vendor',  '2026-05-27', 'F2', 'L',  { quantity: '6', unitCost: '47.11' }],
  ['cover-no', 'receive-from-vendor',  '2026-05-28', 'F2', 'L',  { reverses: 'cover-2' }],
  ['cover-so', 'receive-from-vendor',  '2026-05-28', 'F2', 'L',  { reverses: 'cover-no' }],
  ['o9-sale',  'sale',                 '2026-05-28', 'F1', 'O2', { quantity: '1', document: 'SO-10' }],
  ['o9-made',  'receive-from-outside-lab', '2026-05-29', 'F1', 'O2', { quantity: '1', unitCost: '30.01', document: 'SO-10' }],
  ['o9-done',  'deliver',              '2026-05-29', 'F1', 'O2', { quantity: '1', document: 'SO-10' }],
  ['o9-no',    'deliver',              '2026-05-30', 'F1', 'O2', { reverses: 'o9-done' }],
];

/**
 * Posts a history with a bit of everything: all buckets, every link between events, goods below
 * zero, exact reversals, two months that are closed afterwards, three versions of the configuration
 * between many batches. Returns what was refused; exactly one transaction, which comes too early.
 */
export async function postMixedHistory(books: TestBooks): Promise<readonly string[]> {
  const refused: string[] = [];
  const post = async (lines: readonly Line[], portion: number) => {
    refused.push(...(await postLines(books, lines, portion)));
  };
  await post(STOCK, 4);
  await post(TRADE, 3);
  await post(ORDERS, 5);
  await changeConfiguration(books);
  await post(LATER, 2);
  return refused;
}

/**
 * Goes on from the mixed history with everything that stands against an earlier step, with manual
 * receipts that are cleared, and with a site that receives as is sent. Returns what was refused.
 */
export async function postStepsBack(books: TestBooks): Promise<readonly string[]> {
  const { company: settings } = sampleSetup();
  const changed = await setUpCompany(
    books,
    {
      company: { ...settings, code: books.company.code },
      sites: [
        { code: 'O2', name: 'Office two', kind: 'office', receivesTransfersAutomatically: true },
      ],
      places: [{ group: 1, site: 'O1', accounts: { 'transfer-variance': '5870' } }],
    },
    WHY,
  );
  if (!changed.ok) throw new Error(`the change was refused: ${JSON.stringify(changed.reasons)}`);
  return postLines(books, STEPS_BACK, 4);
}

/** Posts lines in portions. Returns what was refused. */
async function postLines(
  books: TestBooks,
  lines: readonly Line[],
  portion: number,
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (let from = 0; from < lines.length; from += portion) {
    const inputs = lines.slice(from, from + portion).map(sent);
    for (const outcome of await books.desk.post(inputs)) {
      if (outcome.status !== 'refused') continue;
      const reasons = outcome.refusals.map((one) => refusalText(one).message);
      refused.push(`${outcome.key}: ${reasons.join('; ')}`);
    }
  }
  return refused;
}

async function changeConfiguration(books: TestBooks): Promise<void> {
  const { company: settings } = sampleSetup();
  const changed = await setUpCompany(
    books,
    {
      company: { ...settings, code: books.company.code },
      groups: [{ number: 2, description: 'Accessories', accounts: { cogs: '5100' } }],
      items: [
        { code: 'N1', name: 'Glue', group: 2, itemType: 'Accessory', quantityDecimals: 2 },
        {
          code: 'F2',
          name: 'Frame that costs more',
          group: 1,
          itemType: 'Frame',
          standardCost: '45.5',
        },
      ],
    },
    WHY,
  );
  if (!changed.ok) throw new Error(`the change was refused: ${JSON.stringify(changed.reasons)}`);
  for (const period of ['2026-01', '2026-02']) await closePeriod(books, period);
}

/** Switches inventory integration off or on from a day. */
export async function integrate(
  { storage, clock, company }: TestBooks,
  from: string,
  integrated: boolean,
): Promise<void> {
  await storage.writing(company.id, async (session) => {
    const version = session.lane.configurationVersion + 1;
    const day = parseBusinessDate(from);
    if (day === undefined) throw new Error(`${from} is no day`);
    await session.writeConfiguration({ version, changedAt: clock(), ...WHY }, [
      { kind: 'integration', key: day, content: { from: day, integrated } },
    ]);
  });
}

/** Closes a period, or opens it again. */
export const closePeriod = (
  books: TestBooks,
  period: string,
  state: 'open' | 'closed' = 'closed',
): Promise<void> => putPeriod(books, books.company, period, state);
