import { formatDecimal } from 'perpetua-core';
import { expect, test } from 'vitest';
import type { PostingAnswer } from '../../packages/server/src/application/post-transactions.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient } from './http-client.ts';

// The flows of costing 5.7 as a till and a warehouse would send them, through the API and into the
// database, with the account of every side.

const ACCOUNTS = {
  inventory: '1300',
  wip: '1330',
  transit: '1340',
  cogs: '5000',
  grni: '2150',
  lost: '5802',
} as const;

/** The sample company with ten frames at the DC at 50 and ten at the office at 45. */
async function opticalChain() {
  const setup = sampleSetup();
  const byReason = ['lost-in-transit', 'transfer-lost'] as const;
  const modes = byReason.map((type) => ({
    type,
    role: 'inventory-adjustment' as const,
    mode: 'reason' as const,
  }));
  const books = await servedBooks({
    ...setup,
    reasons: [...(setup.reasons ?? []), { code: 'LOST', name: 'Lost', account: ACCOUNTS.lost }],
    modes: [...(setup.modes ?? []), ...modes],
  });
  const client = httpClient(books.address);
  const open = { type: 'opening-balance', postedOn: '2026-01-01', item: 'F1', quantity: '10' };
  await client.post([
    { ...open, key: 'open-dc', site: 'DC', unitCost: '50' },
    { ...open, key: 'open-o1', site: 'O1', unitCost: '45' },
  ]);
  let sent = 0;
  /** Posts one step and gives its journal, debits first; what it caused follows after a bar. */
  const step = async (type: string, fields: Record<string, string>): Promise<string> => {
    sent += 1;
    const input = {
      key: `${type}-${sent}`,
      type,
      postedOn: '2026-01-05',
      item: 'F1',
      quantity: '1',
      document: 'ORD-1',
      ...fields,
    };
    const [answer] = await client.post([input]);
    return journalOf(answer);
  };
  return { books, client, step };
}

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(ACCOUNTS).map(([name, code]) => [code, name]),
);

function journalOf(answer: PostingAnswer | undefined): string {
  if (answer === undefined || !('lines' in answer)) return JSON.stringify(answer);
  const text = (lines: typeof answer.lines) =>
    lines
      .map(({ account, site, debit, credit }) => {
        const name = NAMES.get(account) ?? account;
        return debit === undefined ? `Cr ${name}@${site} ${credit}` : `Dr ${name}@${site} ${debit}`;
      })
      .join(' ');
  return [answer.lines, ...(answer.caused ?? []).map(({ lines }) => lines)].map(text).join(' | ');
}

/** Balances of the accounts since the opening, debit positive; accounts at zero are left out. */
async function netOf({ owner }: Awaited<ReturnType<typeof inspected>>) {
  const { rows } = await owner.query<{ account: string; site: string; amount: string }>(
    `select l.account, l.site, sum(case side when 'debit' then l.amount else -l.amount end)::text as amount
       from journal_line l join event e on e.company_id = l.company_id and e.number = l.event
      where e.type <> 'opening-balance'
      group by l.account, l.site having sum(case side when 'debit' then l.amount else -l.amount end) <> 0
      order by l.account, l.site`,
  );
  return Object.fromEntries(
    rows.map(({ account, site, amount }) => [
      `${NAMES.get(account) ?? account}@${site}`,
      formatDecimal(BigInt(amount), 2),
    ]),
  );
}

test('003.52 003.T29 flow A: a frame from the DC costs what the DC gave up, entry by entry', async () => {
  const { books, step } = await opticalChain();
  const at = { site: 'O1' };
  expect(await step('sale', at)).toBe('Dr cogs@O1 45.00 Cr inventory@O1 45.00');
  expect(await step('pick-for-order', { site: 'DC' })).toBe(
    'Dr wip@DC 50.00 Cr inventory@DC 50.00',
  );
  expect(await step('ship-for-order', { site: 'DC', toSite: 'O1' })).toBe(
    'Dr transit@O1 50.00 Cr wip@DC 50.00',
  );
  expect(await step('receive-for-order', at)).toBe('Dr wip@O1 50.00 Cr transit@O1 50.00');
  expect(await step('deliver', at)).toBe(
    'Dr inventory@O1 50.00 Cr wip@O1 50.00 | Dr cogs@O1 5.00 Cr inventory@O1 5.00',
  );
  const inspectable = await inspected(books);
  expect(await netOf(inspectable)).toEqual({ 'inventory@DC': '-50.00', 'cogs@O1': '50.00' });
  expect(await faultsOf(inspectable)).toEqual([]);
});

