import { beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';

let books: CommandBooks;

beforeAll(async () => {
  books = await commandBooks();
  const why = { changedBy: 'test', reason: 'test' };
  const policies = [{ policy: 'late-facts', value: 'prospective' }];
  await books.look((opened) => setUpCompany(opened, { ...sampleSetup(), policies }, why));
  const receipt = { postedOn: '2026-03-02', type: 'receive-from-vendor', reference: 'PO 4711' };
  const lines = [
    { ...receipt, key: 'in-1', item: 'F1', site: 'DC', quantity: '10', unitCost: '50' },
    { ...receipt, key: 'in-2', item: 'A1', site: 'O1', quantity: '100', unitCost: '5' },
    { key: 'out', type: 'otc-sale', postedOn: '2026-03-05', item: 'F1', site: 'DC', quantity: '5' },
  ];
  const posted = await books.run(
    ['post'],
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  if (posted.code !== 0) throw new Error(posted.printed);
});

const FREIGHT = ['landed-cost', 'FR-1', '--charge', '60.00', '--posted-on', '2026-03-20'];

test('003.X16 a landed cost is tried out, posted and reversed on the command line', async () => {
  const of = ['--of-reference', 'PO 4711'];
  const tried = await books.run([...FREIGHT, ...of, '--dry-run']);
  expect(tried).toMatchObject({ code: 0, noted: '' });
  expect(tried.printed).toMatch(
    /^charge +receipt +item +site +shared by +share +to stock +to variance +late facts\n/,
  );
  expect(tried.printed).toMatch(
    /^ +1 +in-1 +F1 +DC +500\.00 +30\.00 +15\.00 +15\.00 +prospective$/m,
  );
  expect(tried.printed).toMatch(
    /^ +1 +in-2 +A1 +O1 +500\.00 +30\.00 +30\.00 +0\.00 +prospective$/m,
  );
  expect(tried.printed).toContain('    Cr 2160 30.00  at DC, landed-cost');
  expect(await books.rows(`select key from event where type = 'landed-cost'`)).toEqual([]);
  const posted = await books.run([...FREIGHT, ...of]);
  expect(posted).toMatchObject({ code: 0, printed: tried.printed });
  const weighed = [...FREIGHT, '--by', 'weight', '--receipt', 'in-1=1.5', 'in-2=0.5'];
  const reused = await books.run(weighed);
  expect(reused).toMatchObject({ code: 1, printed: '' });
  expect(reused.noted).toContain('key-reused');
  const other = [
    'landed-cost',
    'FR-2',
    '--charge',
    '4.00',
    '--charge=-1.00@2100',
    ...weighed.slice(4),
  ];
  const two = await books.run([...other, '--json']);
  expect(JSON.parse(two.printed)).toMatchObject({
    shares: [
      { share: '3.00' },
      { share: '1.00' },
      { charge: 2, share: '-0.75' },
      { charge: 2, share: '-0.25' },
    ],
  });
  const reversed = await books.run([
    'landed-cost',
    'FR-1',
    '--reverse',
    '--posted-on',
    '2026-03-31',
  ]);
  expect(reversed.printed).toContain('posted  FR-1:1.1:reversal');
  const [left] = await books.rows(
    `select sum(case side when 'debit' then amount else -amount end)::text as cents
       from journal_line where account = '2160'`,
  );
  expect(left).toEqual({ cents: '-400' });
});

test('what a landed cost lacks is said before anything is opened', async () => {
  const said = async (...words: readonly string[]) => {
    const { code, noted } = await books.run(['landed-cost', 'FR-9', ...words]);
    return [code, noted];
  };
  expect(await said()).toEqual([2, 'landed-cost takes at least one --charge.\n']);
  expect(await said('--charge', '1', '--by', 'colour')).toEqual([
    2,
    '--by takes quantity, value, weight, volume, equally; not colour.\n',
  ]);
  expect(await said('--charge', '1')).toEqual([
    2,
    'landed-cost takes --receipt, or else --of-document, --of-reference or --of-party.\n',
  ]);
  expect(await said('--charge', '1', '--receipt', 'in-1', '--of-party', 'V1')).toEqual([
    2,
    'landed-cost takes --receipt or papers of receipts, not both.\n',
  ]);
});

test('003.X10 a corrected price is tried out and posted on the command line', async () => {
  const correction = ['price-correction', 'in-1', '--posted-on', '2026-03-21'];
  expect(await books.run(correction)).toMatchObject({
    code: 2,
    noted: 'price-correction takes --unit-cost or --total.\n',
  });
  const tried = await books.run([...correction, '--unit-cost', '54', '--dry-run']);
  expect(tried.printed).toMatch(/^in-1 +F1 +DC +10 +20\.00 +20\.00$/m);
  const posted = await books.run([...correction, '--total', '540']);
  expect(posted.printed).toContain('posted  price:in-1:2026-03-21:1');
  const unknown = await books.run(['price-correction', 'nobody', '--total', '1', '--json']);
  expect(unknown).toMatchObject({ code: 1, printed: '' });
  expect(unknown.noted).toContain('original-unknown: No transaction has the key nobody.');
  const part = [...correction, '--key', 'more', '--quantity', '4', '--unit-cost', '55', '--json'];
  const answered = await books.run(part);
  expect(JSON.parse(answered.printed)).toMatchObject({
    corrected: [{ receipt: 'in-1', quantity: '4', toStock: '2.00', toVariance: '2.00' }],
  });
});
