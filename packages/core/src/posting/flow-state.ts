import type { Bucket } from '../accounts/account-role.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { absolute, type Quantity } from '../primitives/money.ts';
import type { EventDraft } from './event-draft.ts';

/** How units under a document are spoken of: above zero, and below. Stock on hand has no document. */
// biome-ignore format: a table reads as a table
const STATES: Partial<Record<Bucket, readonly [above: string, below: string]>> = {
  'in-transit':     ['in transit to',             'short in transit to'],
  'wip':            ['in WIP at',                 'short in WIP at'],
  'wip-in-transit': ['in transit to',             'short in transit to'],
  'order-clearing': ['delivered and not sold at', 'sold and not delivered at'],
};

const CARRYING = ['wip', 'wip-in-transit', 'in-transit', 'order-clearing'] as const;

/**
 * The state of a document's goods as a sentence: how many units lie in which bucket of which site.
 *
 * Every site is asked for every bucket, so it is for refusals alone (`transactions.md` 2.5).
 */
export function flowStateOf(draft: EventDraft, document: string): string {
  const { sites } = draft.books.desk.configuration;
  const parts = [...sites.keys()].flatMap((site) =>
    CARRYING.flatMap((bucket) => stateText(draft, { site, bucket, document })),
  );
  const { code } = draft.item;
  return parts.length === 0
    ? `Nothing of ${code} is under way for ${document}.`
    : `${document} of ${code} is: ${parts.join(', ')}.`;
}

type Where = { readonly site: string; readonly bucket: Bucket; readonly document: string };

function stateText(draft: EventDraft, { site, bucket, document }: Where): readonly string[] {
  const units = unitsIn(draft, { site, bucket, document });
  const [above, below] = STATES[bucket] ?? ['', ''];
  if (units === 0n) return [];
  const size = formatDecimal(absolute(units), draft.item.quantityDecimals);
  return [`${size} ${units > 0n ? above : below} ${site}`];
}

/** Units of the draft's item under a document in a bucket of a site. */
function unitsIn(draft: EventDraft, { site, bucket, document }: Where): Quantity | 0n {
  const position = { item: draft.item.code, site, bucket, place: document };
  return draft.position(position)?.quantity ?? 0n;
}

/** Whether goods of a document are in a bucket of any site. */
export function isAnywhereIn(draft: EventDraft, bucket: Bucket, document: string): boolean {
  const { sites } = draft.books.desk.configuration;
  return [...sites.keys()].some((site) => unitsIn(draft, { site, bucket, document }) > 0n);
}
