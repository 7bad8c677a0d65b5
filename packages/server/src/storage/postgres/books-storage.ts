import { type BusinessDate, type Item, mapSetCosts, money, quantity } from 'perpetua-core';
import type pg from 'pg';
import type { ClientBase } from 'pg';
import type {
  BooksStorage,
  CompanyName,
  CompanySession,
  ConfigurationChange,
  ConfigurationFact,
  HeldUnits,
  Lane,
  StockOnHand,
  WritingSession,
} from '../../application/ports.ts';
import { readSaidOfSides } from './accounts-of-events.ts';
import {
  numbersLiteral,
  optionalTextsLiteral,
  textsLiteral,
  wordsLiteral,
} from './array-literals.ts';
import { readCostHistories } from './cost-histories.ts';
import { countReading } from './counting/read-counts.ts';
import { countWriting } from './counting/write-counts.ts';
import { exceptionReading, queueTransactions, takeSteps } from './exceptions.ts';
import { addGlExport, glExports } from './gl-exports.ts';
import { inTransaction } from './in-transaction.ts';
import { addInventoryJournal, inventoryJournals } from './inventory-journals.ts';
import { itemHistory } from './item-histories.ts';
import { keepStreams, streamsBehind } from './kept-streams.ts';
import { KnownFacts } from './known-facts.ts';
import { loadBooks } from './load-books.ts';
import { loadItems } from './load-stock.ts';
import { loadTimelines } from './load-timelines.ts';
import { dropMappingDraft, keepMappingDraft, readMappingDrafts } from './mapping-drafts.ts';
import { readOwedGoods } from './owed-goods.ts';
import { postedWithoutStock } from './posted-without-stock.ts';
import { addPurchaseOrder, purchaseOrders } from './purchase-orders.ts';
import { readPostedSides } from './restated-costs.ts';
import {
  ALL_POOLS,
  dayAfterMovements,
  dropRestatements,
  noteRestatements,
  readRestatements,
} from './restatements.ts';
import { reviewReading, reviewWriting } from './review/review-storage.ts';
import { readGroupItems, readStockAgainstLedger } from './stock-against-ledger.ts';
import { groupInUse, usesOf } from './uses.ts';
import { writeBatch } from './write-batch.ts';

/** Storage of the books in PostgreSQL, over connections that act as `perpetua_writer`. */
export function booksStorage(pool: pg.Pool): BooksStorage {
  const known = new KnownFacts();
  return {
    companies: async () => {
      const { rows } = await pool.query<{ id: number; code: string }>(
        'select company_id as id, code from company order by code',
      );
      return rows;
    },
    addCompany: (code, at) => addCompany(pool, code, at),
    reading: (company, work) =>
      inTransaction(
        pool,
        'begin isolation level repeatable read read only',
        company,
        async (client) => {
          return work(
            companySession({ client, known, company, lane: await readLane(client, company, '') }),
          );
        },
      ),
    writing: (company, work) =>
      inTransaction(pool, 'begin', company, async (client) => {
        return work(
          writingSession({
            client,
            known,
            company,
            lane: await readLane(client, company, 'for update'),
          }),
        );
      }),
  };
}

async function addCompany(pool: pg.Pool, code: string, at: Date): Promise<CompanyName | undefined> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // Of two companies made at once, the second one sees the number the first one took.
    await client.query(`select pg_advisory_xact_lock(hashtext('perpetua: next company'))`);
    const { rows } = await client.query<{ id: number }>(
      `insert into company (company_id, code, created_at)
       select coalesce(max(company_id), 0) + 1, $1, $2 from company
       on conflict (code) do nothing
       returning company_id as id`,
      [code, at],
    );
    const id = rows[0]?.id;
    if (id === undefined) {
      await client.query('rollback');
      return undefined;
    }
    await client.query(`select set_config('perpetua.company', $1, true)`, [String(id)]);
    await client.query('insert into lane (company_id) values ($1)', [id]);
    await client.query('commit');
    return { id, code };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

type LaneRow = {
  last_event: bigint;
  last_movement: bigint;
  last_entry: bigint;
  last_pool: bigint;
  last_determination: bigint;
  last_batch: bigint;
  last_hash: Buffer;
  configuration_version: number;
};

/** The lane of a company as it is now, locked or not. */
export async function readLane(
  client: ClientBase,
  company: number,
  lock: '' | 'for update',
): Promise<Lane> {
  const { rows } = await client.query<LaneRow>({
    name: `read-lane-${lock}`,
    text: `select last_event, last_movement, last_entry, last_pool, last_determination, last_batch, last_hash,
                  configuration_version from lane where company_id = $1 ${lock}`,
    values: [company],
  });
  const row = rows[0];
  if (row === undefined) throw new Error(`company ${company} has no lane`);
  return {
    counters: {
      event: Number(row.last_event),
      movement: Number(row.last_movement),
      entry: Number(row.last_entry),
      pool: Number(row.last_pool),
      determination: Number(row.last_determination),
    },
    batch: Number(row.last_batch),
    hash: row.last_hash,
    configurationVersion: row.configuration_version,
  };
}