test('003.52 003.12 003.13 flow B: to the lab and back with every step undone once, entry by entry', async () => {
  const { books, client, step } = await opticalChain();
  const [lab, office] = [{ site: 'L' }, { site: 'O1' }];
  expect(await step('sale', office)).toBe('Dr cogs@O1 45.00 Cr inventory@O1 45.00');
  expect(await step('pick-for-order', office)).toBe('Dr wip@O1 45.00 Cr inventory@O1 45.00');
  expect(await step('ship-for-order', { ...office, toSite: 'L' })).toBe(
    'Dr transit@L 45.00 Cr wip@O1 45.00',
  );
  const toLab = 'Dr wip@L 45.00 Cr transit@L 45.00';
  expect(await step('receive-for-order', { ...lab, key: 'first' })).toBe(toLab);
  expect(await step('undo-receive', { ...lab, original: 'first' })).toBe(
    'Dr transit@L 45.00 Cr wip@L 45.00',
  );
  expect(await step('receive-for-order', { ...lab, key: 'second' })).toBe(toLab);
  expect(await step('ship-for-order', { ...lab, toSite: 'O1' })).toBe(
    'Dr transit@O1 45.00 Cr wip@L 45.00',
  );
  // The goods have gone on: their receipt at the lab is not undone any more, and it is told why.
  const [late] = await client.post([
    {
      key: 'late',
      type: 'undo-receive',
      postedOn: '2026-01-05',
      item: 'F1',
      site: 'L',
      quantity: '1',
      document: 'ORD-1',
      original: 'second',
    },
  ]);
  expect(late).toMatchObject({
    status: 'refused',
    code: 'original-passed',
    message:
      'second is not the last step any more. ORD-1 of F1 is: 1 in transit to O1, 1 sold and not delivered at O1.',
  });
  expect(await step('receive-for-order', office)).toBe('Dr wip@O1 45.00 Cr transit@O1 45.00');
  const delivered = 'Dr inventory@O1 45.00 Cr wip@O1 45.00';
  expect(await step('deliver', { ...office, key: 'done' })).toBe(delivered);
  expect(await step('undo-deliver', { ...office, original: 'done' })).toBe(
    'Dr wip@O1 45.00 Cr inventory@O1 45.00',
  );
  expect(await step('deliver', office)).toBe(delivered);
  const inspectable = await inspected(books);
  expect(await netOf(inspectable)).toEqual({ 'inventory@O1': '-45.00', 'cogs@O1': '45.00' });
  expect(await faultsOf(inspectable)).toEqual([]);
});

