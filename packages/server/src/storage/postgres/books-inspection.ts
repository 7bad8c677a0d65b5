import {
  type BookedPool,
  type BookedStream,
  namesMeant,
  type Position,
  type PositionAddress,
} from 'perpetua-core';
import type pg from 'pg';
import type { ClientBase } from 'pg';
import type {
  BooksInspection,
  DatedFact,
  InspectionSession,
  LogEnd,
} from '../../application/ports.ts';
import { readLane } from './books-storage.ts';
import { findOffending, listConsistencyChecks } from './consistency-checks.ts';
import { inTransaction } from './in-transaction.ts';
import { itemHistory } from './item-histories.ts';
import { readFacts } from './known-facts.ts';
import {
  readDifferenceParts,
  readStockAccounts,
  readStockAccountsWithin,
} from './ledger-comparison.ts';
import { readLog } from './read-log.ts';
import { batchOf, lastEventBy } from './reading/batches.ts';
import {
  POOL_COLUMNS,
  type PoolRow,
  type PositionRow,
  poolOf,
  positionOf,
} from './stored-pools.ts';
import { STREAM_COLUMNS, type StreamRow, streamOf } from './stored-streams.ts';

/** Rows of the state that are read at a time. */
const PAGE = 10_000;

/** Items whose streams are read at a time. */
const ITEMS = 1_000;

/**
 * Inspection of the books in PostgreSQL: one snapshot per session, in a transaction that can only
 * read. Whole tables are scanned, so the connections are those for reports.
 */
export function booksInspection(pool: pg.Pool): BooksInspection {
  return {
    inspecting: (company, work) =>
      inTransaction(
        pool,
        'begin isolation level repeatable read read only',
        company,
        async (client) => {
          // Sums over the whole history; the memory is given back with the transaction.
          await client.query(`set local work_mem = '64MB'`);
          return work(await inspectionSession(client, company));
        },
      ),
  };
}

async function inspectionSession(client: ClientBase, company: number): Promise<InspectionSession> {
  const lane = await readLane(client, company, '');
  const { counters, batch, configurationVersion } = lane;
  const end: LogEnd = {
    counters,
    batch,
    hash: Buffer.from(lane.hash).toString('hex'),
    configurationVersion,
  };
  return {
    end,
    findings: async function* (most) {
      for (const check of await listConsistencyChecks()) {
        yield await findOffending(client, company, check, most);
      }
    },
    batches: () => readLog(client, company),
    lastUses: () => readLastUses(client, company),
    facts: (version) => readFacts(client, company, { after: 0, version }),
    factsBetween: (after, upTo) => readFactsBetween(client, company, after, upTo),
    pools: () => readPools(client, company),
    streams: () => readStreams(client, company),
    itemHistory: (item) => itemHistory(client, company, item),
    positions: () => readPositions(client, company),
    stockAccounts: (cut) =>
      cut === undefined
        ? readStockAccounts(client, company)
        : readStockAccountsWithin(client, company, cut),
    differenceParts: (places, cut) => readDifferenceParts(client, company, places, cut),
    batchOf: (event) => batchOf(client, company, event),
    lastEventBy: (instant) => lastEventBy(client, company, instant),
  };
}

/** Read from what was sent, not from the links: those are among what a replay compares. */
async function readLastUses(
  client: ClientBase,
  company: number,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ source: string; key: string; last: bigint }>(
    `select source, key, max(number) as last
       from (select source, coalesce(content ->> 'reverses', content ->> 'original') as key, number
               from event where company_id = $1
              union all
             select source, line ->> 'original', number
               from event
              cross join lateral json_array_elements(content -> 'lines') line
              where company_id = $1 and content -> 'lines' is not null
              union all
             select coalesce(content ->> 'clearsSource', source), content ->> 'clears', number
               from event where company_id = $1
              union all
             select coalesce(content ->> 'againstSource', source), content ->> 'against', number
               from event where company_id = $1) named
      where key is not null
      group by 1, 2`,
    [company],
  );
  return new Map(
    rows.flatMap(({ source, key, last }) =>
      namesMeant(source, key).map((name) => [name, Number(last)] as const),
    ),
  );
}

async function readFactsBetween(
  client: ClientBase,
  company: number,
  after: number,
  upTo: number,
): Promise<readonly DatedFact[]> {
  const { rows } = await client.query<DatedFact>(
    `select kind, key, version, content
       from configuration_fact
      where company_id = $1 and version > $2 and version <= $3
      order by version, kind, key`,
    [company, after, upTo],
  );
  return rows;
}

async function* readPools(client: ClientBase, company: number): AsyncGenerator<BookedPool> {
  let after = 0n;
  for (;;) {
    const { rows } = await client.query<PoolRow>(
      `select ${POOL_COLUMNS} from cost_pool p
        where p.company_id = $1 and p.number > $2 order by p.number limit ${PAGE}`,
      [company, after],
    );
    yield* rows.map(poolOf);
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.number ?? after;
  }
}

async function* readStreams(client: ClientBase, company: number): AsyncGenerator<BookedStream> {
  let after = '';
  for (;;) {
    const { rows } = await client.query<StreamRow>(
      `select ${STREAM_COLUMNS} from cost_stream s
        where s.company_id = $1 and s.item in (
              select distinct item from cost_stream where company_id = $1 and item > $2 order by item limit ${ITEMS})
        order by s.item`,
      [company, after],
    );
    yield* rows.map(streamOf);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.item;
  }
}

async function* readPositions(
  client: ClientBase,
  company: number,
): AsyncGenerator<readonly [PositionAddress, Position]> {
  let after: Pick<PositionRow, 'item' | 'place' | 'site'> & { readonly bucket: string | null } = {
    item: '',
    place: '',
    site: '',
    bucket: null,
  };
  for (;;) {
    const { rows } = await client.query<PositionRow>(
      `select item, site, bucket, place, account, quantity from stock
        where company_id = $1
          and ($5::bucket is null or (item, place, site, bucket) > ($2, $3, $4, $5::bucket))
        order by item, place, site, bucket limit ${PAGE}`,
      [company, after.item, after.place, after.site, after.bucket],
    );
    yield* rows.map(positionOf);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last;
  }
}