/** What a session is made of. */
type Opened = {
  readonly client: ClientBase;
  readonly known: KnownFacts;
  readonly company: number;
  readonly lane: Lane;
};

function companySession({ client, known, company, lane }: Opened): CompanySession {
  return {
    lane,
    load: (wanted) => loadBooks(client, company, wanted),
    timelines: (late, through) => loadTimelines(client, company, late, through),
    facts: (version) => known.at(client, company, version, lane.configurationVersion),
    heldUnits: () => readHeldUnits(client, company),
    postedWithoutStock: (accounts) => postedWithoutStock(client, company, accounts),
    groupInUse: (group) => groupInUse(client, company, group),
    stockAgainstLedger: (through) => readStockAgainstLedger(client, company, through),
    usesOf: (things) => usesOf(client, company, things),
    groupItems: () => readGroupItems(client, company),
    determinations: async (version) => {
      const { rows } = await client.query<{ name: string; number: bigint }>(
        'select name, number from determination where company_id = $1 and configuration_version = $2',
        [company, version],
      );
      return new Map(rows.map(({ name, number }) => [name, Number(number)]));
    },
    streamsBehind: (kept, most) => streamsBehind(client, company, kept, most),
    itemHistory: (item) => itemHistory(client, company, item),
    stockOnHand: (items) => readStockOnHand(client, company, items),
    lastPostedOn: async () => {
      const { rows } = await client.query<{ day: BusinessDate | null }>(
        'select max(posted_on) as day from event where company_id = $1',
        [company],
      );
      return rows[0]?.day ?? undefined;
    },
    mappingDrafts: () => readMappingDrafts(client, company),
    costHistories: (question, bounds) => readCostHistories(client, company, question, bounds),
    postedSides: (events) => readPostedSides(client, company, events),
    saidOfSides: (events) => readSaidOfSides(client, company, events),
    owedGoods: (events) => readOwedGoods(client, company, events),
    dayAfterMovements: (touched, movements) =>
      dayAfterMovements(client, company, touched, movements),
    restatements: (pools = ALL_POOLS) => readRestatements(client, company, pools),
    itemsByCode: (codes) => loadItems(client, company, codes),
    counts: countReading(client, company),
    journals: inventoryJournals(client, company),
    exceptions: exceptionReading(client, company),
    review: reviewReading(client, company),
    purchaseOrders: purchaseOrders(client, company),
  };
}

function writingSession(opened: Opened): WritingSession {
  const { client, company } = opened;
  return {
    ...companySession(opened),
    noteRestatements: (rows) => noteRestatements(client, company, rows),
    dropRestatements: (pools, until) => dropRestatements(client, company, pools, until),
    writeBatch: (record) => writeBatch(client, company, record),
    queue: (transactions) => queueTransactions(client, company, transactions),
    takeSteps: (steps) => takeSteps(client, company, steps),
    writeConfiguration: (change, facts, progress) =>
      writeConfiguration({ client, company, change }, facts, progress),
    keepStreams: (streams) => keepStreams(client, company, streams),
    writeItems: (items) => writeItems(client, company, items),
    keepMappingDraft: (draft) => keepMappingDraft(client, company, draft),
    dropMappingDraft: (draft) => dropMappingDraft(client, company, draft),
    glExports: (of) => glExports(client, company, of),
    addGlExport: (batch) => addGlExport(client, company, batch),
    keepCounts: countWriting(client, company),
    keepJournal: (journal) => addInventoryJournal(client, company, journal),
    keepReview: reviewWriting(client, company),
    keepPurchaseOrder: (...order) => addPurchaseOrder(client, company, ...order),
  };
}

async function readHeldUnits(client: ClientBase, company: number): Promise<readonly HeldUnits[]> {
  const { rows } = await client.query<HeldUnits>(
    `select s.item, s.site, s.bucket, s.place, s.account, i.group_number as "group",
            coalesce(i.item_type, '') as "itemType", coalesce(i.financial_group, '') as "financialGroup"
       from stock s join item i on i.company_id = s.company_id and i.code = s.item
      where s.company_id = $1 and s.quantity <> 0
      order by s.item, s.site, s.bucket, s.place`,
    [company],
  );
  return rows;
}

