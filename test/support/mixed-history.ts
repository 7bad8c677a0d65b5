import { parseBusinessDate, refusalText, type TransactionInput } from 'perpetua-core';
import { setPeriodState } from '../../packages/server/src/application/set-period-state.ts';
import { setUpCompany } from '../../packages/server/src/application/set-up-company.ts';
import type { TestBooks } from './books.ts';
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

/**
 * Posts a history with a bit of everything: all buckets, every link between events, goods below
 * zero, exact reversals, two months that are closed afterwards, three versions of the configuration
 * between many batches. Returns what was refused; exactly one transaction, which comes too early.
 */
export async function postMixedHistory(books: TestBooks): Promise<readonly string[]> {
  const refused: string[] = [];
  const post = async (lines: readonly Line[], portion: number) => {
    for (let from = 0; from < lines.length; from += portion) {
      const inputs = lines.slice(from, from + portion).map(sent);
      for (const outcome of await books.desk.post(inputs)) {
        if (outcome.status !== 'refused') continue;
        const reasons = outcome.refusals.map((one) => refusalText(one).message);
        refused.push(`${outcome.key}: ${reasons.join('; ')}`);
      }
    }
  };
  await post(STOCK, 4);
  await post(TRADE, 3);
  await post(ORDERS, 5);
  await changeConfiguration(books);
  await post(LATER, 2);
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
export async function closePeriod(
  { storage, clock, company }: TestBooks,
  period: string,
  state: 'open' | 'closed' = 'closed',
): Promise<void> {
  const done = await setPeriodState(
    { storage, clock, company: company.id },
    { period, state },
    WHY,
  );
  if (!done.ok) throw new Error(`the change was refused: ${JSON.stringify(done.reasons)}`);
}
