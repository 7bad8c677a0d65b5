import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExportPlace } from '../../packages/server/src/application/exporting/make-export.ts';
import { makeExport } from '../../packages/server/src/application/exporting/make-export.ts';
import { openExport } from '../../packages/server/src/application/exporting/open-export.ts';
import { reverseExport } from '../../packages/server/src/application/exporting/reverse-export.ts';
import { listExports } from '../../packages/server/src/application/exporting/told-export.ts';
import { verifyExports } from '../../packages/server/src/application/exporting/verify-exports.ts';
import { answerOf, codesOf, type ReadBooks, readBooks, type Sent } from '../reading/read-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { bytesOf, exported, journalsOf, madeNumber, opened, placeOf } from './export-books.ts';

const CENTS = { currencyDecimals: 2 };

const receipt = (key: string, day: string, rest: Sent[5] = {}): Sent => [
  key,
  'receive-from-vendor',
  day,
  'F1',
  'DC',
  { quantity: '3', unitCost: '7.77', ...rest },
];

const reverse = async (place: ExportPlace, number: number, target = 'sap') =>
  answerOf(await reverseExport(place, { target, number: String(number) }, 'sent in vain'));

test('a batch holds what the target has not had; what is posted into the period later comes with the next', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  await books.post(receipt('a', '2026-01-05'), receipt('b', '2026-02-01'));
  expect(await madeNumber(place)).toBe(1);
  expect(await exported(place)).toEqual({ status: 'nothing-to-export' });
  await books.post(receipt('c', '2026-02-03'), receipt('late', '2026-01-31'));
  expect(await madeNumber(place)).toBe(2);
  expect(await madeNumber(place, { period: '2026-02' })).toBe(3);
  const keys = async (number: number) => (await journalsOf(place, number)).map(({ key }) => key);
  expect([await keys(1), await keys(2), await keys(3)]).toEqual([['a'], ['late'], ['b', 'c']]);
  // Another target has had nothing yet.
  expect(await madeNumber(place, { target: 'datev' })).toBe(1);
  expect((await journalsOf(place, 1, 'datev')).map(({ key }) => key)).toEqual(['a', 'late']);
});

test('a batch can be had again for ever, byte by byte, whatever happens meanwhile', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  await books.post(receipt('a', '2026-01-05', { reference: 'PO 1' }), receipt('b', '2026-01-09'));
  await madeNumber(place);
  await madeNumber(place, { target: 'sums', mode: 'summarized' });
  const formats = ['csv', 'xlsx', 'json', 'hledger', 'ledger', 'beancount'] as const;
  const all = async () =>
    Promise.all(
      formats.flatMap((format) =>
        ['sap', 'sums'].map(async (target) =>
          (await bytesOf(await opened(place, 1, target), format)).toString('hex'),
        ),
      ),
    );
  const first = await all();
  await books.post(['r', 'receive-from-vendor', '2026-01-31', 'F1', 'DC', { reverses: 'b' }]);
  await madeNumber(place);
  await reverse(place, 2);
  await reverse(place, 1);
  await setName(books, '1300', 'Stock');
  expect(await all()).toEqual(first);
});

async function setName({ storage, clock, company }: ReadBooks, code: string, name: string) {
  await storage.writing(company.id, async ({ lane, writeConfiguration }) =>
    writeConfiguration(
      { version: lane.configurationVersion + 1, changedAt: clock(), changedBy: 'x', reason: 'x' },
      [
        {
          kind: 'account',
          key: code,
          content: { code, name, accountClass: 'asset', active: true },
        },
      ],
    ),
  );
}

