import { absolute, CLEARING_TYPES, formatDecimal, type TransactionInput } from 'perpetua-core';
import type { PlannedStep } from './plan-action.ts';
import { REVIEW_SOURCE, type ReviewLine } from './review-line.ts';
import type { Step } from './suggest.ts';

/** What the transactions of an action have in common. */
type ActionHead = {
  readonly key: string;
  readonly postedOn: string;
  readonly reason?: string | undefined;
  readonly currencyDecimals: number;
};

/**
 * What the steps of an action are posted as, in their order. Each is tied to the line it clears, and its
 * key is made of the action's, so that the same action is posted once.
 */
export function transactionsOf(
  head: ActionHead,
  steps: readonly PlannedStep[],
): readonly TransactionInput[] {
  return steps.flatMap(({ line, step }, index) =>
    step === undefined ? [] : inputsOf(fieldsOf(head, line, index + 1), step),
  );
}

/** The fields that the transactions of one step have in common. */
type Fields = {
  /** Of any of them. */
  readonly common: Omit<TransactionInput, 'type'> & { readonly source: string };
  /** Of one that clears the line. */
  readonly clearing: Omit<TransactionInput, 'type'>;
  readonly party: Pick<TransactionInput, 'party'>;
  readonly text: (amount: bigint) => string;
};

function fieldsOf(
  { key, postedOn, reason = '', currencyDecimals }: ActionHead,
  { event, site, party }: ReviewLine,
  number: number,
): Fields {
  const common = {
    key: `${key}:${number}`,
    source: REVIEW_SOURCE,
    postedOn,
    item: event.item,
    site,
    ...(reason === '' ? {} : { reference: reason }),
  };
  return {
    common,
    clearing: { ...common, clears: event.key, clearsSource: event.source },
    party: party === '' ? {} : { party },
    text: (amount) => formatDecimal(amount, currencyDecimals),
  };
}

function inputsOf(fields: Fields, step: Step): readonly TransactionInput[] {
  if (step.kind === 'match') return [match(fields, step)];
  if (step.kind === 'link-receipt') return [link(fields, step)];
  if (step.kind === 'reallocate') return [reallocation(fields, step)];
  if (step.kind === 'late-cost') return [addedCost(fields, step), reallocation(fields, step)];
  return goodsWithLink(fields, step);
}

type Of<Kind extends Step['kind']> = Extract<Step, { readonly kind: Kind }>;

const reallocation = (
  { clearing, text }: Fields,
  { account, amount }: Of<'reallocate' | 'late-cost'>,
): TransactionInput => ({
  ...clearing,
  type: CLEARING_TYPES.reallocation,
  account,
  amount: text(amount),
});

const match = ({ clearing, text }: Fields, { amount, against }: Of<'match'>): TransactionInput => ({
  ...clearing,
  type: CLEARING_TYPES.match,
  against: against.event.key,
  againstSource: against.event.source,
  amount: text(amount),
});

const link = (
  { clearing, text }: Fields,
  { receipt: { event, quantityDecimals }, quantity, amount }: Of<'link-receipt'>,
): TransactionInput => ({
  ...clearing,
  type: CLEARING_TYPES.receiptLink,
  item: event.item,
  site: event.site,
  against: event.key,
  againstSource: event.source,
  quantity: formatDecimal(quantity, quantityDecimals),
  amount: text(absolute(amount)),
});

/** Goods that come or go now, and the link of what was paid or credited for them. */
function goodsWithLink(
  { common, clearing, party, text }: Fields,
  { kind, item, quantity, quantityDecimals, amount }: Of<'late-receipt' | 'goods-back'>,
): readonly TransactionInput[] {
  const units = { item, quantity: formatDecimal(quantity, quantityDecimals) };
  const size = text(absolute(amount));
  const goods = { ...common, ...party, ...units, key: `${common.key}:goods` };
  const moved: TransactionInput =
    kind === 'late-receipt'
      ? { ...goods, type: CLEARING_TYPES.lateReceipt, amount: size }
      : { ...goods, type: CLEARING_TYPES.goodsBack };
  const linked = { ...units, amount: size, against: goods.key, againstSource: common.source };
  return [moved, { ...clearing, ...linked, type: CLEARING_TYPES.receiptLink }];
}

/** What makes goods dearer: those of a receipt, or without one all that are on hand. */
function addedCost(
  { common, text }: Fields,
  { item, receipt, amount }: Of<'late-cost'>,
): TransactionInput {
  const added = { ...common, key: `${common.key}:cost`, item, amount: text(amount) };
  if (receipt === undefined) return { ...added, type: CLEARING_TYPES.revaluation };
  const { source, key: original, site } = receipt;
  // An original is named within its own source.
  const key = `${REVIEW_SOURCE}:${added.key}`;
  return { ...added, type: CLEARING_TYPES.lateCost, source, key, original, site };
}
