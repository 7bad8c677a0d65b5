import {
  formatDecimal,
  type Quantity,
  type TransactionInput,
  type TransactionType,
} from 'perpetua-core';
import { ActivityPlan } from './activity-plan.ts';
import { Agenda, type Step } from './agenda.ts';
import { CALENDAR, type CalendarDay, shopDayFrom, warehouseDayFrom } from './calendar.ts';
import type { DemonstrationItem } from './items.ts';
import { type DemonstrationSite, DISTRIBUTION_CENTRE } from './places.ts';
import { RandomSource } from './random-source.ts';
import { StockPicture } from './stock-picture.ts';

/** What a part of the business says of a transaction; key and date are added when it is sent. */
export type Wording = Omit<TransactionInput, 'key' | 'type' | 'postedOn'> & {
  readonly type: TransactionType;
  /** A day before today, for what is recorded late. */
  readonly postedOn?: string;
};

/** Item, place and quantity as a transaction names them. */
export type Goods = Pick<TransactionInput, 'item' | 'site' | 'location'> & {
  readonly quantity: string;
};

/** The company at work on a day: what all parts of its business share. */
export class Business {
  readonly plan: ActivityPlan;
  readonly random: RandomSource;
  readonly stock = new StockPicture();
  readonly #agenda = new Agenda();
  readonly #numbers = new Map<string, number>();
  #today: CalendarDay;
  #outgoing: TransactionInput[] = [];

  constructor(count: number, seed: number, today: CalendarDay) {
    this.plan = new ActivityPlan(count);
    this.random = new RandomSource(seed);
    this.#today = today;
  }

  get today(): CalendarDay {
    return this.#today;
  }

  /** Goes on to a day. */
  begin(day: CalendarDay): void {
    this.#today = day;
  }

  /** The steps that are due today and were not yet taken. */
  due(): Iterable<Step> {
    return this.#agenda.take(this.#today.index);
  }

  /** Puts a step on the first day the shops are open, `days` from today or later. */
  laterInShop(days: number, step: Step): void {
    this.#agenda.put(shopDayFrom(this.#today.index + days), step);
  }

  /** Puts a step on the first day the warehouse works, `days` from today or later. */
  laterInWarehouse(days: number, step: Step): void {
    this.#agenda.put(warehouseDayFrom(this.#today.index + days), step);
  }

  /**
   * Sends a transaction.
   *
   * @param series where it is recorded, such as `pos:O3`; transactions are numbered within it
   * @returns its key
   */
  send(series: string, wording: Wording): string {
    const key = `${series}:${this.numberIn(series)}`;
    this.#outgoing.push({ key, postedOn: this.#today.date, ...wording });
    return key;
  }

  /** The next number of a series, six digits or more. */
  numberIn(series: string): string {
    const number = (this.#numbers.get(series) ?? 0) + 1;
    this.#numbers.set(series, number);
    return String(number).padStart(6, '0');
  }

  /** What was sent since the last time this was asked. */
  outgoing(): readonly TransactionInput[] {
    const sent = this.#outgoing;
    if (sent.length > 0) this.#outgoing = [];
    return sent;
  }

  /** The date of the business day `days` ago, or of the last one before it; never of 1 January. */
  dateBefore(days: number): string {
    let index = this.#today.index - days;
    while (index > 1 && CALENDAR[index]?.shopsOpen !== true) index -= 1;
    return CALENDAR[Math.max(1, index)]?.date ?? this.#today.date;
  }
}

/** The words for a quantity of an item at a site; the distribution centre names the shelf. */
export function goods(item: DemonstrationItem, site: DemonstrationSite, units: Quantity): Goods {
  const named = { item: item.code, site: site.code, quantity: quantityText(item, units) };
  return site === DISTRIBUTION_CENTRE ? { ...named, location: item.shelf } : named;
}

/** A quantity in the item's own decimals. */
export const quantityText = (item: DemonstrationItem, units: bigint): string =>
  formatDecimal(units, item.quantityDecimals);