test('a reversal gives every line back with its sides swapped; then its journals go out again', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  await books.post(receipt('a', '2026-01-05'));
  await madeNumber(place);
  await books.post(receipt('b', '2026-01-06'));
  await madeNumber(place);
  expect(await reverse(place, 2)).toMatchObject({ number: 3, reverses: 2, reason: 'sent in vain' });
  const [sent] = await journalsOf(place, 2);
  const [back] = await journalsOf(place, 3);
  expect(back?.lines).toEqual(
    sent?.lines.map((line) => ({ ...line, debit: line.credit, credit: line.debit })),
  );
  await books.post(receipt('c', '2026-01-07'));
  expect(await madeNumber(place, { mode: 'summarized' })).toBe(4);
  const [sum] = await journalsOf(place, 4);
  expect(sum?.journal).toBe('2026-01-06-receive-from-vendor');
  const listed = answerOf(await listExports(place.reading, { id: books.id, ...CENTS }, {}));
  expect(
    listed.map(({ number, kind, entries, reverses, reversedBy }) => [
      number,
      kind,
      entries,
      reverses,
      reversedBy,
    ]),
  ).toEqual([
    [1, 'export', 1, null, null],
    [2, 'export', 1, null, 3],
    [3, 'reversal', 1, 2, null],
    [4, 'export', 2, null, null],
  ]);
});

test('only the newest standing batch of a source and period is reversed, and only once', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  await books.post(receipt('a', '2026-01-05'), receipt('f', '2026-02-05'));
  await madeNumber(place);
  await books.post(receipt('b', '2026-01-06'));
  await madeNumber(place);
  await madeNumber(place, { period: '2026-02' });
  const codes = async (number: string, target = 'sap') =>
    codesOf(await reverseExport(place, { target, number }, 'x'));
  expect(await codes('1')).toEqual(['export-not-newest']);
  expect(await codes('9')).toEqual(['export-unknown']);
  expect(await codes('01')).toEqual(['export-unknown']);
  expect(await codes('1', 'datev')).toEqual(['export-unknown']);
  await reverse(place, 2);
  expect(await codes('2')).toEqual(['export-already-reversed']);
  expect(await codes('4')).toEqual(['export-is-reversal']);
  await reverse(place, 1);
  expect(await exported(place)).toMatchObject({
    status: 'made',
    export: { number: 6, entries: 2 },
  });
});

test('sources that have journals in common do not both go to one target', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  const bill = { quantity: '3', unitCost: '8', original: 'a' };
  await books.post(receipt('a', '2026-01-05'), [
    'i',
    'supplier-invoice-match',
    '2026-01-06',
    'F1',
    'DC',
    bill,
  ]);
  expect(await exported(place, { source: 'inventory' })).toMatchObject({ export: { entries: 1 } });
  expect(await exported(place, { source: 'purchasing' })).toMatchObject({ export: { entries: 1 } });
  expect(await exported(place, { source: 'sales' })).toEqual({ status: 'nothing-to-export' });
  const asked = { target: 'sap', period: '2026-01', source: 'all' };
  const make = async () => codesOf(await makeExport(place, asked, { dryRun: false }));
  expect(await make()).toEqual(['export-source-overlaps']);
  await reverse(place, 1);
  expect(await make()).toEqual(['export-source-overlaps']);
  await reverse(place, 2);
  expect(await exported(place)).toMatchObject({ export: { entries: 2, number: 5 } });
  const inventory = { ...asked, source: 'inventory' };
  expect(codesOf(await makeExport(place, inventory, { dryRun: false }))).toEqual([
    'export-source-overlaps',
  ]);
});

test('everything wrong with a request is said at once, in the order of the refusals', async () => {
  const place = placeOf(await readBooks());
  const make = async (asked: Parameters<typeof makeExport>[1]) =>
    codesOf(await makeExport(place, asked, { dryRun: false }));
  expect(
    await make({ target: 'S A P', period: '2026-13', source: 'payroll', mode: 'some' }),
  ).toEqual([
    'request-malformed',
    'request-malformed',
    'export-target-invalid',
    'gl-source-unknown',
  ]);
  expect(await make({ target: 'sap', period: '2031-01' })).toEqual(['period-unknown']);
  const listed = await listExports(place.reading, { id: 1, ...CENTS }, { period: 'May' });
  expect(codesOf(listed)).toEqual(['request-malformed']);
});

