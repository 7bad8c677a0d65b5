import {
  type BookedEvent,
  type Bucket,
  type BusinessDate,
  type CostNode,
  type CostNodeKind,
  type CostSource,
  explainCost,
  formatDecimal,
  ok,
  type PoolAddress,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionType,
} from 'perpetua-core';
import { AskedHistories } from './asked-histories.ts';
import { companyNames } from './company-names.ts';
import type { CostPlace } from './cost-ports.ts';
import { type AskedTransaction, namedTransaction } from './named-transaction.ts';
import type { BooksReading, EventRecord, MovementLine, ReadingSession } from './ports.ts';

/** A transaction as an explanation names it; null where a part comes of none alone. */
export type NamedEvent = {
  readonly event: number;
  readonly source: string;
  readonly key: string;
  readonly type: TransactionType;
  readonly postedOn: BusinessDate;
};

/** A part of a cost, in texts; its parts sum to it to the minor unit. */
export type CostPart = {
  readonly kind: CostNodeKind;
  readonly transaction: NamedEvent | null;
  /** 0 where it comes of no movement alone. */
  readonly movement: number;
  /** Its day in the order of costs; of `stock-before` the first day that is not in it. */
  readonly on: BusinessDate | '';
  /** Where it lies, or of what it is a share; null for no pool. */
  readonly pool: PoolAddress | null;
  /** The whole of which this is the part. */
  readonly of: { readonly quantity: string; readonly value: string };
  readonly value: string;
  /** How many parts `others` stands for. */
  readonly count: number;
  /** Whether there is more below that was not followed. */
  readonly isCut: boolean;
  readonly parts: readonly CostPart[];
};

/** A correction of the value of a movement, and the late facts it is due to. */
type CorrectionText = {
  readonly transaction: NamedEvent | null;
  readonly change: string;
  readonly dueTo: readonly NamedEvent[];
};

/** Why a movement is worth what it is. */
export type MovementCost = {
  readonly movement: number;
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly account: string;
  readonly document: string;
  readonly place: string;
  readonly quantity: string;
  /** How it came by its value. */
  readonly costed: CostSource;
  /** Its day in the order of costs. */
  readonly costedOn: BusinessDate;
  /** What it was posted at, what was corrected of it, and both together. */
  readonly posted: string;
  readonly corrections: readonly CorrectionText[];
  readonly value: string;
  /** What the cost of its units is made of: positive for units that leave. */
  readonly cost: CostPart;
};

export type CostExplanation = NamedEvent & { readonly movements: readonly MovementCost[] };

/** So many movements of a pool are looked at, from the one that is asked for backwards. */
const MOVEMENTS_BACK = 2_000;
/** So many movements of one transaction are explained. */
const MOST_EXPLAINED = 20;

/**
 * Why the movements of a transaction cost what they do: what each was posted at, every correction with
 * the late fact it is due to, and the tree of receipts, landed costs, shares and roundings that sums
 * to its cost. Refuses `not-found` where there is no such transaction or it moved nothing, and
 * `request-malformed`.
 */
export function explainCostOf(
  books: BooksReading,
  company: number,
  asked: AskedTransaction,
): Promise<Result<CostExplanation, Refusal>> {
  return books.reading(company, async (session) => {
    const found = await namedTransaction(session, asked);
    if (!found.ok) return found;
    const record = await session.record(found.value);
    const places = await session.costPlaces(found.value);
    if (places.length === 0) {
      const what = `movement of ${found.value.type} ${found.value.key}`;
      return refused([refusal('not-found', { what })]);
    }
    const telling = await CostTelling.of(session);
    const movements: MovementCost[] = [];
    for (const place of places.slice(0, MOST_EXPLAINED)) {
      const explained = await telling.movement(record, place);
      if (explained !== undefined) movements.push(explained);
    }
    return ok({ ...nameOf(record.event), movements });
  });
}

