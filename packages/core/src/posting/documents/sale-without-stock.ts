import { setCost } from '../../costing/item-cost.ts';
import type { Configuration } from '../../determination/configuration.ts';
import { hasOwnAccount } from '../../determination/has-account.ts';
import type { DocumentFacts } from '../../determination/role-substitution.ts';
import { salesStreamOn, valuationStreamOn } from '../../determination/streams-in-force.ts';
import type { Item, ItemClass } from '../../items/item.ts';
import type { BusinessDate } from '../../primitives/business-date.ts';
import { absolute, type Money, money, quantity } from '../../primitives/money.ts';
import type { EarlierEvent } from '../books.ts';
import type { EventDraft } from '../event-draft.ts';
import { absoluteHolding, shareOf } from '../moved.ts';
import { postAmounts } from '../post-amounts.ts';
import { sidedAmount } from '../sided-amount.ts';
import { type LineInHand, partHead, partOfLine, signed } from './document-part.ts';
import { refuseTaken } from './return-for-vendor.ts';

type ClassRow = readonly [
  usual: 'always' | 'while sales show the valuation' | 'in a group that recovers it',
  typed: 'always' | 'in a group that recovers it',
];

/**
 * When what is sold without being stocked has a cost to post: by itself, and where the line types one.
 * A consumable has one as soon as any is set of it (`004.11`, `004.12`). A special item has one while
 * the cost that orders show is the one that values stock, or where it is typed over (`004.18`). The
 * cost of a service is followed where its group says against which account (`000.54`).
 */
// biome-ignore format: a table reads as a table
const COSTS_POSTED: Readonly<Record<Exclude<ItemClass, 'stock'>, ClassRow>> = {
  consumable: ['always',                         'always'],
  special:    ['while sales show the valuation', 'always'],
  service:    ['in a group that recovers it',    'in a group that recovers it'],
};

type Sold = {
  readonly configuration: Configuration;
  readonly item: Item;
  readonly on: BusinessDate;
};

const APPLIES: Readonly<Record<ClassRow[number], (sold: Sold) => boolean>> = {
  always: () => true,
  'while sales show the valuation': ({ configuration, item, on }) =>
    salesStreamOn(configuration, item.group, on) === valuationStreamOn(configuration, on),
  'in a group that recovers it': recovers,
};

/** Whether the group of an item has an account of its own for what its items cost when they are sold. */
function recovers({ configuration, item, on }: Sold): boolean {
  return hasOwnAccount(configuration, 'cost-recovered', item.group, on);
}

/**
 * Drafts the cost of a line that sells what is not stocked, against the account of its group, else
 * against Non-Inventory; below zero units it is an instant rebate, the other way round (`004.34`).
 * Returns whether there is any cost.
 */
export function draftCostWithoutStock(
  draft: EventDraft,
  line: LineInHand,
  sale: EarlierEvent | undefined,
  says: Readonly<Record<string, string>>,
): boolean {
  const { document, cause } = line;
  const { item } = draft;
  const { configuration } = draft.books.desk;
  const sold = { configuration, item, on: document.postedOn };
  const cost = sale === undefined ? costOf(draft, line, sold) : costTakenBack(draft, line, sale);
  warnOfClass(draft, line, sold, cost);
  if (cost === undefined || cost === 0n || !draft.isPosted(['inventory'], document.postedOn))
    return false;
  const facts: DocumentFacts = {
    soldWithoutStock: item.itemClass,
    ...(recovers(sold) ? { recoversCost: true } : {}),
  };
  const part = partOfLine(line, 'sale-without-stock', { amount: undefined });
  const units = quantity(absolute(line.line.quantity));
  const worth = absolute(cost).toString();
  const said = { ...says, units: units.toString(), worth };
  draft.open(partHead(draft, line, part, { says: said }));
  draft.linkTo(cause, 'caused-by');
  const amount = signed(line, cost);
  postAmounts(draft, [
    sidedAmount(draft, part, 'cogs', { amount }),
    sidedAmount(draft, part, 'inventory', { amount: money(-amount), facts }),
  ]);
  if (sale !== undefined) draft.link(sale.event, 'refers-to', units, money(absolute(cost)));
  draft.close();
  return true;
}

/** What the line says it costs, else what its item says in the stream that sales invoices take (`004.32`). */
function costOf(draft: EventDraft, { line }: LineInHand, sold: Sold): Money | undefined {
  const { configuration, item, on } = sold;
  const { itemClass, code, group } = item;
  if (itemClass === 'stock') return undefined;
  const [usual, typed] = COSTS_POSTED[itemClass];
  if (line.cost !== undefined) {
    if (APPLIES[typed](sold)) return line.cost;
    draft.refuse('cost-not-posted', { item: code, class: itemClass, group: `${group}` });
    return undefined;
  }
  if (!APPLIES[usual](sold)) return undefined;
  const stream = salesStreamOn(configuration, group, on);
  return setCost(item, stream, line.quantity, configuration.company.currencyDecimals);
}

/** What comes back of a sale takes its share of what that cost; of one that cost nothing, nothing. */
function costTakenBack(
  draft: EventDraft,
  { line }: LineInHand,
  sale: EarlierEvent,
): Money | undefined {
  const { original = '' } = line;
  const units = quantity(absolute(line.quantity));
  if (sale.event.item !== draft.item.code)
    draft.refuse('original-differs', { original, field: 'item' });
  if (line.cost !== undefined) {
    const because = 'the sale it names says what it cost';
    draft.refuse('field-not-allowed', { type: 'a return', field: 'unitCost', because });
  }
  const { quantity: sold } = absoluteHolding(sale);
  refuseTaken(draft, line, sale, { open: sold - sale.usedQuantity, quantity: units });
  const cost = shareOf(sale, units);
  return cost === undefined || line.quantity > 0n ? cost : money(-cost);
}

/**
 * A consumable belongs into a group with accounts of its own (`004.16`), and a special item is for comments
 * and tax credits alone (`004.19`): anything else is said aloud and posted as it was asked for.
 */
function warnOfClass(
  draft: EventDraft,
  { line: { line, net } }: LineInHand,
  sold: Sold,
  cost: Money | undefined,
): void {
  const { itemClass, code, group } = sold.item;
  const hasCost = cost !== undefined && cost !== 0n;
  if (itemClass === 'consumable' && !recovers(sold))
    draft.warnings.push(
      `line ${line}: consumable ${code} is in group ${group}, which has no account for its cost${hasCost ? ': it goes to Non-Inventory' : ''}`,
    );
  if (itemClass === 'special' && (net !== 0n || hasCost))
    draft.warnings.push(
      `line ${line}: ${code} is a special item, which is for comments and tax credits`,
    );
}
