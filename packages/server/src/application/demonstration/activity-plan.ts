import { type Quantity, quantity } from 'perpetua-core';
import { type DemonstrationItem, itemsByRank, STOCK_ITEMS } from './items.ts';
import {
  type DemonstrationSite,
  DISTRIBUTION_CENTRE,
  LAB,
  OFFICES,
  type Office,
} from './places.ts';
import { type LineName, PRODUCT_LINES, type ProductLine } from './product-lines.ts';
import type { Vendor } from './vendors.ts';
import { WeightedChoice } from './weighted-choice.ts';

/** When to order for a site, how far up, and how much travels in one delivery. */
export type StockLevel = {
  readonly item: DemonstrationItem;
  readonly site: DemonstrationSite;
  readonly reorderPoint: Quantity;
  readonly target: Quantity;
  readonly lot: Quantity;
};

type VolumeRow = readonly [
  line: LineName,
  offices: bigint,
  lab: bigint,
  direct: bigint,
  breadth: number,
];

/**
 * Units that leave in a year of 100,000 transactions: sold out of the offices' stock, used by the
 * lab, and sold or picked straight from the distribution centre. Breadth says how many of ten
 * items of the line an office keeps.
 */
// biome-ignore format: a table reads as a table
const VOLUMES: readonly VolumeRow[] = [
  // line              offices lab    direct   breadth
  ['frames',           2_100n, 0n,    17_000n, 5],
  ['designer-frames',    700n, 0n,     1_500n, 4],
  ['sunglasses',         620n, 0n,     6_000n, 6],
  ['contact-lenses',  10_500n, 0n,   108_000n, 6],
  ['lenses',              0n,  5_000n, 82_000n, 0],
  ['accessories',     14_500n, 0n,    22_000n, 8],
  ['care',             9_800n, 0n,    47_000n, 8],
  ['instruments',          0n, 0n,       520n, 0],
  ['parts',                0n, 0n,     1_300n, 0],
];

const VOLUMES_ARE_FOR = 100_000n;
const DAYS = 365n;
/** Of a thousand transactions so many are vendor receipts, and sends to offices or the lab. */
const RECEIPTS_PER_MILLE = 60n;
const SENDS_PER_MILLE = 100n;
/** Days of demand kept beyond the time a delivery takes. */
const SAFETY_DAYS = 18n;

/**
 * How busy the company is for a number of transactions: which items are traded at all, how much of
 * each goes where, and from that the levels of stock. Levels grow with the demand, so that the
 * same behaviour fits a thousand transactions and a million.
 */
export class ActivityPlan {
  readonly count: number;
  /** The items of each line that are traded, best sellers most often. */
  readonly choices: ReadonlyMap<LineName, WeightedChoice<DemonstrationItem>>;
  readonly purchaseLevels: readonly StockLevel[];
  readonly #officeLevels: ReadonlyMap<string, readonly StockLevel[]>;
  readonly labLevels: readonly StockLevel[];

