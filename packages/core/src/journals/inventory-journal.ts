import { NO_LOCATION } from '../items/place.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { keysOf } from '../primitives/keys.ts';
import type { Quantity } from '../primitives/money.ts';
import { ok, type Result, refused } from '../primitives/result.ts';
import { JOURNAL_TYPES, type TransactionType } from '../transactions/posting-rules.ts';
import { type Refusal, refusal } from '../transactions/refusals.ts';
import type { TransactionInput } from '../transactions/transaction.ts';

/**
 * Which way the units of a line go: `in`, `out`, `either` by their sign, or `out and back`: taken out
 * at what they cost and put back at what they should.
 */
type Direction = 'in' | 'out' | 'either' | 'out and back';

type Row = readonly [type: TransactionType, direction: Direction, meaning: string];

/** What inventory journals are for, and what their lines are posted as (`000.62`). */
// biome-ignore format: a table reads as a table
export const JOURNAL_PURPOSES = {
  // purpose             posted as                 units          meaning
  'opening':            [JOURNAL_TYPES.opening,    'in',          'Stock that is there when the books begin, at its cost, against opening balances.'],
  'write-off':          [JOURNAL_TYPES.adjustment, 'out',         'Stock that is gone or worth nothing, at what it costs, against the account of its reason.'],
  'adjustment':         [JOURNAL_TYPES.adjustment, 'either',      'More or less than recorded for a reason; more may come at a cost of its own.'],
  'average-correction': [JOURNAL_TYPES.adjustment, 'out and back', 'All units of an item are taken out at their average and put back at the right cost; the difference is on the adjustment account.'],
} as const satisfies Record<string, Row>;

export type JournalPurpose = keyof typeof JOURNAL_PURPOSES;

/** The purposes in the order of the table. */
export const journalPurposes = (): readonly JournalPurpose[] => keysOf(JOURNAL_PURPOSES);

/** An inventory journal: what all its lines have in common. */
export type InventoryJournalHead = {
  /** Names the journal for ever. */
  readonly name: string;
  readonly purpose: JournalPurpose;
  readonly postedOn: string;
  /** Where a line lies that names no site of its own; likewise the reason and the account. */
  readonly site?: string | undefined;
  readonly reason?: string | undefined;
  readonly account?: string | undefined;
  readonly reference?: string | undefined;
};

/** A line as it is sent: texts only. */
export type InventoryJournalLine = {
  readonly item: string;
  readonly site?: string | undefined;
  readonly location?: string | undefined;
  /** Units; of an average correction those to be taken out, without it all that are on hand. */
  readonly quantity?: string | undefined;
  readonly unitCost?: string | undefined;
  readonly amount?: string | undefined;
  readonly reason?: string | undefined;
  /** Another account than that of the reason (`000.48`). */
  readonly account?: string | undefined;
  readonly reference?: string | undefined;
};

/** Units of an item at a place of a site, the account they are on, and when that pool last moved. */
export type UnitsAtPlace = {
  readonly location: string;
  readonly account: string;
  readonly quantity: Quantity;
  readonly lastPostedOn: string;
};

/** Of the item of a line: its decimals, and what is on hand at the site, for purposes that ask. */
export type JournalStock = {
  readonly quantityDecimals: number;
  readonly held: readonly UnitsAtPlace[];
};

/**
 * The transactions a line of a journal is posted as, in their order. Whether they can be posted is
 * for the books to say. Refused is what a journal cannot be made of: a write-off below zero, an
 * average of no stock (`average-without-stock`), or of stock that moved on a later day
 * (`moved-since`): what lay there on the day of the journal could not be taken out whole.
 *
 * @param number of the line, from 1 on; it is part of the keys
 */
export function journalTransactions(
  head: InventoryJournalHead,
  line: InventoryJournalLine,
  number: number,
  stock: JournalStock,
): Result<readonly TransactionInput[], Refusal> {
  const [type, direction] = JOURNAL_PURPOSES[head.purpose];
  const common = commonOf(head, line);
  const key = `journal ${head.name} line ${number}`;
  if (direction === 'out and back') return outAndBack({ ...common, key, type }, line, stock);
  const { quantity, unitCost, amount } = line;
  const isBelow = quantity?.startsWith('-') === true;
  if (direction === 'out' && isBelow)
    return refused([refusal('quantity-negative', { type: head.purpose })]);
  const costs = given({ unitCost, amount });
  if (quantity === undefined) return ok([{ ...common, key, type, ...costs }]);
  const units = direction === 'out' ? `-${quantity}` : quantity;
  return ok([{ ...common, key, type, quantity: units, ...costs }]);
}

