import {
  type AddressedMovement,
  arrivalOf,
  DEFAULT_SOURCE,
  type EarlierEvent,
  eventName,
  type Item,
  type Refusal,
  refusal,
} from 'perpetua-core';
import type { BooksStorage } from '../ports.ts';

/** A receipt by its key; without a source it is one of the usual source. */
export type ReceiptName = { readonly key: string; readonly source?: string | undefined };

/** A receipt with its goods, as far as its cost is concerned. */
export type CostReceipt = {
  readonly earlier: EarlierEvent;
  /** The movement by which its goods came in. */
  readonly arrival: AddressedMovement;
  readonly item: Item;
};

/** Loads receipts in the order of their names; what is none is a refusal, each on its own. */
export function loadReceipts(
  {
    storage,
    company,
  }: { readonly storage: BooksStorage; readonly company: { readonly id: number } },
  names: readonly ReceiptName[],
): Promise<{ readonly receipts: readonly CostReceipt[]; readonly refusals: readonly Refusal[] }> {
  return storage.reading(company.id, async (session) => {
    const events = names.map(({ key, source = DEFAULT_SOURCE }) => ({ key, source }));
    const { earlier } = await session.load({ items: [], places: [], events });
    const codes = [...new Set([...earlier.values()].map(({ event }) => event.item))];
    const { items } = await session.load({ items: codes, places: [], events: [] });
    const byCode = new Map(items.map((item) => [item.code, item]));
    const refusals: Refusal[] = [];
    const receipts = events.flatMap(({ key, source }): CostReceipt[] => {
      const found = earlier.get(eventName(source, key));
      const arrival = found && arrivalOf(found);
      const item = byCode.get(found?.event.item ?? '');
      if (found === undefined || item === undefined)
        refusals.push(refusal('original-unknown', { original: key }));
      else if (arrival === undefined)
        refusals.push(refusal('original-differs', { original: key, field: BROUGHT_NOTHING }));
      else return [{ earlier: found, arrival, item }];
      return [];
    });
    return { receipts, refusals };
  });
}

const BROUGHT_NOTHING = 'kind: it brought no goods in';