test('003.T14 003.T25 003.T26 flow B variants: lost and replaced, held inside and outside, found again', async () => {
  const { books, step } = await opticalChain();
  const office = { site: 'O1' };
  const sendToLab = async (document: string, toSite: string) => {
    await step('pick-for-order', { ...office, document });
    await step('ship-for-order', { ...office, toSite, document });
  };
  await step('sale', office);
  await sendToLab('ORD-1', 'L');
  expect(await step('lost-in-transit', { site: 'L', key: 'lost' })).toBe(
    'Dr lost@L 45.00 Cr transit@L 45.00',
  );
  await step('receive-from-vendor', { ...office, quantity: '1', unitCost: '50', document: 'PO' });
  expect(await step('pick-for-order', office)).toBe('Dr wip@O1 45.50 Cr inventory@O1 45.50');
  expect(await step('deliver', office)).toBe(
    'Dr inventory@O1 45.50 Cr wip@O1 45.50 | Dr cogs@O1 0.50 Cr inventory@O1 0.50',
  );
  const inspectable = await inspected(books);
  expect(await netOf(inspectable)).toEqual({
    'inventory@O1': '-40.50',
    'cogs@O1': '45.50',
    'lost@L': '45.00',
    'grni@O1': '-50.00',
  });
  // Inside lab and outside lab: held, back on the shelf, nothing is left of it.
  for (const [document, toSite] of [
    ['ORD-2', 'L'],
    ['ORD-3', 'O1'],
  ] as const) {
    await sendToLab(document, toSite);
    expect(await step('hold-order', { ...office, fromSite: toSite, document })).toBe(
      `Dr wip@O1 45.50 Cr transit@${toSite} 45.50`,
    );
    expect(await step('return-to-stock', { ...office, document })).toBe(
      'Dr inventory@O1 45.50 Cr wip@O1 45.50',
    );
  }
  expect(await step('lost-in-transit', { site: 'L', quantity: '-1', original: 'lost' })).toBe(
    'Dr transit@L 45.00 Cr lost@L 45.00',
  );
  expect(await faultsOf(inspectable)).toEqual([]);
});

test('003.14 003.15 003.T21 003.T27 drop, companion return and both reinstated; the lab supplies a frame', async () => {
  const { books, client, step } = await opticalChain();
  const office = { site: 'O1' };
  await step('sale', { ...office, key: 'sale' });
  await step('pick-for-order', { site: 'DC' });
  await step('ship-for-order', { site: 'DC', toSite: 'O1' });
  const [early] = await client.post([
    {
      key: 'early',
      type: 'receive-from-outside-lab',
      postedOn: '2026-01-05',
      item: 'F1',
      site: 'O1',
      quantity: '1',
      unitCost: '38',
      document: 'ORD-1',
    },
  ]);
  expect(early).toMatchObject({
    status: 'refused',
    code: 'own-goods-under-way',
    remedy: 'Send receive-for-order for them instead.',
  });
  await step('receive-for-order', office);
  await step('otc-sale', { ...office, key: 'other', document: '' });
  expect(await step('merchandise-drop', { ...office, key: 'drop' })).toBe(
    'Dr inventory@O1 50.00 Cr wip@O1 50.00',
  );
  expect(await step('return', { ...office, key: 'credit', original: 'sale' })).toBe(
    'Dr inventory@O1 45.00 Cr cogs@O1 45.00',
  );
  expect(await step('merchandise-drop', { ...office, quantity: '-1', original: 'drop' })).toBe(
    'Dr wip@O1 50.00 Cr inventory@O1 50.00',
  );
  expect(await step('return', { ...office, quantity: '-1', original: 'credit' })).toBe(
    'Dr cogs@O1 45.00 Cr inventory@O1 45.00',
  );
  // A second time is refused by what the database knows of the first.
  const again = {
    type: 'merchandise-drop',
    postedOn: '2026-01-05',
    item: 'F1',
    site: 'O1',
    quantity: '-1',
    document: 'ORD-1',
    original: 'drop',
    key: 'again',
  };
  expect(await client.post([again])).toMatchObject([{ code: 'original-used-up' }]);

  expect(await step('return', { ...office, original: 'sale' })).toBe(
    'Dr inventory@O1 45.00 Cr cogs@O1 45.00',
  );

  const lab = { ...office, document: 'ORD-9' };
  expect(await step('sale', lab)).toBe('Dr cogs@O1 45.00 Cr inventory@O1 45.00');
  expect(await step('receive-from-outside-lab', { ...lab, unitCost: '38' })).toBe(
    'Dr wip@O1 38.00 Cr grni@O1 38.00',
  );
  expect(await step('deliver', lab)).toBe(
    'Dr inventory@O1 38.00 Cr wip@O1 38.00 | Dr inventory@O1 7.00 Cr cogs@O1 7.00',
  );
  expect(await faultsOf(await inspected(books))).toEqual([]);
});
