import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demonstrationSetup } from '../../packages/server/src/application/demonstration/demonstration-setup.ts';
import { demonstrationTransactions } from '../../packages/server/src/application/demonstration/demonstration-transactions.ts';
import { launchBrowser } from '../support/browser.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';

const WEB = resolve(import.meta.dirname, '../../packages/web/dist');

let browser: Browser;
let page: Page;
let books: ServedBooks;

beforeAll(async () => {
  // `npm test` builds the web app before it begins; a missing build is a fault, not a reason to skip.
  if (!existsSync(WEB)) throw new Error('build the web app first: node tools/build-web.mjs');
  books = await servedBooks(demonstrationSetup(), WEB);
  await books.desk.post([...demonstrationTransactions(2_000)]);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  await page.goto(books.address);
  await page.getByRole('heading', { name: /^Books agree/ }).waitFor();
});

afterAll(async () => {
  await browser.close();
});

test('the first page says that the books agree, with the figures of the books', async () => {
  const text = (await page.getByRole('heading', { name: /^Books agree/ }).textContent()) ?? '';
  const [, subledger, ledger] =
    /inventory subledger ([\d,.]+) = general ledger ([\d,.]+)/i.exec(text) ?? [];
  expect(subledger).toBe(ledger);
  const response = await fetch(`${books.address}/api/v1/companies/demo/reconciliation`);
  const told: unknown = await response.json();
  expect(told).toMatchObject({ subledger: subledger?.replaceAll(',', ''), agree: true });
});

test('the first page names the four roles that hold stock and the state of the periods', async () => {
  const roles = [
    'Inventory',
    'Inventory in transit',
    'Work in process',
    'Work in process in transit',
  ];
  const counts = roles.map((name) => page.getByRole('rowheader', { name, exact: true }).count());
  expect(await Promise.all(counts)).toEqual(roles.map(() => 1));
  expect(await page.getByRole('heading', { name: 'Periods' }).count()).toBe(1);
});

test('the first page has no fault the accessibility checker finds', async () => {
  await page.addScriptTag({ content: axe.source });
  const found = await page.evaluate('axe.run(document)');
  expect(found).toMatchObject({ violations: [] });
});

test('the chart is drawn also where the browser names no language that can be understood', async () => {
  const other = await browser.newPage();
  await other.addInitScript(
    "Object.defineProperty(navigator, 'language', { value: 'en-US@posix', configurable: true })",
  );
  const faults: string[] = [];
  other.on('pageerror', ({ message }) => faults.push(message));
  await other.goto(books.address);
  await other.getByRole('slider', { name: 'Month of the stock value chart' }).waitFor();
  expect(faults).toEqual([]);
  await other.close();
});

test('a company that does not exist is told as such, with what to do', async () => {
  const other = await browser.newPage();
  await other.goto(`${books.address}/?company=nowhere`);
  await other
    .getByText(/nowhere/)
    .first()
    .waitFor();
  expect(await other.getByRole('heading', { name: /no such company/i }).count()).toBe(1);
  await other.close();
});
