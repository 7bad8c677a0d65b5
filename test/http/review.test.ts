import { expect, test, vi } from 'vitest';
import { approveReview } from '../../packages/server/src/application/review/sign-off.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { byHand, inShort, MONTH, reviewCompany } from './review-company.ts';

const RECEIVED = {
  key: 'in',
  type: 'receive-from-vendor',
  postedOn: '2026-05-04',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '119',
  reference: 'PO 4711',
  party: 'ACME',
};

test('004.02 004.39 the month of the scenarios comes to 1,524.00, and after what is suggested for it to 0.00', async () => {
  const { books, client, review, act, balance, say } = await reviewCompany();
  await client.post([RECEIVED, ...MONTH]);
  expect(await balance('1495')).toBe('152400');
  const listed = await review();
  expect(listed).toMatchObject({ balance: '1524.00', unexplained: '1524.00' });
  expect(inShort(listed)).toEqual([
    'missing-link 1200.00 link-receipt',
    'consumable-cost -90.00 reallocate',
    'vendor-rebate -500.00 reallocate',
    'customer-rebate 20.00 reallocate',
    'customer-return 60.00 match',
    'vendor-return -60.00 match',
    'converted-po 900.00 reallocate',
    'sp-cost -6.00 reallocate',
  ]);
  expect(messagesOf(await say('2026-05/sign-off'))).toEqual([
    '8 lines of the review of 2026-05 are open and unexplained, together 1524.00.',
  ]);
  for (const label of new Set(listed.lines.map((line) => line.label))) {
    if (label === 'vendor-return') continue;
    expect(await act({ action: 'accept', label })).toMatchObject({ status: 200 });
  }
  expect(await review()).toMatchObject({ balance: '0.00', lines: [] });
  expect(await balance('1495')).toBe('0');
  expect(await say('2026-05/sign-off')).toMatchObject({
    status: 200,
    body: { state: 'signed-off', isDone: true, unexplained: 0, carried: '0.00' },
  });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

const BILL = byHand('bill', '1200', '2100', { reference: 'PO 4711', party: 'ACME' });

/** A purchase of 1,200.00 that names no receipt, and whatever else is posted before it. */
async function oneBill(before: readonly object[] = []) {
  const company = await reviewCompany();
  await company.client.post([...before, BILL]);
  const [line] = (await company.review()).lines;
  return { ...company, line: line?.event ?? 0 };
}

/** The journal that an action was answered with. */
const journalOf = (body: unknown): readonly string[] =>
  [Object(body).results ?? []]
    .flat()
    .flatMap(({ lines }: { lines: readonly Line[] }) =>
      lines.map(({ account, debit, credit }) =>
        debit === undefined ? `Cr ${account} ${credit}` : `Dr ${account} ${debit}`,
      ),
    );
type Line = { readonly account: string; readonly debit?: string; readonly credit?: string };

test('004.02 an open amount is split over accounts, never more than is open, and the rest stays open', async () => {
  const { review, act, line, books } = await oneBill();
  const split = (...parts: readonly object[]) => ({ action: 'split', lines: [line], parts });
  const [many, few] = [
    { amount: '900.01', account: '5300' },
    { amount: '300', account: '4900' },
  ];
  expect(messagesOf(await act(split(many, few)))).toEqual([
    'Of bill 299.99 is open on accounts under review; 300.00 would be cleared.',
  ]);
  expect(await review()).toMatchObject({ balance: '1200.00' });
  const done = await act(split({ amount: '500', account: '5300' }, few));
  expect(journalOf(done.body)).toEqual([
    'Dr 5300 500.00',
    'Cr 1495 500.00',
    'Dr 4900 300.00',
    'Cr 1495 300.00',
  ]);
  expect(inShort(await review())).toEqual(['missing-link 400.00 nothing']);
  expect(
    messagesOf(
      await act({ action: 'reallocate', lines: [line], amount: '400.01', role: 'freight-in' }),
    ),
  ).toEqual(['Of bill 400.00 is open on accounts under review; 400.01 would be cleared.']);
  expect((await act({ action: 'reallocate', lines: [line], role: 'freight-in' })).status).toBe(200);
  expect(messagesOf(await act({ action: 'reallocate', lines: [line], account: '4900' }))).toEqual([
    `Line ${line} is not open on an account under review.`,
  ]);
  expect(await review()).toMatchObject({ balance: '0.00', lines: [] });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('004.02 an action sent again is answered again, another one under its key is refused, a preview keeps nothing', async () => {
  const { client, path, review, line } = await oneBill();
  const body = {
    key: 'once',
    action: 'reallocate',
    postedOn: '2026-05-31',
    lines: [line],
    account: '4900',
    amount: '200',
  };
  const send = (more: object = {}, query = '') =>
    client.send(`POST ${path}/actions${query}`, { body: { ...body, ...more } });
  const preview = await send({}, '?dryRun=true');
  expect(preview.body).toMatchObject({
    status: 'preview',
    steps: [{ event: line, action: 'reallocate', amount: '200.00', account: '4900' }],
  });
  expect(journalOf(preview.body)).toEqual(['Dr 4900 200.00', 'Cr 1495 200.00']);
  expect(await review()).toMatchObject({ balance: '1200.00' });
  expect((await send()).body).toMatchObject({ status: 'done', action: 1 });
  const again = await send();
  expect(again.body).toMatchObject({
    status: 'duplicate',
    action: 1,
    results: [{ status: 'duplicate' }],
  });
  expect(journalOf(again.body)).toEqual(['Dr 4900 200.00', 'Cr 1495 200.00']);
  expect(await review()).toMatchObject({ balance: '1000.00' });
  expect(messagesOf(await send({ amount: '300' }))).toEqual([
    'Action once of the review is another one already.',
  ]);
});

test('004.02 an action is undone by reversals: its lines are open again, once, and nothing that was posted is changed', async () => {
  const { books, client, path, review, act, line, balance } = await oneBill();
  await act({
    key: 'wrong',
    action: 'split',
    lines: [line],
    parts: [
      { amount: '700', account: '4900' },
      { amount: '500', account: '5300' },
    ],
  });
  expect(await balance('1495')).toBe('0');
  const undo = (key: string) =>
    client.send(`POST ${path}/actions/1/undo`, {
      body: { key, postedOn: '2026-05-31', reason: 'wrong accounts' },
    });
  const undone = await undo('undo-1');
  expect(undone.body).toMatchObject({ status: 'done', action: 2, kind: 'undo' });
  expect(journalOf(undone.body)).toEqual([
    'Dr 1495 500.00',
    'Cr 5300 500.00',
    'Dr 1495 700.00',
    'Cr 4900 700.00',
  ]);
  expect(await balance('1495')).toBe('120000');
  expect(inShort(await review())).toEqual(['missing-link 1200.00 nothing']);
  expect((await undo('undo-1')).body).toMatchObject({ status: 'duplicate', action: 2 });
  expect(messagesOf(await undo('undo-2'))).toEqual([
    'Action wrong of the review was undone already.',
  ]);
  expect((await client.send(`GET ${path}/actions`)).body).toMatchObject({
    actions: [
      {
        action: 1,
        kind: 'split',
        undoneBy: 2,
        by: 'test',
        lines: [{ event: line, amount: '1200.00' }],
      },
      { action: 2, kind: 'undo', undoes: 1, reason: 'wrong accounts' },
    ],
  });
  // Cleared anew after all.
  expect((await act({ action: 'reallocate', lines: [line], account: '4900' })).status).toBe(200);
  expect(await balance('1495')).toBe('0');
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('non-inventory 4.1 a purchase without a link is linked to its receipt in parts, and the price difference is variance', async () => {
  const received = {
    key: 'in',
    type: 'receive-from-vendor',
    postedOn: '2026-05-04',
    item: 'F1',
    site: 'DC',
    quantity: '10',
    unitCost: '110',
  };
  const { books, review, act, line, balance } = await oneBill([received]);
  // Its amount is within a tenth of what the receipt came to.
  expect(inShort(await review())).toEqual(['missing-link 1200.00 link-receipt']);
  const link = (more: object) =>
    act({ action: 'link-receipt', lines: [line], receipt: { key: 'in' }, ...more });
  expect(messagesOf(await link({ quantity: '11' }))).toEqual([
    'Of in only 10 is left, 11 is asked for.',
  ]);
  const part = await link({ quantity: '4', amount: '480' });
  expect(journalOf(part.body)).toEqual(['Dr 2150 440.00', 'Dr 5200 40.00', 'Cr 1495 480.00']);
  const rest = await link({});
  expect(rest.body).toMatchObject({
    steps: [{ quantity: '6', amount: '720.00', receipt: { source: 'api', key: 'in' } }],
  });
  expect([await balance('1495'), await balance('2150'), await balance('5200')]).toEqual([
    '0',
    '0',
    '10000',
  ]);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('non-inventory 4.1 goods that were never received are received late with their quantity: the fix goes through the subledger', async () => {
  const { books, review, act, line, balance } = await oneBill();
  expect(inShort(await review())).toEqual(['missing-link 1200.00 nothing']);
  expect(messagesOf(await act({ action: 'accept', lines: [line] }))).toEqual([
    `accept of line ${line}: nothing is suggested for it.`,
  ]);
  expect(messagesOf(await act({ action: 'late-receipt', lines: [line] }))).toEqual([
    `late-receipt of line ${line}: it takes a quantity.`,
  ]);
  expect(messagesOf(await act({ action: 'goods-back', lines: [line], quantity: '1' }))).toEqual([
    `goods-back of line ${line}: it is no credit.`,
  ]);
  // By a plain reallocation no value of stock is ever moved.
  const plain = await act({ action: 'reallocate', lines: [line], account: '1300' });
  expect(problemIn(plain).code).toBe('line-account-holds-stock');
  const late = await act({ action: 'late-receipt', lines: [line], quantity: '10' });
  expect(journalOf(late.body)).toEqual([
    'Dr 1300 1200.00',
    'Cr 2150 1200.00',
    'Dr 2150 1200.00',
    'Cr 1495 1200.00',
  ]);
  expect([await balance('1300'), await balance('1495'), await balance('2150')]).toEqual([
    '120000',
    '0',
    '0',
  ]);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('non-inventory 4.1 what only makes an item dearer goes to its value: of a receipt, or of all that is on hand', async () => {
  const received = {
    key: 'in',
    type: 'receive-from-vendor',
    postedOn: '2026-05-04',
    item: 'F1',
    site: 'DC',
    quantity: '10',
    unitCost: '110',
  };
  const { books, act, line, balance } = await oneBill([received]);
  const ofReceipt = await act({
    action: 'late-cost',
    lines: [line],
    receipt: { key: 'in' },
    amount: '200',
  });
  expect(journalOf(ofReceipt.body)).toEqual([
    'Dr 1300 200.00',
    'Cr 2160 200.00',
    'Dr 2160 200.00',
    'Cr 1495 200.00',
  ]);
  const onHand = await act({ action: 'late-cost', lines: [line] });
  expect(journalOf(onHand.body)).toEqual([
    'Dr 1300 1000.00',
    'Cr 5860 1000.00',
    'Dr 5860 1000.00',
    'Cr 1495 1000.00',
  ]);
  expect([
    await balance('1300'),
    await balance('1495'),
    await balance('2160'),
    await balance('5860'),
  ]).toEqual(['230000', '0', '0', '0']);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('004.39 a line is carried forward with owner and reason, or found correct; only then the month is signed off', async () => {
  const { client, path, review, act, say, line } = await oneBill();
  await client.post([byHand('other', '5', '5000', { reference: 'petty' })]);
  const [, other] = (await review()).lines;
  const carry = { action: 'carry-forward', lines: [line] };
  expect(messagesOf(await act(carry))).toEqual([
    `carry-forward of line ${line}: it takes owner and reason.`,
  ]);
  expect(
    (await act({ ...carry, owner: 'Ada', reason: 'goods promised for June' })).body,
  ).toMatchObject({ status: 'done', results: [] });
  expect(messagesOf(await say('2026-05/sign-off'))).toEqual([
    '1 lines of the review of 2026-05 are open and unexplained, together 5.00.',
  ]);
  expect((await act({ action: 'correct', lines: [other?.event], reason: 'deposit' })).status).toBe(
    200,
  );
  expect((await review()).lines).toMatchObject([
    { state: 'carried-forward', explanation: { owner: 'Ada', reason: 'goods promised for June' } },
    { state: 'correct', explanation: { reason: 'deposit' } },
  ]);
  expect((await say('2026-05/sign-off')).body).toMatchObject({ isDone: true, carried: '1205.00' });
  expect(messagesOf(await say('2026-05/sign-off'))).toEqual([
    'The review of 2026-05 is signed off.',
  ]);
  // Nothing more is done in a month that is signed off, before it is opened again with a reason.
  expect(messagesOf(await act({ action: 'reallocate', lines: [line], account: '4900' }))).toEqual([
    'The review of 2026-05 is signed off.',
  ]);
  // In June what was carried has to be explained anew; what was found correct has not.
  expect((await review('period=2026-06')).lines).toMatchObject([
    { state: 'open' },
    { state: 'correct' },
  ]);
  expect(messagesOf(await say('2026-06/sign-off'))).toEqual([
    '1 lines of the review of 2026-06 are open and unexplained, together 1200.00.',
  ]);
  // Cleared in June it was still open in May, with its explanation.
  await act({ action: 'reallocate', lines: [line], account: '4900', postedOn: '2026-06-02' });
  expect((await review()).lines).toMatchObject([
    { state: 'cleared-later', open: '1200.00', openNow: '0.00' },
    { state: 'correct' },
  ]);
  expect((await client.send(`GET ${path}/2026-05`)).body).toMatchObject({
    state: 'signed-off',
    isDone: true,
  });
  expect(messagesOf(await say('2026-05/reopen'))).toEqual([
    'reason: a review is opened again with a reason',
  ]);
  expect((await say('2026-05/reopen', { reason: 'a bill came late' })).body).toMatchObject({
    state: 'reopened',
    isDone: false,
  });
  expect(messagesOf(await say('2026-05/approve'))).toEqual([
    'The review of 2026-05 is not signed off.',
  ]);
});

test('004.39 what comes after the sign-off is told: the month does not count as done any more', async () => {
  const { client, path, say } = await reviewCompany();
  expect((await say('2026-05/sign-off')).body).toMatchObject({ isDone: true });
  await client.post([BILL]);
  expect((await client.send(`GET ${path}/2026-05`)).body).toMatchObject({
    state: 'signed-off',
    isDone: false,
    unexplained: 1,
  });
});

test('004.39 where two persons are asked for, the one who signed does not approve', async () => {
  const { books, path, client, say } = await reviewCompany({
    policies: [{ policy: 'review-approval', value: 'two-persons' }],
  });
  expect((await say('2026-05/sign-off')).body).toMatchObject({
    state: 'signed-off',
    isDone: false,
  });
  expect(messagesOf(await say('2026-05/approve'))).toEqual([
    'The review of 2026-05 was signed off by test.',
  ]);
  const { storage, clock, company } = books;
  const place = { storage, clock, actor: 'another', company: { ...company, currencyDecimals: 2 } };
  expect(await approveReview(place, { period: '2026-05' })).toMatchObject({
    ok: true,
    value: { state: 'approved', isDone: true },
  });
  expect((await client.send(`GET ${path}/2026-05`)).body).toMatchObject({
    history: [{ by: 'test' }, { by: 'another' }],
  });
});

test('004.21 lines are found by their words, their source, their site and their label', async () => {
  const { client, review } = await reviewCompany();
  await client.post(MONTH);
  const labels = async (query: string) =>
    (await review(`period=2026-05&${query}`)).lines.map(({ label }) => label);
  expect(await labels('text=quarter%20rebate')).toEqual(['vendor-rebate']);
  expect(await labels('text=ACME')).toEqual(['missing-link', 'vendor-rebate', 'vendor-return']);
  expect(await labels('site=O2')).toEqual(['converted-po']);
  expect(await labels('label=sp-cost')).toEqual(['sp-cost']);
  expect(await labels('source=GJ')).toHaveLength(8);
  expect(await labels('source=AP')).toEqual([]);
});

test('004.02 the trend tells what came and went by month, why, and who buys without a receipt', async () => {
  const { client, path, act } = await reviewCompany();
  await client.post([...MONTH, { ...BILL, key: 'june', postedOn: '2026-06-03' }]);
  await act({ action: 'accept', label: 'vendor-rebate' });
  await act({ action: 'accept', label: 'sp-cost', postedOn: '2026-06-10' });
  const trend = await client.send(`GET ${path}/trend?from=2026-05&to=2026-06`);
  expect(trend.body).toMatchObject({
    months: [
      {
        period: '2026-05',
        added: '1524.00',
        cleared: '500.00',
        balance: '2024.00',
        isSignedOff: false,
      },
      { period: '2026-06', added: '1200.00', cleared: '6.00', balance: '3230.00' },
    ],
    causes: expect.arrayContaining([
      expect.objectContaining({
        label: 'missing-link',
        count: 2,
        amount: '2400.00',
        open: '2400.00',
      }),
      expect.objectContaining({
        label: 'vendor-rebate',
        count: 1,
        amount: '-500.00',
        open: '0.00',
      }),
    ]),
    withoutLink: {
      byParty: [
        { name: 'ACME', count: 2, amount: '2400.00' },
        { name: '', count: 1, amount: '900.00' },
      ],
      byUser: [{ name: 'test', count: 3 }],
    },
    ageing: { debits: { total: '3380.00' }, credits: { total: '150.00' } },
  });
  expect(messagesOf(await client.send(`GET ${path}/trend?from=May&to=2026-06`))).toEqual([
    'from is not a day: May.',
  ]);
});

test('non-inventory 4.6 returns wait on the account for them once there is one; what the vendor credits less is variance', async () => {
  const { books, client, review, act, balance } = await reviewCompany({
    controls: sampleSetup().controls ?? {},
  });
  await client.post([byHand('back', '60', '5000', { reference: 'returned by a customer' })]);
  expect(inShort(await review())).toEqual(['customer-return 60.00 reallocate']);
  await act({ action: 'accept', label: 'customer-return' });
  expect([await balance('1495'), await balance('1490')]).toEqual(['0', '6000']);
  expect(inShort(await review())).toEqual(['customer-return 60.00 nothing']);
  // The credit of the vendor is matched with it wherever it stands.
  await client.post([byHand('credit', '-55', '2100', { reference: 'credit note' })]);
  expect(inShort(await review())).toEqual([
    'vendor-return -55.00 match',
    'customer-return 60.00 match',
  ]);
  const matched = await act({ action: 'accept', label: 'vendor-return' });
  expect(journalOf(matched.body)).toEqual(['Dr 1495 55.00', 'Cr 1490 55.00']);
  expect(inShort(await review())).toEqual(['return-residual 5.00 reallocate']);
  await act({ action: 'accept', label: 'return-residual' });
  expect([await balance('1490'), await balance('5200')]).toEqual(['0', '500']);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('non-inventory 4.6 a credit of a vendor is cleared by the goods that go back now, at what they cost', async () => {
  const received = {
    key: 'in',
    type: 'receive-from-vendor',
    postedOn: '2026-05-04',
    item: 'F1',
    site: 'DC',
    quantity: '4',
    unitCost: '30',
  };
  const { books, client, review, act, balance } = await reviewCompany();
  await client.post([received, byHand('credit', '-55', '2100', { reference: 'credit note' })]);
  const [line] = (await review()).lines;
  const back = await act({ action: 'goods-back', lines: [line?.event], quantity: '2' });
  expect(journalOf(back.body)).toEqual([
    'Dr 2150 60.00',
    'Cr 1300 60.00',
    'Dr 5200 5.00',
    'Dr 1495 55.00',
    'Cr 2150 60.00',
  ]);
  expect([await balance('1300'), await balance('1495')]).toEqual(['6000', '0']);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('non-inventory 4.9 goods received long ago that no invoice came for are listed beside the lines', async () => {
  const old = {
    key: 'old',
    type: 'receive-from-vendor',
    postedOn: '2026-02-04',
    item: 'F1',
    site: 'DC',
    quantity: '4',
    unitCost: '30',
    party: 'ACME',
  };
  const { client, review } = await reviewCompany();
  await client.post([
    old,
    { ...old, key: 'new', postedOn: '2026-05-20' },
    { ...old, key: 'billed' },
  ]);
  await client.post([
    {
      key: 'bill',
      type: 'supplier-invoice-match',
      postedOn: '2026-02-09',
      item: 'F1',
      site: 'DC',
      quantity: '4',
      unitCost: '31',
      original: 'billed',
    },
    {
      key: 'part',
      type: 'supplier-invoice-match',
      postedOn: '2026-02-09',
      item: 'F1',
      site: 'DC',
      quantity: '1',
      unitCost: '30',
      original: 'old',
    },
  ]);
  expect(await review()).toMatchObject({
    balance: '0.00',
    lines: [],
    notInvoiced: [{ key: 'old', age: 116, units: '3', open: '-90.00', party: 'ACME' }],
  });
});

test('004.35 the review tells what of the configuration lets lines come', async () => {
  const { client, review } = await reviewCompany();
  await client.post([byHand('cost', '-90', '5000', { item: 'C1' })]);
  expect((await review()).hints).toEqual([
    'No vendor-return-inventory account: returns that are to go back to a vendor come here.',
    'C1 is consumable in group 2, which posts its cost here; give such items a group of their own.',
  ]);
});

test('003.X35 a late fact that changes what went back changes what its link took, and nothing stays on goods received', async () => {
  const received = {
    type: 'receive-from-vendor',
    postedOn: '2026-05-04',
    item: 'F1',
    site: 'DC',
    quantity: '4',
    unitCost: '30',
  };
  const { books, client, review, act, balance } = await reviewCompany();
  await client.post([
    { ...received, key: 'in' },
    {
      ...received,
      key: 'back',
      type: 'return-to-vendor',
      postedOn: '2026-05-12',
      quantity: '2',
      unitCost: undefined,
    },
    byHand('credit', '-55', '2100', { postedOn: '2026-05-20', reference: 'credit note' }),
  ]);
  expect(inShort(await review())).toEqual(['vendor-return -55.00 link-receipt']);
  await act({ action: 'accept', label: 'vendor-return' });
  expect([await balance('1495'), await balance('5200')]).toEqual(['0', '500']);
  const owed = async () => Number(await balance('2150'));
  expect(await owed()).toBe(-12_000);
  // Four more came before it went back, at 40.00: what went back is worth 70.00.
  await client.post([{ ...received, key: 'late', postedOn: '2026-05-05', unitCost: '40' }]);
  await vi.waitFor(async () => expect(await balance('5200')).toBe('1500'), 20_000);
  expect(await owed()).toBe(-28_000);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});
