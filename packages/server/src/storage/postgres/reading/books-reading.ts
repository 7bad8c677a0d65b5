import type pg from 'pg';
import type { ClientBase } from 'pg';
import type { Lane } from '../../../application/ports.ts';
import type { BooksReading, ReadingSession } from '../../../application/reading/ports.ts';
import { readCostHistories } from '../cost-histories.ts';
import { exceptionReading } from '../exceptions.ts';
import { glExports } from '../gl-exports.ts';
import { itemHistory } from '../item-histories.ts';
import {
  accountsOfRoles,
  balances,
  ledgerTotals,
  periodBalances,
  roleTotals,
} from './account-balances.ts';
import { accountLines, accountSums } from './account-lines.ts';
import { batchOf, lastEventBy } from './batches.ts';
import { configurationChanges } from './configuration-changes.ts';
import { effectEvents, effectOnAccounts, effectOnPools, repriced } from './cost-effects.ts';
import {
  correctionsOf,
  costPlaces,
  daysBack,
  eventsNumbered,
  lateFactsOf,
} from './cost-explanations.ts';
import { determinations } from './determinations.ts';
import { documentParts } from './documents.ts';
import {
  entryTotals,
  eventNumbered,
  eventOfEntry,
  events,
  eventsWithKey,
  postingsOf,
  recordOf,
} from './events.ts';
import { expectedGoods } from './expected-receipts.ts';
import { daySums, exportedDays, exportedEntries } from './exported-postings.ts';
import { factsOf, itemCount, itemsOf } from './facts.ts';
import { costedItems } from './item-streams.ts';
import { LastDays } from './last-day.ts';
import { logFigures } from './log-figures.ts';
import { openManualReceipts } from './manual-receipts.ts';
import { movedBy, movementSums, movements, movementTotals, poolsBefore } from './movements.ts';
import { goodsOwed, partyBalances } from './owed.ts';
import { negativePools, openTransits, poolTotals, unpostedTotals } from './pool-figures.ts';
import { holdings, placesOf } from './pool-holdings.ts';
import { queuedCount } from './queued.ts';
import { landedCosts, receipts } from './receipts.ts';
import { inSnapshot, laneInSnapshot } from './snapshot.ts';
import { stockMonths } from './stock-months.ts';
import { positions } from './stock-positions.ts';

/** The read side of the books in PostgreSQL, over the same connections as the write side. */
export function booksReading(pool: pg.Pool): BooksReading {
  const lastDays = new LastDays();
  return {
    reading: (company, work) =>
      inSnapshot(pool, company, async (client) =>
        work(readingSession(client, company, await laneInSnapshot(client, company), lastDays)),
      ),
  };
}

function readingSession(
  client: ClientBase,
  company: number,
  lane: Lane,
  lastDays: LastDays,
): ReadingSession {
  return {
    lane,
    lastDay: (event) => lastDays.upTo(client, company, lane, event),
    ...configurationReading(client, company),
    ...logReading(client, company),
    ...accountReading(client, company),
    ...costReading(client, company),
    ...exportReading(client, company),
    holdings: (filter, cut) => holdings(client, company, filter, cut),
    placesOf: (filter, cut) => placesOf(client, company, filter, cut),
    positions: (filter, page) => positions(client, company, filter, page),
    unpostedTotals: () => unpostedTotals(client, company),
    stockMonths: (upTo) => stockMonths(client, company, upTo),
    poolTotals: () => poolTotals(client, company),
    logFigures: (after) => logFigures(client, company, after),
    openTransits: () => openTransits(client, company),
    negativePools: (limit) => negativePools(client, company, limit),
    openManualReceipts: (most) => openManualReceipts(client, company, most),
    receipts: (papers, most) => receipts(client, company, papers, most),
    landedCosts: (document) => landedCosts(client, company, document),
    expectedGoods: (filter) => expectedGoods(client, company, filter),
    queuedCount: () => queuedCount(client, company),
    exceptions: exceptionReading(client, company),
  };
}

function configurationReading(client: ClientBase, company: number) {
  return {
    facts: (version, kinds) => factsOf(client, company, version, kinds),
    items: (codes, version) => itemsOf(client, company, codes, version),
    itemCount: () => itemCount(client, company),
    costedItems: (filter, page) => costedItems(client, company, filter, page),
    itemHistory: (item) => itemHistory(client, company, item),
    configurationChanges: (filter, page) => configurationChanges(client, company, filter, page),
    batchOf: (event) => batchOf(client, company, event),
    lastEventBy: (instant) => lastEventBy(client, company, instant),
  } satisfies Partial<ReadingSession>;
}

function logReading(client: ClientBase, company: number) {
  return {
    movements: (filter, page) => movements(client, company, filter, page),
    movementSums: (filter) => movementSums(client, company, filter),
    poolsBefore: (place, movement) => poolsBefore(client, company, place, movement),
    movementTotals: (filter) => movementTotals(client, company, filter),
    events: (filter, page) => events(client, company, filter, page),
    eventNumbered: (number) => eventNumbered(client, company, number),
    eventOfEntry: (entry) => eventOfEntry(client, company, entry),
    eventsWithKey: (key, source) => eventsWithKey(client, company, key, source),
    record: (event) => recordOf(client, company, event),
    movedBy: (lines) => movedBy(client, company, lines),
    documentParts: (document) => documentParts(client, company, document),
    goodsOwed: (cut) => goodsOwed(client, company, cut),
    partyBalances: (kind, cut) => partyBalances(client, company, kind, cut),
    postingsOf: (lines) => postingsOf(client, company, lines),
    entryTotals: (filter) => entryTotals(client, company, filter),
    determinations: (numbers) => determinations(client, company, numbers),
  } satisfies Partial<ReadingSession>;
}

function accountReading(client: ClientBase, company: number) {
  return {
    balances: (stretch, part) => balances(client, company, stretch, part),
    periodBalances: (periods, part) => periodBalances(client, company, periods, part),
    accountLines: (filter, page) => accountLines(client, company, filter, page),
    accountSums: (filter, upTo) => accountSums(client, company, filter, upTo),
    ledgerTotals: (accounts) => ledgerTotals(client, company, accounts),
    roleTotals: (accounts) => roleTotals(client, company, accounts),
    accountsOfRoles: (roles) => accountsOfRoles(client, company, roles),
  } satisfies Partial<ReadingSession>;
}

function costReading(client: ClientBase, company: number) {
  return {
    costPlaces: (event) => costPlaces(client, company, event),
    costHistories: (question, bounds) => readCostHistories(client, company, question, bounds),
    daysBack: (asked) => daysBack(client, company, asked),
    correctionsOf: (place) => correctionsOf(client, company, place),
    eventsNumbered: (numbers) => eventsNumbered(client, company, numbers),
    lateFactsOf: (corrections) => lateFactsOf(client, company, corrections),
    effectEvents: (event) => effectEvents(client, company, event),
    effectOnPools: (events) => effectOnPools(client, company, events),
    effectOnAccounts: (events) => effectOnAccounts(client, company, events),
    repriced: (corrections, page) => repriced(client, company, corrections, page),
  } satisfies Partial<ReadingSession>;
}

function exportReading(client: ClientBase, company: number) {
  return {
    glExports: (of) => glExports(client, company, of),
    exportedEntries: (window) => exportedEntries(client, company, window),
    exportedDays: (window) => exportedDays(client, company, window),
    daySums: (window, day) => daySums(client, company, window, day),
  } satisfies Partial<ReadingSession>;
}
