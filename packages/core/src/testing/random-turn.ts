import type { TransactionType } from '../transactions/posting-rules.ts';
import type { TransactionInput, TransactionLine } from '../transactions/transaction.ts';

/**
 * One turn of a random story as plain small numbers. Every number means something whatever it is,
 * so that a story can be shortened anywhere and still be a story.
 */
export type Turn = {
  readonly item: number;
  readonly site: number;
  readonly other: number;
  readonly spot: number;
  readonly quantity: number;
  readonly cents: number;
  /** Which of the earlier transactions that fit is meant, counted from the latest. */
  readonly past: number;
  readonly day: number;
};

export const ITEMS = ['F1', 'A1', 'K1'] as const;
export const SITES = ['O1', 'DC', 'L'] as const;
export const SPOTS = ['', 'A-01', 'CONS'] as const;
const ORDERS = ['ORD-1', 'ORD-2', 'ORD-3'] as const;
const REASONS = ['Found', 'Damage', 'LOST', 'COUNT'] as const;

export type Story = readonly TransactionInput[];
export type Fields = Partial<TransactionInput>;
export type Told = (turn: Turn, story: Story) => Fields | readonly Fields[];

export const pick = <Value>(values: readonly Value[], number: number): Value | undefined =>
  values[number % values.length];

export const itemOf = ({ item }: Turn): string => pick(ITEMS, item) ?? ITEMS[0];
export const siteOf = (number: number): string => pick(SITES, number) ?? SITES[0];
export const orderOf = ({ other }: Turn): string => pick(ORDERS, other) ?? ORDERS[0];
export const reasonOf = ({ other }: Turn): string => pick(REASONS, other) ?? REASONS[0];

/** Whole units; kilograms of resin come in eighths. */
export function quantityOf(item: string, units: number): string {
  if (item !== 'K1') return String(units);
  const thousandths = String(units * 125).padStart(4, '0');
  return `${thousandths.slice(0, -3)}.${thousandths.slice(-3)}`;
}

export const costOf = ({ cents }: Turn): string =>
  `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

const dayOf = (month: number, day: number): string =>
  `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

export const dateOf = ({ day }: Turn): string => dayOf((day % 12) + 1, (day % 28) + 1);

/** The days on which stories happen, the first first: all months have 28. */
export const DAYS_OF_2026: readonly string[] = Array.from({ length: 12 * 28 }, (_, index) =>
  dayOf(Math.trunc(index / 28) + 1, (index % 28) + 1),
);

/** An earlier transaction of one of these types, the latest first. */
export function earlierOf({ past }: Turn, story: Story, types: readonly TransactionType[]) {
  const wanted: readonly string[] = types;
  return pick(
    story
      .filter(({ type, reverses }) => reverses === undefined && wanted.includes(type))
      .toReversed(),
    past,
  );
}

/** Item, quantity and place of a turn that refers to nothing. */
export function plain(turn: Turn, sign = ''): Fields {
  const site = siteOf(turn.site);
  const location = site === 'DC' ? (pick(SPOTS, turn.spot) ?? '') : '';
  const item = itemOf(turn);
  const fields = { item, site, quantity: `${sign}${quantityOf(item, turn.quantity)}` };
  return location === '' ? fields : { ...fields, location };
}

/** A shelf of the distribution centre with goods of others. */
const OTHERS = 'OTHERS';

/** Goods at the shelf of others; now and then somewhere else. */
export const ofOthers = (turn: Turn): Fields => ({
  ...plain({ ...turn, site: 1 }),
  location: turn.day % 24 === 0 ? 'A-01' : OTHERS,
});

/** A few units of one item and lines about the others, as a document that makes one of the other. */
export function converted(turn: Turn, lines: readonly TransactionLine[]): Fields {
  const fields = plain({ ...turn, quantity: (turn.quantity % 3) + 1 });
  return { ...fields, lines };
}

/** Goods on a line: of the next item or the one after it, mostly at a place of the same site. */
export function lineOf(turn: Turn, step: number, share?: string): TransactionLine {
  const item = itemOf({ ...turn, item: turn.item + step });
  const told = share === undefined ? {} : { share };
  const line = { item, quantity: quantityOf(item, ((turn.quantity + step) % 4) + 1), ...told };
  if (siteOf(turn.site) !== 'DC') return line;
  const location = turn.day % 24 === 0 ? OTHERS : (pick(SPOTS, turn.spot + step) ?? '');
  return location === '' ? line : { ...line, location };
}

/** Now and then the work costs something, on an account of its own or the usual one. */
export const workOf = (turn: Turn): readonly TransactionLine[] => {
  if (turn.other % 3 !== 0) return [];
  return [{ amount: costOf(turn), ...(turn.past % 2 === 0 ? { account: '5801' } : {}) }];
};

/** A few units on one of the orders; an order is for one item, mostly the office's. */
export function ordered(turn: Turn, sign = ''): Fields {
  const item = itemOf({ ...turn, item: turn.other % ORDERS.length });
  const site = siteOf(turn.spot === 2 ? turn.site : 0);
  const quantity = `${sign}${quantityOf(item, (turn.quantity % 3) + 1)}`;
  return { item, site, quantity, document: orderOf(turn) };
}

export const priced = (turn: Turn): Fields =>
  turn.other % 3 === 0 ? { amount: costOf(turn) } : { unitCost: costOf(turn) };

export const sometimes = (turn: Turn, fields: Fields): Fields =>
  turn.other % 2 === 0 ? fields : {};

/** What is told when there is nothing yet to go on with. */
export const instead = (turn: Turn): Fields => ({
  ...plain(turn),
  ...priced(turn),
  type: 'receive-from-vendor',
});
