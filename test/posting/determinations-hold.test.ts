import fc from 'fast-check';
import {
  type AccountDetermination,
  type BusinessDate,
  determineAccount,
  lastChange,
  type TransactionInput,
} from 'perpetua-core';
import { beforeAll, expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { configurationOf } from '../../packages/server/src/application/configuration/configuration-facts.ts';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import type { CompanyName } from '../../packages/server/src/application/ports.ts';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { faultsOf } from './verified-books.ts';

let books: InspectedBooks;

beforeAll(async () => {
  books = await inspected(await testBooks());
});

const DAYS = ['2026-01-05', '2026-02-01', '2026-03-01', '2026-04-15'] as const;
const EXPENSES = ['5000', '5100', '5200', '5300', '5801', '5802'] as const;
const STOCK = ['1300', '1310', '1390'] as const;

const day = fc.constantFrom(...DAYS);
const expense = fc.constantFrom(...EXPENSES);
const validFrom = fc.option(day, { nil: undefined });
const site = fc.constantFrom('DC', 'O1', 'O2');
const item = fc.constantFrom('F1', 'F3', 'A1');

type Change = Partial<CompanySetup>;

/** One part of a change of the mapping or of an assignment. */
const part: fc.Arbitrary<Change> = fc.oneof(
  fc
    .record({
      type: fc.constantFrom('sale' as const, 'otc-sale' as const),
      mode: fc.constantFrom('item-type' as const, 'account' as const, 'group' as const),
      account: expense,
    })
    .map(({ account, ...mode }): Change => {
      const named = mode.mode === 'account' ? { account } : {};
      return { modes: [{ ...mode, role: 'cogs', ...named }] };
    }),
  fc
    .record({ itemType: fc.constantFrom('Frame', 'Accessory'), account: fc.option(expense) })
    .map((row): Change => ({ itemTypeAccounts: [{ role: 'cogs', ...row }] })),
  fc.record({ account: fc.option(expense) }).map(
    ({ account }): Change => ({
      modes: [{ type: 'sale', role: 'cogs', mode: 'item-type' }],
      itemTypeAccounts: [{ role: 'cogs', itemType: 'Frame', financialGroup: 'Sun', account }],
    }),
  ),
  fc
    .record({ code: fc.constantFrom('Found', 'Damage'), account: fc.option(expense) })
    .map((reason): Change => ({ reasons: [reason] })),
  expense.map((account): Change => ({ allReasons: { account } })),
  fc
    .constantFrom('office' as const, 'company' as const)
    .map((center): Change => ({ types: [{ type: 'sale', center }] })),
  fc
    .record({ itemType: fc.constantFrom('Frame', 'Accessory'), account: fc.constantFrom(...STOCK) })
    .map(
      (row): Change => ({
        modes: [{ type: 'all', role: 'inventory', mode: 'item-type' }],
        itemTypeAccounts: [{ role: 'inventory', ...row }],
      }),
    ),
  fc
    .record({
      site,
      account: fc.option(fc.constantFrom(...STOCK)),
      center: fc.option(fc.constantFrom('7', '8')),
    })
    .map(
      ({ site: code, account, center }): Change => ({
        places: [
          {
            group: 1,
            site: code,
            accounts: { inventory: account },
            centers: { inventory: center },
          },
        ],
      }),
    ),
);

const change = fc.record({ part, validFrom });

const posting: fc.Arbitrary<Omit<TransactionInput, 'key'>> = fc.oneof(
  fc
    .record({ item, site, postedOn: day, quantity: fc.constantFrom('3', '7') })
    .map((one) => ({ ...one, type: 'receive-from-vendor', unitCost: '12.34' })),
  fc
    .record({ item, site, postedOn: day, type: fc.constantFrom('sale', 'otc-sale') })
    .map((one) => ({ ...one, quantity: '1' })),
  fc
    .record({ item, site, postedOn: day, reason: fc.constantFrom('Found', 'Damage') })
    .map((one) => ({ ...one, type: 'adjustment', quantity: '-1' })),
  fc
    .record({ item, postedOn: day })
    .map((one) => ({ ...one, type: 'stock-transfer', site: 'DC', toSite: 'O1', quantity: '1' })),
);

const history = fc.array(fc.oneof(change, fc.array(posting, { minLength: 1, maxLength: 6 })), {
  minLength: 4,
  maxLength: 14,
});

let made = 0;

/** A company of its own with frames, sun frames and cases in stock. */
async function newCompany() {
  made += 1;
  const { storage, clock } = books;
  const setup = sampleSetup({ code: `history-${made}` });
  const sun = { code: 'F3', name: 'Sun', group: 1, itemType: 'Frame', financialGroup: 'Sun' };
  const done = await setUpCompany(
    { storage, clock },
    { ...setup, items: [...(setup.items ?? []), sun] },
    { changedBy: 'test', reason: 'test' },
  );
  if (!done.ok) throw new Error('the setup is refused');
  const { company } = done.value;
  return { setup, company, desk: new PostingDesk(storage, company.id, clock, 'test') };
}

type Side = {
  readonly account: string;
  readonly center: string;
  readonly posted_on: BusinessDate;
  readonly content: AccountDetermination;
};

const sidesOf = async ({ id }: CompanyName): Promise<readonly Side[]> => {
  const { rows } = await books.owner.query<Side>(
    `select l.account, l.center, l.posted_on::text as posted_on, d.content
       from journal_line l
       join determination d on d.company_id = l.company_id and d.number = l.determination
      where l.company_id = $1`,
    [id],
  );
  return rows;
};

test('002.10 Q-39 every stored determination, asked again of its configuration version, gives the account it was posted to', async () => {
  let sides = 0;
  const versions = new Set<number>();
  const sinces = new Set<string>();
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const { setup, company, desk } = await newCompany();
      const { storage, clock } = books;
      const stock = ['F1', 'F3', 'A1'].flatMap((code) =>
        ['DC', 'O1', 'O2'].map((place) => ({
          key: `in-${code}-${place}`,
          type: 'receive-from-vendor',
          postedOn: '2026-01-01',
          item: code,
          site: place,
          quantity: '20',
          unitCost: '10',
        })),
      );
      await desk.post(stock);
      for (const [index, step] of steps.entries()) {
        if ('part' in step) {
          const dated = step.validFrom === undefined ? {} : { validFrom: step.validFrom };
          const wanted = { company: setup.company, ...step.part, ...dated };
          // A change that is refused is none; what it leads to is what is looked at.
          await setUpCompany(
            { storage, clock },
            wanted,
            { changedBy: 't', reason: 't' },
            {
              reclassification: { postedOn: '2026-05-01' },
            },
          );
        } else await desk.post(step.map((one, line) => ({ ...one, key: `${index}-${line}` })));
      }
      const configurations = new Map<number, ReturnType<typeof configurationOf>>();
      for (const { account, center, posted_on: postedOn, content } of await sidesOf(company)) {
        const version = content.configurationVersion;
        const known =
          configurations.get(version) ??
          (await storage.reading(company.id, async (session) =>
            configurationOf(await session.facts(version), version),
          ));
        configurations.set(version, known);
        expect(determineAccount(content.question, known, postedOn)).toEqual(content);
        expect(lastChange(known, postedOn)).toBe(content.since);
        expect({ account: content.account, center: content.center }).toEqual({ account, center });
        sides += 1;
        versions.add(version);
        sinces.add(content.since);
      }
      expect(await faultsOf({ inspection: books.inspection, company })).toEqual([]);
    }),
    { numRuns: 12, seed: 20261128 },
  );
  // The histories did reach what this is about: many lines, several versions, several beginnings.
  expect(sides).toBeGreaterThan(400);
  expect(versions.size).toBeGreaterThan(4);
  expect(sinces.size).toBeGreaterThan(3);
}, 120_000);