test('a dry run tells the next batch and keeps nothing', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  await books.post(receipt('a', '2026-01-05'));
  const asked = { target: 'sap', period: '2026-01' };
  const foretold = answerOf(await makeExport(place, asked, { dryRun: true }));
  expect(foretold).toMatchObject({ status: 'would-be-made', export: { number: 1, amount: 2331n } });
  expect(answerOf(await listExports(place.reading, { id: books.id, ...CENTS }, {}))).toEqual([]);
  const made = answerOf(await makeExport(place, asked, { dryRun: false }));
  expect('export' in made && 'export' in foretold && made.export.sha256).toBe(
    'export' in foretold ? foretold.export.sha256 : '',
  );
});

test('many exporters at once, while others post: every journal goes out exactly once', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  await books.post(receipt('first', '2026-01-02'));
  let posted = 1;
  const exporter = async () => {
    for (let round = 0; round < 6; round += 1) await exported(place);
  };
  const poster = async () => {
    for (let round = 0; round < 25; round += 1) {
      await books.post(receipt(`p${round}`, '2026-01-07'));
      posted += 1;
    }
  };
  await Promise.all([exporter(), exporter(), exporter(), exporter(), poster()]);
  await exported(place);
  const listed = answerOf(await listExports(place.reading, { id: books.id, ...CENTS }, {}));
  expect(listed.length).toBeGreaterThan(1);
  expect(listed.map(({ number }) => number)).toEqual(listed.map((_, index) => index + 1));
  const journals = await Promise.all(listed.map(({ number }) => journalsOf(place, number)));
  const sent = journals.flat().map(({ journal }) => Number(journal));
  expect(sent.toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: posted }, (_, index) => index + 1),
  );
});

test('of two reversals of one batch at once, one is made', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  await books.post(receipt('a', '2026-01-05'));
  await madeNumber(place);
  const once = () => reverseExport(place, { target: 'sap', number: '1' }, 'x');
  const done = await Promise.all([once(), once(), once()]);
  expect(done.map((one) => (one.ok ? 'made' : codesOf(one).join(''))).toSorted()).toEqual([
    'export-already-reversed',
    'export-already-reversed',
    'made',
  ]);
});

test('verify finds a batch that cannot be had again as it was, and journals handed over twice', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  await books.post(receipt('a', '2026-01-05'), receipt('b', '2026-01-06'));
  await madeNumber(place);
  await reverse(place, 1);
  await madeNumber(place, { mode: 'summarized' });
  await books.post(receipt('c', '2026-01-07'));
  await madeNumber(place);
  await madeNumber(place, { target: 'datev', source: 'inventory' });
  const rowsOf = async () =>
    (await verifyExports(place, () => undefined)).map(({ invariant, kept, rows }) => ({
      invariant,
      kept,
      rows,
    }));
  expect(await rowsOf()).toEqual([
    { invariant: 'I4', kept: true, rows: [] },
    { invariant: 'I11', kept: true, rows: [] },
  ]);
  const { owner } = await inspected(books);
  await owner.query("update gl_export set after_event = 0 where target = 'sap' and number = 4");
  await owner.query("update gl_export set mode = 'summarized' where number = 2");
  const [once, asItWas] = await rowsOf();
  expect(once).toMatchObject({
    kept: false,
    rows: [
      { target: 'sap', batch: '4', what: 'shares journals with 3' },
      { target: 'sap', batch: '2', what: 'does not give back batch 1' },
    ],
  });
  expect(asItWas?.rows.map(({ target, batch }) => `${target} ${batch}`)).toEqual([
    'sap 2',
    'sap 4',
  ]);
});

test('books that were tampered with do not give another content for an old batch: it fails loudly', async () => {
  const books = await readBooks();
  const place = placeOf(books);
  await books.post(receipt('a', '2026-01-05'), receipt('b', '2026-01-06'));
  await madeNumber(place);
  await madeNumber(place, { target: 'sums', mode: 'summarized' });
  const { owner } = await inspected(books);
  await owner.query('update posting set amount = amount + 1 where entry = 2');
  for (const target of ['sap', 'sums']) {
    const again = openExport(place, { target, number: '1' });
    await expect(again).rejects.toThrow(/is not what was exported: its digest was/);
    const back = reverseExport(place, { target, number: '1' }, 'x');
    await expect(back).rejects.toThrow(/is not what was exported/);
  }
});