/** Pools on hand with units in them; of the places on the account of a pool the first is told. */
async function readStockOnHand(
  client: ClientBase,
  company: number,
  items: readonly string[] | undefined,
): Promise<readonly StockOnHand[]> {
  type Row = Pick<StockOnHand, 'item' | 'site' | 'account' | 'location'> &
    Record<'quantity' | 'value', bigint>;
  const { rows } = await client.query<Row>(
    `select p.item, p.site, p.account, s.place as location, p.quantity, p.value
       from cost_pool p
      cross join lateral (
            select place from stock s
             where s.company_id = p.company_id and s.item = p.item and s.site = p.site
               and s.bucket = p.bucket and s.account = p.account and s.quantity <> 0
             order by place limit 1) s
      where p.company_id = $1 and p.bucket = 'on-hand' and p.quantity <> 0
        and ($2::text[] is null or p.item = any($2::text[]))
      order by p.number`,
    [company, items === undefined ? null : textsLiteral(items)],
  );
  return rows.map(({ quantity: units, value, ...place }) => ({
    ...place,
    quantity: quantity(units),
    value: money(value),
  }));
}

/** Facts that go into one statement; a change of a large warehouse takes many of them. */
const FACTS_AT_ONCE = 10_000;

async function writeConfiguration(
  {
    client,
    company,
    change: { version, changedAt, changedBy, reason },
  }: {
    readonly client: ClientBase;
    readonly company: number;
    readonly change: ConfigurationChange;
  },
  facts: readonly ConfigurationFact[],
  progress?: (written: number, inAll: number) => void,
): Promise<void> {
  await client.query(
    `insert into configuration_change (company_id, version, changed_at, changed_by, reason)
     values ($1, $2, $3, $4, $5)`,
    [company, version, changedAt, changedBy, reason],
  );
  for (let start = 0; start < facts.length; start += FACTS_AT_ONCE) {
    const portion = facts.slice(start, start + FACTS_AT_ONCE);
    await client.query(
      `insert into configuration_fact (company_id, kind, key, version, content)
       select $1, kind, key, $2, content::json from unnest($3::text[], $4::text[], $5::text[]) r(kind, key, content)`,
      [
        company,
        version,
        wordsLiteral(portion.map(({ kind }) => kind)),
        textsLiteral(portion.map(({ key }) => key)),
        optionalTextsLiteral(
          portion.map(({ content }) => (content === null ? null : JSON.stringify(content))),
        ),
      ],
    );
    progress?.(start + portion.length, facts.length);
  }
  await client.query('update lane set configuration_version = $2 where company_id = $1', [
    company,
    version,
  ]);
}

async function writeItems(
  client: ClientBase,
  company: number,
  items: readonly Item[],
): Promise<void> {
  await client.query(
    `insert into item (company_id, code, name, group_number, item_class, item_type, financial_group, category,
            quantity_decimals, standard_cost, weight, volume, set_costs, sales_tax_type, purchase_tax_type)
     select $1, r.* from unnest($2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[],
            $8::text[], $9::smallint[], $10::numeric[], $11::numeric[], $12::numeric[], $13::json[],
            $14::text[], $15::text[]) r
     on conflict (company_id, code) do update
        set name = excluded.name, group_number = excluded.group_number, item_class = excluded.item_class,
            item_type = excluded.item_type, financial_group = excluded.financial_group,
            category = excluded.category, quantity_decimals = excluded.quantity_decimals,
            standard_cost = excluded.standard_cost, weight = excluded.weight, volume = excluded.volume,
            set_costs = excluded.set_costs, sales_tax_type = excluded.sales_tax_type,
            purchase_tax_type = excluded.purchase_tax_type`,
    [
      company,
      textsLiteral(items.map(({ code }) => code)),
      textsLiteral(items.map(({ name }) => name)),
      numbersLiteral(items.map(({ group }) => group)),
      wordsLiteral(items.map(({ itemClass }) => itemClass)),
      optionalTextsLiteral(items.map(({ itemType }) => itemType ?? null)),
      optionalTextsLiteral(items.map(({ financialGroup }) => financialGroup ?? null)),
      optionalTextsLiteral(items.map(({ category }) => category ?? null)),
      numbersLiteral(items.map(({ quantityDecimals }) => quantityDecimals)),
      optionalTextsLiteral(items.map(({ standardCost }) => standardCost?.toString() ?? null)),
      optionalTextsLiteral(items.map(({ weight }) => weight?.toString() ?? null)),
      optionalTextsLiteral(items.map(({ volume }) => volume?.toString() ?? null)),
      optionalTextsLiteral(items.map(({ setCosts }) => setCostsText(setCosts))),
      optionalTextsLiteral(items.map(({ salesTaxType }) => salesTaxType ?? null)),
      optionalTextsLiteral(items.map(({ purchaseTaxType }) => purchaseTaxType ?? null)),
    ],
  );
}

/** Costs that are set, whole hundred-millionths as texts; null where none is. */
function setCostsText(costs: Item['setCosts']): string | null {
  const texts = mapSetCosts(costs, String);
  return texts === undefined ? null : JSON.stringify(texts);
}
