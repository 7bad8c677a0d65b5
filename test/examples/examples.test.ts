import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { postInMemory } from './books-in-memory.ts';
import { postInPostgres } from './books-in-postgres.ts';
import { EXAMPLES_FOLDER, exampleNamed, exampleNames } from './example-files.ts';
import { faultsInBooks, pageWithOutcome } from './example-outcome.ts';

/**
 * Posts an example with the pure core and at the posting desk of a real database, and prints its
 * page anew with what the books say. It is right when both pages are the one that is written; the
 * books must agree on the way and be verified at the end.
 */
async function printed(name: string) {
  const example = exampleNamed(name);
  const [memory, postgres] = [postInMemory(example), await postInPostgres(example)];
  const inBoth = [memory, postgres].flatMap((books) => faultsInBooks(example, books));
  expect([...inBoth, ...postgres.faults]).toEqual([]);
  return {
    written: example.page.text,
    inMemory: pageWithOutcome(example, memory),
    inPostgres: pageWithOutcome(example, postgres),
  };
}

test('000.01 01 a receipt and a sale make their two entries at once, at cost', async () => {
  const { written, inMemory, inPostgres } = await printed('01-receipt-sale-and-the-two-entries');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.45 000.46 000.61 003.T01 02 receipts make new averages, and sales leave them alone', async () => {
  const { written, inMemory, inPostgres } = await printed('02-average-cost-after-three-receipts');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.X10 Q-15 03 oldest cost first: a sale takes what arrived first, whatever the order of entry', async () => {
  const { written, inMemory, inPostgres } = await printed('03-oldest-cost-first');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.50 003.X03 04 an invoice at another price makes purchase variance, on either side', async () => {
  const { written, inMemory, inPostgres } = await printed('04-invoice-dearer-than-the-receipt');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.05 003.T02 05 goods go back at the average, and the credit note settles the return', async () => {
  const { written, inMemory, inPostgres } = await printed('05-return-to-vendor');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.T24 06 a return comes in at the cost of its sale, or at the average if it names none', async () => {
  const { written, inMemory, inPostgres } = await printed('06-customer-return');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.19 003.20 003.T28 07 what was sold short is settled by a receipt, up, down or not', async () => {
  const { written, inMemory, inPostgres } = await printed('07-selling-more-than-is-on-hand');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.51 003.T05 003.T18 003.T19 003.X02 08 a transfer, its short receipt and the loss', async () => {
  const { written, inMemory, inPostgres } = await printed('08-transfer-through-in-transit');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.T07 003.T08 003.T09 003.T10 003.T11 003.T12 003.T13 003.T14 003.T20 003.T22 003.T25 003.T29 003.12 003.13 003.14 003.52 09 orders through WIP: delivered, undone, held, lost, dropped', async () => {
  const { written, inMemory, inPostgres } = await printed(
    '09-order-through-wip-and-the-cogs-adjustment',
  );
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('002.04 002.06 002.07 002.08 002.10 002.11 003.06 003.29 003.45 003.X05 003.X09 000.48 11 every step of the ladder decides an account, and is stored with the line', async () => {
  const { written, inMemory, inPostgres } = await printed('11-which-account-and-why');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.49 Q-45 13 stock is kept at standard, and what is paid besides is a variance', async () => {
  const { written, inMemory, inPostgres } = await printed('13-standard-cost-and-its-variances');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.49 003.X08 14 one average over two shops is shared out again when it moves', async () => {
  const { written, inMemory, inPostgres } = await printed('14-one-average-for-the-company');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.X10 Q-15 Q-47 15 a receipt that comes late costs the sales after it anew, and taken back it undoes that', async () => {
  const { written, inMemory, inPostgres } = await printed('15-a-backdated-receipt');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.X10 003.X16 Q-15 Q-50 16 of a freight bill that comes late the half that is sold is cost of its sale, or under prospective a variance', async () => {
  const { written, inMemory, inPostgres } = await printed('16-a-late-freight-bill');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.X10 Q-14 Q-15 17 what corrects a closed month stands on the first open day, and both month ends agree', async () => {
  const { written, inMemory, inPostgres } = await printed('17-a-closed-period');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.50 18 a change of method opens with the value that is there, or revalues it, and bars what came before', async () => {
  const { written, inMemory, inPostgres } = await printed('18-a-change-of-method');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.T24 003.X10 Q-47 Q-49 19 a sale, its return and what took the return back follow the price of the receipt', async () => {
  const { written, inMemory, inPostgres } = await printed('19-a-returned-return');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.X17 003.X18 003.X19 003.X20 003.X21 003.X22 000.62 20 a set is assembled, taken apart and renamed; nothing stays under assembly', async () => {
  const { written, inMemory, inPostgres } = await printed('20-a-set-assembled-and-one-taken-apart');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.47 003.53 costing 5.5 21 a count is dated on its day, and what moves meanwhile is no difference', async () => {
  const { written, inMemory, inPostgres } = await printed('21-a-count-while-goods-move');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.50 003.X23 003.X27 004.23 10 every line of an invoice names its receipt: it is cleared, the rest is variance and freight, and all of it is refused or reversed as one', async () => {
  const { written, inMemory, inPostgres } = await printed('10-an-invoice-with-linked-receipts');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.X25 003.X26 004.20 004.22 004.24 004.25 004.26 004.27 004.33 12 what has no receipt waits in Non-Inventory of its branch, unless a hyphen before text lets accounts be chosen', async () => {
  const { written, inMemory, inPostgres } = await printed('12-purchasing-without-a-receipt');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.58 000.59 003.X24 22 goods come with an invoice that includes its tax, and go back with a credit note', async () => {
  const { written, inMemory, inPostgres } = await printed('22-goods-that-come-with-the-invoice');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('costing 5.4 23 what is invoiced before it comes is received at the price of the invoice, and no more of it', async () => {
  const { written, inMemory, inPostgres } = await printed('23-invoiced-before-it-comes');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('costing 5.1 Q-17 003.X24 24 a credit note clears the return it names, and what waited for the vendor', async () => {
  const { written, inMemory, inPostgres } = await printed(
    '24-returned-goods-and-what-the-vendor-credits',
  );
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.X28 004.40 Q-26 25 a journal by hand is posted, taken back whole, and refused on an account that holds stock', async () => {
  const { written, inMemory, inPostgres } = await printed('25-a-journal-by-hand');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.X29 004.46 26 an accrual takes itself back in the next month, whatever is closed meanwhile', async () => {
  const { written, inMemory, inPostgres } = await printed('26-an-accrual-across-the-close');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('004.02 27 a bill without its receipt is linked to it, its goods come in late, or it makes goods dearer: never by a line on stock', async () => {
  const { written, inMemory, inPostgres } = await printed('27-a-bill-without-its-receipt');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('004.02 004.11 004.31 28 the cost of a consumable is matched with its purchase without a journal, and the rest turned round', async () => {
  const { written, inMemory, inPostgres } = await printed('28-a-consumable-sold-at-a-cost');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('004.02 29 a rebate is cleared in parts, never beyond what is open, and what was cleared wrongly is open again', async () => {
  const { written, inMemory, inPostgres } = await printed('29-a-rebate-of-a-vendor');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('004.02 004.34 30 an instant rebate and the rebate of the vendor both end in rebate income', async () => {
  const { written, inMemory, inPostgres } = await printed('30-an-instant-rebate-to-a-customer');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('004.02 004.36 003.X36 31 a return and its credit are matched on one account or on two, and the residual is a variance', async () => {
  const { written, inMemory, inPostgres } = await printed(
    '31-returned-by-a-customer-for-the-vendor',
  );
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('004.02 004.24 32 a bill of the former system stands on the account of its branch, and leaves it for that of the opening', async () => {
  const { written, inMemory, inPostgres } = await printed('32-an-order-of-the-former-system');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('004.02 004.18 33 a typed cost is turned round, and what was cleared is not reversed before its clearing is', async () => {
  const { written, inMemory, inPostgres } = await printed('33-a-special-item-with-a-typed-cost');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.50 003.X10 Q-15 40 what comes late is barred before a change of method, counts from its day across it, and is restated behind it', async () => {
  const { written, inMemory, inPostgres } = await printed(
    '40-something-late-after-a-change-of-method',
  );
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.03 000.55 003.X37 34 without integration nothing is posted but a stock journal at the end of each month', async () => {
  const { written, inMemory, inPostgres } = await printed('34-inventory-that-is-not-integrated');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.20 003.X38 Q-28 35 what is posted goes by its day; integrated again, the stock is taken up', async () => {
  const { written, inMemory, inPostgres } = await printed('35-integration-off-and-on-again');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.29 000.43 000.59 36 goods sold with tax post cost and revenue; they come back at their original cost, or nothing but a price is allowed', async () => {
  const { written, inMemory, inPostgres } = await printed('36-a-sales-invoice-and-its-credit-note');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.54 costing 5.11 37 the accounts of its group decide whether the cost of a service is seen', async () => {
  const { written, inMemory, inPostgres } = await printed(
    '37-whether-the-cost-of-a-service-is-seen',
  );
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('003.T07 003.T29 38 an invoice of an order waits in its clearing until it is delivered', async () => {
  const { written, inMemory, inPostgres } = await printed('38-invoiced-first-delivered-later');
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('000.02 000.28 39 where inventory is not integrated a sale is revenue and tax alone', async () => {
  const { written, inMemory, inPostgres } = await printed(
    '39-selling-where-inventory-is-not-integrated',
  );
  expect(inMemory).toBe(written);
  expect(inPostgres).toBe(written);
});

test('every example of the folder is posted here and listed in its README', () => {
  // A long name stands on a line of its own.
  const tests = readFileSync(import.meta.filename, 'utf8').replaceAll(/\(\s+/g, '(');
  const list = readFileSync(`${EXAMPLES_FOLDER}/README.md`, 'utf8');
  const names = exampleNames();
  expect(names.filter((name) => !tests.includes(`printed('${name}'`))).toEqual([]);
  const titles = names.map((name) => exampleNamed(name).page.title.split(' · '));
  const lines = names.map((name, index) => {
    const [number = '', title = ''] = titles[index] ?? [];
    return `| ${number} | [${title}](${name}.md) |`;
  });
  expect(lines.filter((line) => !list.includes(line))).toEqual([]);
});
