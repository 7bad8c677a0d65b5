import {
  formatDecimal,
  type Item,
  LARGEST_QUANTITY,
  LARGEST_UNIT_COST,
  ok,
  parseDecimal,
  type Refusal,
  type Result,
  refusal,
  refused,
  UNIT_COST_DECIMALS,
} from 'perpetua-core';
import { configurationOf } from '../configuration/configuration-facts.ts';
import type { CompanySession } from '../ports.ts';
import type { WholePlace } from '../post-whole.ts';
import { type OrderLine, orderLineName, type PurchaseOrder } from './stored-order.ts';

/** A line of an order and what came of it; quantities are decimal texts. */
type OrderLineText = OrderLine & {
  readonly line: number;
  readonly received: string;
  readonly invoiced: string;
  /** What is still to come; below zero where more came than was ordered. */
  readonly open: string;
};

export type PurchaseOrderText = Omit<PurchaseOrder, 'lines'> & {
  readonly lines: readonly OrderLineText[];
};

/**
 * Keeps a purchase order. Sent again it is answered again; with another content it is refused
 * (`order-exists`). All that is wrong with its lines is told at once.
 */
export function addPurchaseOrder(
  { storage, clock, actor, company }: WholePlace,
  order: PurchaseOrder,
): Promise<Result<PurchaseOrderText, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const known = await session.purchaseOrders.find(order.order);
    if (known !== undefined && JSON.stringify(inForm(known)) !== JSON.stringify(inForm(order)))
      return refused([refusal('order-exists', { order: order.order })]);
    const items = await session.itemsByCode(order.lines.map(({ item }) => item));
    const faults = await faultsOf(session, order, items);
    if (faults.length > 0) return refused(faults);
    if (known === undefined) await session.keepPurchaseOrder(inForm(order), clock(), actor);
    return ok(await orderText(session, order));
  });
}

/** An order with what came of its lines. */
export function findPurchaseOrder(
  { storage, company }: Pick<WholePlace, 'storage' | 'company'>,
  name: string,
): Promise<Result<PurchaseOrderText, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const order = await session.purchaseOrders.find(name);
    return order === undefined
      ? refused([refusal('not-found', { what: `purchase order ${name}` })])
      : ok(await orderText(session, order));
  });
}

/** The fields in one order, however they were sent. */
const inForm = ({ order, orderedOn, site, party, lines }: PurchaseOrder): PurchaseOrder => ({
  order,
  orderedOn,
  site,
  party,
  lines: lines.map(({ item, quantity, unitPrice }) => ({ item, quantity, unitPrice })),
});

async function faultsOf(
  session: CompanySession,
  { site, party, lines }: PurchaseOrder,
  items: readonly Item[],
): Promise<readonly Refusal[]> {
  const version = session.lane.configurationVersion;
  const { vendors, sites } = configurationOf(await session.facts(version), version);
  const vendor = vendors.get(party);
  const byCode = new Map(items.map((item) => [item.code, item]));
  return [
    ...(sites.has(site) ? [] : [refusal('site-unknown', { site, field: 'site' })]),
    ...(vendor === undefined ? [refusal('party-unknown', { kind: 'vendor', party })] : []),
    ...(vendor?.active === false ? [refusal('party-inactive', { kind: 'vendor', party })] : []),
    ...(lines.length === 0 ? [refusal('document-empty', { type: 'A purchase order' })] : []),
    ...lines.flatMap((line, index) =>
      lineFaults(line, byCode.get(line.item)).map((fault) => ({ ...fault, line: index + 1 })),
    ),
  ];
}

function lineFaults(line: OrderLine, item: Item | undefined): readonly Refusal[] {
  if (item === undefined) return [refusal('item-unknown', { item: line.item })];
  const units = parseDecimal(line.quantity, item.quantityDecimals, LARGEST_QUANTITY);
  const price = parseDecimal(line.unitPrice, UNIT_COST_DECIMALS, LARGEST_UNIT_COST);
  const isFigure = (figure: typeof units) => typeof figure === 'bigint' && figure >= 0n;
  return [
    ...(item.itemClass === 'stock'
      ? []
      : [refusal('item-not-stocked', { item: item.code, class: item.itemClass })]),
    ...(isFigure(units)
      ? []
      : [refusal('number-invalid', { field: 'quantity', value: line.quantity })]),
    ...(units === 0n ? [refusal('quantity-zero')] : []),
    ...(isFigure(price)
      ? []
      : [refusal('number-invalid', { field: 'unitPrice', value: line.unitPrice })]),
  ];
}

async function orderText(
  session: CompanySession,
  order: PurchaseOrder,
): Promise<PurchaseOrderText> {
  const names = order.lines.map((_, index) => orderLineName(order.order, index + 1));
  const came = await session.purchaseOrders.received(names);
  const items = await session.itemsByCode(order.lines.map(({ item }) => item));
  const decimals = new Map(items.map((item) => [item.code, item.quantityDecimals]));
  return {
    ...order,
    lines: order.lines.map((line, index) => {
      const scale = decimals.get(line.item) ?? 0;
      const ordered = parseDecimal(line.quantity, scale, LARGEST_QUANTITY);
      const { received = 0n, invoiced = 0n } = came.get(names[index] ?? '') ?? {};
      const text = (units: bigint) => formatDecimal(units, scale);
      const open = (typeof ordered === 'bigint' ? ordered : 0n) - received;
      const figures = { received: text(received), invoiced: text(invoiced), open: text(open) };
      return { line: index + 1, ...line, ...figures };
    }),
  };
}