type Step =
  | { readonly does: 'post'; readonly month: number; readonly type: number }
  | {
      readonly does: 'export';
      readonly month: number;
      readonly mode: 'detailed' | 'summarized';
      readonly target: 'sap' | 'datev';
    }
  | { readonly does: 'reverse'; readonly target: 'sap' | 'datev'; readonly back: number };

const month = fc.integer({ min: 1, max: 2 });
const target = fc.constantFrom('sap' as const, 'datev' as const);
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ does: fc.constant('post' as const), month, type: fc.nat(3) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constant('export' as const),
        month,
        mode: fc.constantFrom('detailed' as const, 'summarized' as const),
        target,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant('reverse' as const), target, back: fc.nat(3) }),
    },
  ),
  { minLength: 8, maxLength: 30 },
);

/** Signed sums by day, account, center and site: what a ledger holds that took these lines. */
type Balances = Map<string, bigint>;

function post(balances: Balances, name: string, amount: bigint): void {
  const sum = (balances.get(name) ?? 0n) + amount;
  if (sum === 0n) balances.delete(name);
  else balances.set(name, sum);
}

async function balancesOfTarget(place: ExportPlace, name: string): Promise<Balances> {
  const balances: Balances = new Map();
  const id = { id: place.company, ...CENTS };
  const listed = answerOf(await listExports(place.reading, id, { target: name }));
  for (const { number } of listed) {
    for (const { postedOn, lines } of await journalsOf(place, number, name)) {
      for (const { account, center, site, debit, credit } of lines)
        post(balances, [postedOn, account, center, site].join(' '), (debit ?? 0n) - (credit ?? 0n));
    }
  }
  return balances;
}

async function balancesOfBooks({ pool, id }: ReadBooks): Promise<Balances> {
  const balances: Balances = new Map();
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`set local perpetua.company = '${id}'`);
    const { rows } = await client.query<{ name: string; amount: string }>(
      `select concat_ws(' ', posted_on, account, center, site) as name,
              sum(case side when 'debit' then amount else -amount end)::text as amount
         from journal_line group by 1`,
    );
    for (const { name, amount } of rows) post(balances, name, BigInt(amount));
    return balances;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const POSTINGS = ['receive-from-vendor', 'otc-sale', 'stock-transfer', 'count-variance'] as const;

function sentOf(key: string, { month: of, type }: Extract<Step, { does: 'post' }>): Sent {
  const day = `2026-0${of}-${String(((key.length * 7) % 27) + 1).padStart(2, '0')}`;
  const fields: readonly Sent[5][] = [
    { quantity: '5', unitCost: '3.33' },
    { quantity: '1' },
    { quantity: '2', toSite: 'O1' },
    { quantity: '1' },
  ];
  return [key, POSTINGS[type] ?? 'otc-sale', day, 'F2', 'DC', fields[type] ?? {}];
}

test('over any sequence of postings, exports and reversals a target ends up with the books, each posting once', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const books = await readBooks();
      const place = placeOf(books);
      let keys = 0;
      for (const step of story) {
        if (step.does === 'post') {
          keys += 1;
          await books.post(sentOf(`k${'x'.repeat(keys)}`, step));
        } else if (step.does === 'export') {
          await exported(place, {
            target: step.target,
            period: `2026-0${step.month}`,
            mode: step.mode,
          });
        } else {
          const id = { id: books.id, ...CENTS };
          const listed = answerOf(await listExports(place.reading, id, { target: step.target }));
          const number = String(listed.at(-1 - step.back)?.number ?? 1);
          // Whatever may not be reversed is refused, and changes nothing.
          await reverseExport(place, { target: step.target, number }, 'x');
        }
      }
      const inBooks = await balancesOfBooks(books);
      for (const name of ['sap', 'datev']) {
        for (const period of ['2026-01', '2026-02'])
          await exported(place, { target: name, period });
        expect(await balancesOfTarget(place, name)).toEqual(inBooks);
        for (const period of ['2026-01', '2026-02'])
          expect(await exported(place, { target: name, period })).toEqual({
            status: 'nothing-to-export',
          });
      }
    }),
    { numRuns: 12 },
  );
}, 240_000);
