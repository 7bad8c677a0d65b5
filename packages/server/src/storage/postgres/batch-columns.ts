import { createHash } from 'node:crypto';
import type { BookedPool, BookedStream, Decision, Position, Posting } from 'perpetua-core';
import {
  numbersLiteral,
  optionalTextsLiteral,
  textsLiteral,
  wordsLiteral,
} from './array-literals.ts';

/** The columns of one table, as array literals in the order of its insert. */
export type Columns = readonly string[];

/**
 * The log rows of a batch, table by table, each in the order of its primary key. The seal covers
 * exactly these texts, so that they can be had again from the stored rows.
 */
export type LogColumns = {
  readonly event: Columns;
  readonly movement: Columns;
  readonly posting: Columns;
  readonly eventLink: Columns;
  readonly costUse: Columns;
  readonly determination: Columns;
  /** Absent where a batch was sealed before costs were restated. */
  readonly restated?: Columns;
};

/** Lays the rows of a decision out by column, for one table at a time. */
export const logColumns = {
  event: eventColumns,
  movement: movementColumns,
  posting: postingColumns,
  eventLink: linkColumns,
  costUse: costUseColumns,
  determination: determinationColumns,
  restated: restatedColumns,
} as const satisfies Record<keyof LogColumns, (decision: Decision) => Columns>;

function eventColumns({ events, movements }: Decision): Columns {
  const moved = movementRanges(movements);
  return [
    numbersLiteral(events.map(({ number }) => number)),
    numbersLiteral(events.map(({ entry }) => entry)),
    numbersLiteral(events.map(({ number }) => moved.get(number)?.first ?? 0)),
    numbersLiteral(events.map(({ number }) => moved.get(number)?.count ?? 0)),
    wordsLiteral(events.map(({ postedOn }) => postedOn)),
    wordsLiteral(events.map(({ documentDate }) => documentDate)),
    wordsLiteral(events.map(({ type }) => type)),
    wordsLiteral(events.map(({ entryType }) => entryType)),
    textsLiteral(events.map(({ source }) => source)),
    textsLiteral(events.map(({ key }) => key)),
    textsLiteral(events.map(({ item }) => item)),
    textsLiteral(events.map(({ site }) => site)),
    textsLiteral(events.map(({ document }) => document)),
    textsLiteral(events.map(({ content }) => content)),
    wordsLiteral(events.map(({ happened }) => String(happened))),
  ];
}

type Range = { readonly first: number; readonly count: number };

/** The movements of each event: they are numbered without a gap. */
function movementRanges(movements: Decision['movements']): ReadonlyMap<number, Range> {
  const ranges = new Map<number, { first: number; count: number }>();
  for (const { event, number } of movements) {
    const range = ranges.get(event);
    if (range === undefined) ranges.set(event, { first: number, count: 1 });
    else range.count += 1;
  }
  return ranges;
}

function movementColumns({ movements }: Decision): Columns {
  return [
    numbersLiteral(movements.map(({ number }) => number)),
    numbersLiteral(movements.map(({ event }) => event)),
    numbersLiteral(movements.map(({ pool }) => pool)),
    numbersLiteral(movements.map(({ quantity }) => quantity)),
    numbersLiteral(movements.map(({ value }) => value)),
    numbersLiteral(movements.map(({ quantityAfter }) => quantityAfter)),
    numbersLiteral(movements.map(({ valueAfter }) => valueAfter)),
    wordsLiteral(movements.map(({ postedOn }) => postedOn)),
    wordsLiteral(movements.map(({ type }) => type)),
    textsLiteral(movements.map(({ place }) => place)),
    wordsLiteral(movements.map(({ costed }) => costed)),
    wordsLiteral(movements.map(({ costedOn }) => costedOn)),
    numbersLiteral(movements.map(({ pricedBy }) => pricedBy)),
    numbersLiteral(movements.map(({ about }) => about)),
    numbersLiteral(movements.map(({ familyAt }) => familyAt)),
    numbersLiteral(movements.map(({ familySize }) => familySize)),
  ];
}

function postingColumns({ events, postings }: Decision): Columns {
  const eventOf = new Map(events.map(({ entry, number }) => [entry, number]));
  return [
    numbersLiteral(postings.map(({ entry }) => entry)),
    numbersLiteral(postings.map(({ entry }) => eventOf.get(entry) ?? 0)),
    numbersLiteral(postings.map(({ amount }) => amount)),
    numbersLiteral(postings.map(({ debit }) => debit.determination)),
    numbersLiteral(postings.map(({ credit }) => credit.determination)),
    wordsLiteral(postings.map(({ postedOn }) => postedOn)),
    numbersLiteral(postings.map(({ line }) => line)),
    textsLiteral(postings.map(({ debit }) => debit.account)),
    textsLiteral(postings.map(({ debit }) => debit.center)),
    textsLiteral(postings.map(({ debit }) => debit.site)),
    textsLiteral(postings.map(({ credit }) => credit.account)),
    textsLiteral(postings.map(({ credit }) => credit.center)),
    textsLiteral(postings.map(({ credit }) => credit.site)),
  ];
}