export const nameOf = ({ number, source, key, type, postedOn }: BookedEvent): NamedEvent => ({
  event: number,
  source,
  key,
  type,
  postedOn,
});

/** Explains movements one by one, with what it read on the way. */
class CostTelling {
  readonly #session: ReadingSession;
  readonly #asked: AskedHistories;
  readonly #decimals: number;
  readonly #events = new Map<number, NamedEvent>();

  private constructor(session: ReadingSession, asked: AskedHistories, decimals: number) {
    this.#session = session;
    this.#asked = asked;
    this.#decimals = decimals;
  }

  static async of(session: ReadingSession): Promise<CostTelling> {
    const asked = await AskedHistories.of(session);
    const { company } = await companyNames(session, session.lane.configurationVersion);
    return new CostTelling(session, asked, company.currencyDecimals);
  }

  async movement(record: EventRecord, place: CostPlace): Promise<MovementCost | undefined> {
    const line = record.movements.find(({ number }) => number === place.movement);
    const tree = line && (await this.#treeOf(place));
    if (line === undefined || tree === undefined) return undefined;
    const corrections = await this.#correctionsOf(place);
    await this.#learnEvents(eventsIn(tree));
    return {
      ...this.#lineText(line, place),
      corrections: corrections.texts,
      value: this.#amount(line.value + corrections.sum),
      cost: this.#part(tree, line.item),
    };
  }

  #lineText(line: MovementLine, { costed, on }: CostPlace) {
    const { number, item, site, bucket, account, document, place } = line;
    const where = { item, site, bucket, account, document, place };
    const quantity = this.#units(line.quantity, item);
    return {
      movement: number,
      ...where,
      quantity,
      costed,
      costedOn: on,
      posted: this.#amount(line.value),
    };
  }

  #treeOf({ movement, pool, on }: CostPlace): Promise<CostNode | undefined> {
    const { desk, itemOf } = this.#asked;
    return this.#asked.answer(explainCost(desk, itemOf, { movement, pool, on }), MOVEMENTS_BACK);
  }

  async #correctionsOf(place: CostPlace) {
    const steps = await this.#session.correctionsOf(place);
    const corrections = steps.map(({ event }) => event);
    const links = await this.#session.lateFactsOf(corrections);
    await this.#learnEvents([...corrections, ...links.map(({ fact }) => fact)]);
    const texts = steps.map(({ event, change }) => ({
      transaction: this.#events.get(event) ?? null,
      change: this.#amount(change),
      dueTo: links
        .filter(({ correction }) => correction === event)
        .flatMap(({ fact }) => this.#events.get(fact) ?? []),
    }));
    return { texts, sum: steps.reduce((sum, { change }) => sum + change, 0n) };
  }

  async #learnEvents(numbers: readonly number[]): Promise<void> {
    const missing = [...new Set(numbers)].filter(
      (number) => number !== 0 && !this.#events.has(number),
    );
    for (const event of await this.#session.eventsNumbered(missing))
      this.#events.set(event.number, nameOf(event));
  }

  #part(node: CostNode, item: string): CostPart {
    const pool = this.#asked.pools.get(node.pool) ?? null;
    const own = pool?.item ?? item;
    return {
      kind: node.kind,
      transaction: this.#events.get(node.event) ?? null,
      movement: node.movement,
      on: node.on,
      pool,
      of: { quantity: this.#units(node.of.quantity, own), value: this.#amount(node.of.value) },
      value: this.#amount(node.value),
      count: node.count,
      isCut: node.isCut,
      parts: node.children.map((child) => this.#part(child, own)),
    };
  }

  #units(quantity: bigint, item: string): string {
    return formatDecimal(quantity, this.#asked.items.get(item)?.quantityDecimals ?? 0);
  }

  #amount(value: bigint): string {
    return formatDecimal(value, this.#decimals);
  }
}

const eventsIn = ({ event, children }: CostNode): readonly number[] => [
  event,
  ...children.flatMap(eventsIn),
];
