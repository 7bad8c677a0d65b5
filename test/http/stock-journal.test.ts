import { beforeAll, describe, expect, test } from 'vitest';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { integrationCompany, NOT_INTEGRATED } from './integration-company.ts';
import { RECEIPT } from './mapping-company.ts';

const SALE = { type: 'otc-sale', item: 'F1', site: 'DC', quantity: '2' };
const CASES = { ...RECEIPT, item: 'A1', unitCost: '4' };

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

/** A company that is not integrated, with frames and cases in January and a sale in February. */
async function withoutIntegration() {
  const company = await integrationCompany(books, NOT_INTEGRATED);
  await company.posts(RECEIPT, CASES, { ...SALE, postedOn: '2026-02-05' });
  return company;
}

const valueOn = async (
  company: Awaited<ReturnType<typeof integrationCompany>>,
  day: string,
): Promise<string> => {
  const { body } = await company.send(`GET ${company.path}/reports/inventory-value?asOf=${day}`);
  return Object(body).totals.value;
};

describe('the period-end stock journal', () => {
  test('000.03 it is valuation less ledger by group, site and account, and nothing until it is confirmed', async () => {
    const company = await withoutIntegration();
    expect(await company.ledger()).toEqual({});
    const january = await company.proposal('2026-01-31');
    expect(january).toEqual({
      postedOn: '2026-01-31',
      against: 'purchases',
      integrated: false,
      lines: [
        {
          group: 1,
          description: 'Frames',
          site: 'DC',
          account: '1300',
          items: 1,
          stock: '500.00',
          ledger: '0.00',
          amount: '500.00',
        },
        {
          group: 2,
          description: 'Accessories',
          site: 'DC',
          account: '1310',
          items: 1,
          stock: '40.00',
          ledger: '0.00',
          amount: '40.00',
        },
      ],
      stock: await valueOn(company, '2026-01-31'),
      ledger: '0.00',
      amount: '540.00',
      posted: false,
      journal: [
        {
          type: 'period-end-stock',
          site: 'DC',
          debit: '1300',
          credit: '5100',
          amount: '500.00',
          entries: 1,
        },
        {
          type: 'period-end-stock',
          site: 'DC',
          debit: '1310',
          credit: '5100',
          amount: '40.00',
          entries: 1,
        },
      ],
    });
    expect(await company.ledger()).toEqual({});
    const posted = await company.confirm({ postedOn: '2026-01-31', confirm: '540.00' });
    expect(posted).toMatchObject({ status: 200, body: { posted: true, amount: '540.00' } });
    expect(await company.ledger()).toEqual({
      '1300': '500.00',
      '1310': '40.00',
      '5100': '-540.00',
    });
    expect(await company.faults()).toEqual([]);
  });

  test('003.X37 000.03 the next one posts the change alone, in either direction, and said again it posts nothing', async () => {
    const company = await withoutIntegration();
    await company.confirm({ postedOn: '2026-01-31', confirm: '540.00' });
    const february = await company.proposal('2026-02-28');
    expect(february).toMatchObject({
      stock: await valueOn(company, '2026-02-28'),
      ledger: '540.00',
      amount: '-100.00',
      journal: [{ debit: '5100', credit: '1300', amount: '100.00' }],
    });
    const confirmed = { postedOn: '2026-02-28', confirm: '-100.00' };
    expect(await company.confirm(confirmed)).toMatchObject({ status: 200 });
    expect(await company.ledger()).toEqual({
      '1300': '400.00',
      '1310': '40.00',
      '5100': '-440.00',
    });
    expect(await company.confirm(confirmed)).toMatchObject({
      status: 200,
      body: { posted: false, amount: '0.00', journal: [] },
    });
    expect(await company.faults()).toEqual([]);
    expect(await company.agrees()).toBe(true);
  });

  test('000.03 a movement that came in between makes another amount, and the old confirmation is refused', async () => {
    const company = await withoutIntegration();
    await company.posts({ ...RECEIPT, quantity: '1' });
    const refused = await company.confirm({ postedOn: '2026-01-31', confirm: '540.00' });
    expect(problemIn(refused)).toMatchObject({ status: 409, code: 'stock-journal-changed' });
    expect(messagesOf(refused)).toEqual(['The journal comes to 590.00 now; 540.00 was confirmed.']);
    expect(await company.ledger()).toEqual({});
  });

  test('000.03 what comes late after a journal is in the next one', async () => {
    const company = await withoutIntegration();
    await company.confirm({ postedOn: '2026-01-31', confirm: '540.00' });
    await company.posts({ ...CASES, postedOn: '2026-01-20', quantity: '5' });
    expect(await company.proposal('2026-01-31')).toMatchObject({ amount: '20.00' });
    expect(await company.proposal('2026-02-28')).toMatchObject({ amount: '-80.00' });
    await company.confirm({ postedOn: '2026-02-28', confirm: '-80.00' });
    expect(await company.ledger()).toMatchObject({ '1300': '400.00', '1310': '60.00' });
    expect(await company.faults()).toEqual([]);
  });

  test('000.03 Q-15 costs that late facts change without integration are in the next journal, and so is what comes later still', async () => {
    const company = await integrationCompany(books, NOT_INTEGRATED);
    await company.posts(RECEIPT, { ...SALE, postedOn: '2026-02-05' });
    await company.confirm({ postedOn: '2026-02-28', confirm: '400.00' });
    // The sale cost 100.00 and now costs 130.00.
    await company.posts({ ...RECEIPT, postedOn: '2026-01-20', unitCost: '80.00' });
    expect(await valueOn(company, '2026-02-28')).toBe('1170.00');
    expect(await company.proposal('2026-02-28')).toMatchObject({ amount: '770.00' });
    const on = { integrated: true, from: '2026-03-01', entryType: 'inventory' };
    await company.switched({ ...on, stock: 'take-up' });
    expect(await company.ledger()).toMatchObject({ '1300': '1170.00', '3000': '-770.00' });
    expect(await company.agrees()).toBe(true);
    // Integrated by now, but its day was not: it is not posted, and the report shows that.
    await company.posts({ ...RECEIPT, postedOn: '2026-02-10', quantity: '1' });
    expect(await company.rows('integration-status')).toContainEqual(
      expect.objectContaining({ period: '2026-03', difference: '50.00' }),
    );
    await company.confirm({ postedOn: '2026-03-31', confirm: '50.00' });
    expect(await company.agrees()).toBe(true);
    expect(await company.faults()).toEqual([]);
  });

  test('000.03 a day that is none, a closed or unknown period, stock without an account are refused', async () => {
    const company = await withoutIntegration();
    const body = { reason: 'month end' };
    await company.send(`POST ${company.path}/periods/2026-01/close`, { body });
    const propose = (day: string) =>
      company.send(`GET ${company.path}/stock-journal?postedOn=${day}`);
    const codes = [
      ['2026-02-30', 'date-invalid'],
      ['2026-01-31', 'period-closed'],
      ['2027-01-31', 'period-unknown'],
    ] as const;
    for (const [day, code] of codes) {
      expect(problemIn(await propose(day))).toMatchObject({ code });
      const body = { postedOn: day, confirm: '540.00' };
      expect(problemIn(await company.confirm(body))).toMatchObject({ code });
    }
    const bare = { number: 1, description: 'Frames', accounts: { 'purchase-variance': '5200' } };
    const scant = await integrationCompany(books, {
      ...NOT_INTEGRATED,
      groups: [{ ...bare, accounts: { ...bare.accounts, sales: '4000' } }],
      places: [],
      items: [{ code: 'F1', name: 'Frame', group: 1 }],
    });
    await scant.posts(RECEIPT);
    const refused = await scant.send(`GET ${scant.path}/stock-journal?postedOn=2026-01-31`);
    expect(problemIn(refused)).toMatchObject({ code: 'stock-without-account' });
    expect(messagesOf(refused)).toEqual(['Stock of F1 at DC lies on no account.']);
    // As the remedy says: an account for the group, and the stock goes there.
    const groups = [{ ...bare, accounts: { inventory: '1300' } }];
    expect(await scant.put({ groups }, '?reclassifyOn=2026-01-31')).toMatchObject({ status: 200 });
    expect(await scant.proposal('2026-01-31')).toMatchObject({
      amount: '500.00',
      lines: [{ account: '1300' }],
    });
    expect(await scant.faults()).toEqual([]);
  });

  test('000.03 nobody sends a line of it as a transaction', async () => {
    const company = await withoutIntegration();
    const line = { type: 'period-end-stock', item: 'F1', site: 'DC', account: '1300' };
    const [sent] = await company.posts({ ...line, postedOn: '2026-01-31', amount: '500.00' });
    expect(sent).toMatchObject({ status: 'refused', code: 'type-not-sent' });
    const odd = { ...line, postedOn: '2026-01-31', amount: '500.00', source: 'configuration' };
    const [smuggled] = await company.posts(odd);
    expect(smuggled).toMatchObject({ status: 'refused' });
    expect(await company.ledger()).toEqual({});
  });

  test('000.03 an integrated company has nothing to propose', async () => {
    const company = await integrationCompany(books);
    await company.posts(RECEIPT);
    expect(await company.proposal('2026-01-31')).toMatchObject({
      integrated: true,
      stock: '500.00',
      ledger: '500.00',
      amount: '0.00',
      journal: [],
    });
  });
});