  constructor(count: number) {
    this.count = count;
    this.choices = new Map(PRODUCT_LINES.map((line) => [line.name, this.#choiceOf(line)]));
    this.purchaseLevels = this.#purchaseLevels();
    const cycle = this.#sendCycle();
    this.#officeLevels = new Map(
      OFFICES.map((office) => [office.code, this.#levelsAt(office, cycle)]),
    );
    this.labLevels = this.#levelsAtLab(cycle);
  }

  /** What an office keeps in stock, with its levels. */
  officeLevels(office: Office): readonly StockLevel[] {
    return this.#officeLevels.get(office.code) ?? [];
  }

  /** What is bought from a vendor. */
  levelsOf(vendor: Vendor): readonly StockLevel[] {
    return this.purchaseLevels.filter(({ item }) => item.vendor === vendor);
  }

  #choiceOf({ name, size }: ProductLine): WeightedChoice<DemonstrationItem> {
    const tradedItems = Math.min(400, Math.max(24, Math.trunc(this.count / 250)));
    const traded = Math.max(2, Math.trunc((size * tradedItems + 399) / 400));
    return new WeightedChoice(itemsByRank(name).slice(0, traded), ({ weight }) => weight);
  }

  /** An item's share of a yearly volume of its line, in the item's own scale. */
  #share(item: DemonstrationItem, unitsOfLine: bigint): bigint {
    const total = this.choices.get(item.line.name)?.total ?? 1;
    const units = unitsOfLine * BigInt(this.count) * BigInt(item.weight) * item.unit;
    return units / (VOLUMES_ARE_FOR * BigInt(total));
  }

  #purchaseLevels(): readonly StockLevel[] {
    const items = STOCK_ITEMS.filter((item) => this.isTraded(item));
    const receipts = (BigInt(this.count) * RECEIPTS_PER_MILLE) / 1000n;
    const cycle = { share: BigInt(items.length), of: receipts, shortestDays: 7n };
    return items.map((item) => {
      const [, offices, lab, direct] = volumeOf(item.line.name);
      const yearly = this.#share(item, offices + lab + direct);
      const pack = BigInt(item.line.pack) * item.unit;
      const leadDays = BigInt(item.vendor.leadDays) + 7n;
      return levelOf(item, DISTRIBUTION_CENTRE, { yearly, leadDays, pack, cycle });
    });
  }

  /** Whether an item is bought and sold at all at this number of transactions. */
  isTraded(item: DemonstrationItem): boolean {
    return this.choices.get(item.line.name)?.members.includes(item) ?? false;
  }

  #sendCycle(): Cycle {
    const kept = OFFICES.reduce((sum, office) => sum + this.#keptAt(office).length, 0);
    const lenses = this.choices.get('lenses')?.members.length ?? 0;
    const sends = (BigInt(this.count) * SENDS_PER_MILLE) / 1000n;
    return { share: BigInt(kept + lenses), of: sends, shortestDays: 4n };
  }

  #keptAt(office: Office): readonly DemonstrationItem[] {
    return STOCK_ITEMS.filter((item) => isKept(item, office) && this.isTraded(item));
  }

  #levelsAt(office: Office, cycle: Cycle): readonly StockLevel[] {
    const weights = OFFICES.reduce((sum, { weight }) => sum + weight, 0);
    return this.#keptAt(office).map((item) => {
      const [, offices, , , breadth] = volumeOf(item.line.name);
      // Items not kept are asked for as well; what is kept is sold in their place.
      const volume = (offices * BigInt(office.weight) * 10n) / BigInt(weights * breadth);
      const yearly = this.#share(item, volume);
      return levelOf(item, office, { yearly, leadDays: 6n, pack: item.unit, cycle });
    });
  }

  #levelsAtLab(cycle: Cycle): readonly StockLevel[] {
    const items = this.choices.get('lenses')?.members ?? [];
    return items.map((item) => {
      const [, , lab] = volumeOf(item.line.name);
      const yearly = this.#share(item, lab);
      return levelOf(item, LAB, { yearly, leadDays: 5n, pack: 2n * item.unit, cycle });
    });
  }
}

/** So many things share so many deliveries a year; none more often than every few days. */
type Cycle = { readonly share: bigint; readonly of: bigint; readonly shortestDays: bigint };

type Demand = {
  readonly yearly: bigint;
  readonly leadDays: bigint;
  readonly pack: bigint;
  readonly cycle: Cycle;
};

const LONGEST_CYCLE = 240n;

function levelOf(
  item: DemonstrationItem,
  site: DemonstrationSite,
  { yearly, leadDays, pack, cycle }: Demand,
): StockLevel {
  const wanted = (DAYS * cycle.share) / (cycle.of + 1n);
  const days = least(LONGEST_CYCLE, greatest(cycle.shortestDays, wanted));
  const reorderPoint = item.unit + (yearly * (leadDays + SAFETY_DAYS)) / DAYS;
  const order = greatest(item.unit, (yearly * days) / DAYS);
  const lot = greatest(pack, (yearly * cycle.share) / (cycle.of + 1n));
  return {
    item,
    site,
    reorderPoint: quantity(reorderPoint),
    target: quantity(wholePacks(reorderPoint + order, pack)),
    lot: quantity(wholePacks(lot, pack)),
  };
}

/** Up to the next whole pack. */
export const wholePacks = (units: bigint, pack: bigint): bigint =>
  ((units + pack - 1n) / pack) * pack;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function volumeOf(line: LineName): VolumeRow {
  return VOLUMES.find(([name]) => name === line) ?? [line, 0n, 0n, 0n, 0];
}

/** Whether an office keeps an item: the best sellers everywhere, of the rest each its own part. */
export function isKept(item: DemonstrationItem, office: Office): boolean {
  const [, , , , breadth] = volumeOf(item.line.name);
  if (breadth === 0) return false;
  return item.rank < 4 || (item.rank * 3 + office.index * 7) % 10 < breadth;
}