type Link = Decision['links'][number];

/** At most one link of a kind leads from one event to another, so this leaves no two alike. */
function byEventAndTarget(a: Link, b: Link): number {
  return a.event - b.event || a.to - b.to || (a.kind < b.kind ? -1 : 1);
}

function linkColumns(decision: Decision): Columns {
  const links = decision.links.toSorted(byEventAndTarget);
  return [
    numbersLiteral(links.map(({ event }) => event)),
    numbersLiteral(links.map(({ to }) => to)),
    wordsLiteral(links.map(({ kind }) => kind)),
    numbersLiteral(links.map(({ quantity }) => quantity)),
    numbersLiteral(links.map(({ value }) => value)),
  ];
}

type CostUse = Decision['costUses'][number];

const byMovementAndReceipt = (a: CostUse, b: CostUse): number =>
  a.movement - b.movement || a.receipt - b.receipt;

function costUseColumns(decision: Decision): Columns {
  const costUses = decision.costUses.toSorted(byMovementAndReceipt);
  return [
    numbersLiteral(costUses.map(({ movement }) => movement)),
    numbersLiteral(costUses.map(({ receipt }) => receipt)),
    numbersLiteral(costUses.map(({ quantity }) => quantity)),
    numbersLiteral(costUses.map(({ value }) => value)),
  ];
}

function determinationColumns({ determinations }: Decision): Columns {
  return [
    numbersLiteral(determinations.map(({ number }) => number)),
    numbersLiteral(determinations.map(({ determination }) => determination.configurationVersion)),
    textsLiteral(determinations.map(({ determination }) => determination.name)),
    wordsLiteral(determinations.map(({ determination }) => determination.question.type)),
    wordsLiteral(determinations.map(({ determination }) => determination.roleUsed)),
    textsLiteral(determinations.map(({ determination }) => determination.account ?? '')),
    textsLiteral(determinations.map(({ determination }) => JSON.stringify(determination))),
  ];
}

function restatedColumns({ restated }: Decision): Columns {
  const rows = restated.toSorted(byEventPoolAndType);
  return [
    numbersLiteral(rows.map(({ event }) => event)),
    numbersLiteral(rows.map(({ pool }) => pool)),
    wordsLiteral(rows.map(({ costedOn }) => costedOn)),
    textsLiteral(rows.map(({ asType }) => asType)),
    textsLiteral(rows.map(({ movements }) => numbersLiteral(movements))),
    textsLiteral(rows.map(({ corrections }) => numbersLiteral(corrections))),
    textsLiteral(
      rows.map(({ poolAfter }) => (poolAfter === undefined ? '' : jsonOfWholes(poolAfter))),
    ),
  ];
}

type Restated = Decision['restated'][number];

/** An event restates a pool on one day, and there each type once. */
function byEventPoolAndType(a: Restated, b: Restated): number {
  return a.event - b.event || a.pool - b.pool || (a.asType < b.asType ? -1 : 1);
}

/** What a seal says beside the rows themselves. */
export type SealHeader = {
  readonly company: number;
  readonly batch: number;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly configurationVersion: number;
};

/**
 * The seal of a batch: SHA-256 over the seal before it, the header and every row the batch wrote.
 * Changing, adding or removing a row of any batch breaks its seal and all later ones (`I9`).
 */
export function sealOf(previous: Uint8Array, header: SealHeader, columns: LogColumns): Buffer {
  const hash = createHash('sha256').update(previous).update(JSON.stringify(header));
  for (const table of [
    columns.event,
    columns.movement,
    columns.posting,
    columns.eventLink,
    columns.costUse,
    columns.determination,
    columns.restated ?? [],
  ]) {
    for (const column of table) hash.update(column).update('\n');
  }
  return hash.digest();
}

/** Pools as they are after the batch, in the order in which they lie in the table. */
export function poolColumns(pools: Iterable<BookedPool>): Columns {
  const rows = [...pools].sort((a, b) => a.number - b.number);
  return [
    numbersLiteral(rows.map(({ number }) => number)),
    textsLiteral(rows.map(({ address }) => address.item)),
    textsLiteral(rows.map(({ address }) => address.site)),
    wordsLiteral(rows.map(({ address }) => address.bucket)),
    textsLiteral(rows.map(({ address }) => address.account)),
    textsLiteral(rows.map(({ address }) => address.document)),
    numbersLiteral(rows.map(({ pool }) => pool.quantity)),
    numbersLiteral(rows.map(({ pool }) => pool.value)),
    numbersLiteral(rows.map(({ pool }) => pool.known.quantity)),
    numbersLiteral(rows.map(({ pool }) => pool.known.value)),
    optionalTextsLiteral(
      rows.map(({ pool }) => (pool.layers.length === 0 ? null : jsonOfWholes(pool.layers))),
    ),
    numbersLiteral(rows.map(({ lastMovement }) => lastMovement)),
    optionalTextsLiteral(rows.map(({ lastPostedOn }) => lastPostedOn || null)),
  ];
}