describe('switching with balances', () => {
  test('Q-28 000.20 off: what becomes of the stock must be said; charged off it leaves the ledger for purchases', async () => {
    const company = await integrationCompany(books);
    await company.posts(RECEIPT, CASES);
    const off = { integrated: false, from: '2026-02-01' };
    // The ledger holds what the stock is worth: left alone it would stay there for ever.
    const refused = await company.switchTo(off);
    expect(problemIn(refused)).toMatchObject({ code: 'stock-choice-missing', status: 409 });
    expect(messagesOf(refused)).toEqual([
      'The ledger holds stock of 540.00, the subledger 540.00; what becomes of it is not said.',
    ]);
    const wish = { ...off, stock: 'charge-off' };
    const looked = await company.switched(wish, '?dryRun=true');
    expect(looked).toMatchObject({
      kept: false,
      postedOn: '2026-02-01',
      journal: [
        { debit: '5100', credit: '1300', amount: '500.00' },
        { debit: '5100', credit: '1310', amount: '40.00' },
      ],
    });
    expect(await company.ledger()).toMatchObject({ '1300': '500.00' });
    expect((await company.switched(wish)).journal).toEqual(looked.journal);
    expect(await company.ledger()).toEqual({ '2150': '-540.00', '5100': '540.00' });
    await company.posts({ ...SALE, postedOn: '2026-02-05' });
    expect(await company.ledger()).toEqual({ '2150': '-540.00', '5100': '540.00' });
    expect(await company.faults()).toEqual([]);
    // At the end of the month it is brought back by what is there then.
    expect(await company.proposal('2026-02-28')).toMatchObject({ amount: '440.00' });
  });

  test('Q-28 off: left, it stays in the ledger as it was, and the period-end journal goes on from there', async () => {
    const company = await integrationCompany(books);
    await company.posts(RECEIPT);
    const left = { integrated: false, from: '2026-02-01', stock: 'leave' };
    expect(await company.switched(left)).toMatchObject({ journal: [], choice: 'leave' });
    await company.posts({ ...SALE, postedOn: '2026-02-05' });
    expect(await company.ledger()).toEqual({ '1300': '500.00', '2150': '-500.00' });
    expect(await company.proposal('2026-02-28')).toMatchObject({
      ledger: '500.00',
      stock: '400.00',
      amount: '-100.00',
    });
    expect(await company.faults()).toEqual([]);
  });

  test('Q-28 003.X38 on again: stock is taken up against opening balances, and from then on the books agree', async () => {
    const company = await integrationCompany(books);
    await company.posts(RECEIPT);
    await company.switched({ integrated: false, from: '2026-02-01', stock: 'leave' });
    await company.posts({ ...SALE, postedOn: '2026-02-05' }, { ...CASES, postedOn: '2026-02-06' });
    const on = { integrated: true, from: '2026-03-01' };
    const refused = await company.switchTo(on);
    expect(problemIn(refused)).toMatchObject({
      code: 'stock-choice-missing',
      remedy: 'Say `stock`: take-up or leave. A dry run shows the journal.',
    });
    const done = await company.switched({ ...on, stock: 'take-up' });
    expect(done).toMatchObject({ stock: '440.00', ledger: '500.00', postedOn: '2026-03-01' });
    expect(done.journal).toEqual([
      {
        type: 'stock-taken-up',
        site: 'DC',
        debit: '3000',
        credit: '1300',
        amount: '100.00',
        entries: 1,
      },
      {
        type: 'stock-taken-up',
        site: 'DC',
        debit: '1310',
        credit: '3000',
        amount: '40.00',
        entries: 1,
      },
    ]);
    await company.posts({ ...SALE, postedOn: '2026-03-05' });
    expect(await company.ledger()).toMatchObject({ '1300': '300.00', '1310': '40.00' });
    const status = await company.rows('integration-status');
    expect(status[2]).toMatchObject({ integrated: 'yes', stock: '340.00', difference: '0.00' });
    expect(await company.faults()).toEqual([]);
    expect(await company.agrees()).toBe(true);
  });

  test('Q-28 on again against purchases, or with the stock left: the difference is shown and stays explained', async () => {
    const charged = await integrationCompany(books, NOT_INTEGRATED);
    await charged.posts(RECEIPT);
    const on = { integrated: true, from: '2026-02-01', entryType: 'inventory' };
    await charged.switched({ ...on, stock: 'take-up', against: 'purchases' });
    expect(await charged.ledger()).toEqual({ '1300': '500.00', '5100': '-500.00' });
    const left = await integrationCompany(books, NOT_INTEGRATED);
    await left.posts(RECEIPT);
    await left.switched({ ...on, stock: 'leave' });
    await left.posts({ ...SALE, postedOn: '2026-02-05' });
    expect(await left.ledger()).toEqual({ '1300': '-100.00', '5000': '100.00' });
    expect(await left.rows('integration-status')).toContainEqual(
      expect.objectContaining({ period: '2026-02', ledger: '-100.00', difference: '500.00' }),
    );
    expect([...(await charged.faults()), ...(await left.faults())]).toEqual([]);
  });

  test('Q-28 of a switch whose journal cannot be posted nothing is kept', async () => {
    const { 'opening-equity': _, ...controls } = sampleSetup().controls ?? {};
    const company = await integrationCompany(books, { ...NOT_INTEGRATED, controls });
    await company.posts(RECEIPT);
    const on = { integrated: true, from: '2026-02-01', entryType: 'inventory', stock: 'take-up' };
    const refused = await company.switchTo(on);
    expect(problemIn(refused)).toMatchObject({ code: 'account-not-determined' });
    expect((await company.settings()).integration.integrated).toBe(false);
    expect(await company.ledger()).toEqual({});
  });
});