type Common = Pick<TransactionInput, 'postedOn' | 'item' | 'site'> & Partial<TransactionInput>;

function commonOf(head: InventoryJournalHead, line: InventoryJournalLine): Common {
  const { postedOn, name } = head;
  const [type] = JOURNAL_PURPOSES[head.purpose];
  const takesReason = type === JOURNAL_TYPES.adjustment;
  return {
    postedOn,
    item: line.item,
    site: line.site ?? head.site ?? '',
    ...given({
      location: line.location,
      // What takes no reason is not given the one of the head; one on the line is for the books to refuse.
      reason: line.reason ?? (takesReason ? head.reason : undefined),
      account: line.account ?? (takesReason ? head.account : undefined),
      reference: line.reference ?? head.reference ?? `inventory journal ${name}`,
    }),
  };
}

/** The fields that are there, and not empty. */
function given<Name extends string>(
  fields: Readonly<Record<Name, string | undefined>>,
): { readonly [name in Name]?: string } {
  const filled: { [name in Name]?: string } = {};
  for (const name of keysOf(fields)) {
    const text = fields[name];
    if (text !== undefined && text !== '') filled[name] = text;
  }
  return filled;
}

type KeyedCommon = Common & { readonly key: string; readonly type: string };

/** Takes units out of every place they lie at, and then puts them back there at another cost. */
function outAndBack(
  common: KeyedCommon,
  line: InventoryJournalLine,
  stock: JournalStock,
): Result<readonly TransactionInput[], Refusal> {
  const { key } = common;
  const { quantity, unitCost } = line;
  if (unitCost === undefined)
    return refused([refusal('cost-missing', { type: 'average-correction' })]);
  if (quantity !== undefined) {
    return ok([
      { ...common, key: `${key} out`, quantity: `-${quantity}` },
      { ...common, key: `${key} back`, quantity, unitCost },
    ]);
  }
  const places = placesOf(stock, line);
  const faults = faultsOf(common, places, stock);
  if (faults.length > 0) return refused(faults);
  const decimals = stock.quantityDecimals;
  const outs = places.map((one) => moved(common, 'out', one, decimals));
  const backs = places.toReversed().map((one) => {
    const back = moved(common, 'back', one, decimals);
    return one.quantity > 0n ? { ...back, unitCost } : back;
  });
  return ok([...outs, ...backs]);
}

/**
 * The places whose units share the average: all of the site, or those on one account with the
 * location that is named. Places below zero are filled first and emptied last, so that the item
 * never is below zero on the way.
 */
function placesOf(
  { held }: JournalStock,
  { location }: InventoryJournalLine,
): readonly UnitsAtPlace[] {
  const account = held.find((one) => one.location === location)?.account;
  const places = location === undefined ? held : held.filter((one) => one.account === account);
  return [
    ...places.filter(({ quantity }) => quantity < 0n),
    ...places.filter(({ quantity }) => quantity > 0n),
  ];
}

function faultsOf(
  { item, site, location, postedOn }: Common,
  places: readonly UnitsAtPlace[],
  { quantityDecimals }: JournalStock,
): readonly Refusal[] {
  const inAll = places.reduce((sum, { quantity }) => sum + quantity, 0n);
  if (inAll <= 0n) {
    const place = location === undefined ? site : `${site}/${location}`;
    const held = formatDecimal(inAll, quantityDecimals);
    return [refusal('average-without-stock', { item, place, held })];
  }
  if (places.every(({ lastPostedOn }) => lastPostedOn <= postedOn)) return [];
  return [refusal('moved-since', { item, site, postedOn })];
}

function moved(
  { key, location: _, ...common }: KeyedCommon,
  step: 'out' | 'back',
  { location, quantity }: UnitsAtPlace,
  decimals: number,
): TransactionInput {
  const isPlaced = location !== NO_LOCATION;
  return {
    ...common,
    ...(isPlaced ? { location } : {}),
    key: `${key} ${step}${isPlaced ? ` at ${location}` : ''}`,
    quantity: formatDecimal(step === 'out' ? -quantity : quantity, decimals),
  };
}