/** Pools that late facts touched, each once for a fact, from the earliest day on. */
export function touchedColumns({ touched }: Decision): Columns {
  const earliest = new Map<string, Decision['touched'][number]>();
  for (const one of touched) {
    const key = `${one.pool} ${one.event}`;
    const known = earliest.get(key);
    if (known === undefined || one.from < known.from) earliest.set(key, one);
  }
  const rows = [...earliest.values()];
  return [
    numbersLiteral(rows.map(({ pool }) => pool)),
    wordsLiteral(rows.map(({ from }) => from)),
    numbersLiteral(rows.map(({ event }) => event)),
  ];
}

/** JSON in which whole numbers of any size are texts. */
function jsonOfWholes(content: unknown): string {
  return JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

/** Cost streams as they are after the batch, items together. */
export function streamColumns(streams: Iterable<BookedStream>): Columns {
  const rows = [...streams].sort((a, b) => (a.address.item < b.address.item ? -1 : 1));
  return [
    textsLiteral(rows.map(({ address }) => address.item)),
    textsLiteral(rows.map(({ address }) => address.document)),
    textsLiteral(rows.map(({ address }) => address.site)),
    wordsLiteral(rows.map(({ address }) => address.bucket)),
    wordsLiteral(rows.map(({ address }) => address.stream)),
    numbersLiteral(rows.map(({ pool }) => pool.quantity)),
    numbersLiteral(rows.map(({ pool }) => pool.value)),
    numbersLiteral(rows.map(({ pool }) => pool.known.quantity)),
    numbersLiteral(rows.map(({ pool }) => pool.known.value)),
    optionalTextsLiteral(
      rows.map(({ pool }) => (pool.layers.length === 0 ? null : jsonOfWholes(pool.layers))),
    ),
    numbersLiteral(rows.map(({ lastMovement }) => lastMovement)),
    optionalTextsLiteral(rows.map(({ lastCostedOn }) => lastCostedOn || null)),
  ];
}

/** Costs that sales of the batch showed. */
export const shownColumns = ({ shown }: Decision): Columns => [
  numbersLiteral(shown.map(({ event }) => event)),
  wordsLiteral(shown.map(({ stream }) => stream)),
  numbersLiteral(shown.map(({ value }) => value)),
];

/** Positions as they are after the batch, items together; the name of each carries its address. */
export function positionColumns(positions: ReadonlyMap<string, Position>): Columns {
  const rows = [...positions].sort(byName);
  const addresses = rows.map(([name]) => name.split('\n'));
  return [
    textsLiteral(addresses.map(([item = '']) => item)),
    textsLiteral(addresses.map(([, , , place = '']) => place)),
    textsLiteral(addresses.map(([, site = '']) => site)),
    wordsLiteral(addresses.map(([, , bucket = '']) => bucket)),
    textsLiteral(rows.map(([, { account }]) => account)),
    numbersLiteral(rows.map(([, { quantity }]) => quantity)),
  ];
}

const byName = ([a]: readonly [string, Position], [b]: readonly [string, Position]): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** What the batch adds to each account × center × site × period, folded to one row each. */
export function balanceColumns(postings: readonly Posting[]): Columns {
  type Sum = {
    period: string;
    account: string;
    center: string;
    site: string;
    debit: bigint;
    credit: bigint;
  };
  const sums = new Map<string, Sum>();
  const add = (period: string, side: Posting['debit'], debit: bigint, credit: bigint) => {
    const { account, center, site } = side;
    const name = `${period}\n${account}\n${center}\n${site}`;
    const sum = sums.get(name);
    if (sum === undefined) sums.set(name, { period, account, center, site, debit, credit });
    else {
      sum.debit += debit;
      sum.credit += credit;
    }
  };
  for (const { postedOn, debit, credit, amount } of postings) {
    const period = postedOn.slice(0, 7);
    add(period, debit, amount, 0n);
    add(period, credit, 0n, amount);
  }
  const rows = [...sums.values()];
  return [
    wordsLiteral(rows.map(({ period }) => period)),
    textsLiteral(rows.map(({ account }) => account)),
    textsLiteral(rows.map(({ center }) => center)),
    textsLiteral(rows.map(({ site }) => site)),
    numbersLiteral(rows.map(({ debit }) => debit)),
    numbersLiteral(rows.map(({ credit }) => credit)),
  ];
}
