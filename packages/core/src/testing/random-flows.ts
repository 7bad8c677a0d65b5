import {
  converted,
  costOf,
  earlierOf,
  type Fields,
  instead,
  itemOf,
  lineOf,
  orderOf,
  pick,
  plain,
  priced,
  quantityOf,
  type Story,
  siteOf,
  type Turn,
  workOf,
} from './random-turn.ts';

/** Answers a manual receipt by a transfer to its site; there may be a sending without one. */
export function matches(turn: Turn, story: Story): Fields {
  const sent = earlierOf(turn, story, ['stock-transfer', 'stock-order-transfer']);
  if (sent === undefined) return instead(turn);
  const { item, toSite: site = 'O1', key, document = key, quantity = '1' } = sent;
  const original = story.findLast(
    (one) => one.type === 'manual-stock-receipt' && one.item === item && one.site === site,
  );
  if (original === undefined) return { type: 'manual-stock-receipt', item, site, quantity };
  const asked = turn.spot === 2 ? quantityOf(item, turn.quantity) : (original.quantity ?? '1');
  return { item, site, document, original: original.key, quantity: asked.replace('-', '') };
}

/** How an order goes on whose goods are at a site, in WIP: the key of their receipt is known. */
const ENDINGS: readonly ((receipt: string, next: (step: number) => string) => readonly Fields[])[] =
  [
    (original) => [{ type: 'undo-receive', original }, { type: 'receive-for-order' }],
    (original) => [{ type: 'deliver' }, { type: 'undo-receive', original }],
    (_, next) => [
      { type: 'merchandise-drop' },
      { type: 'merchandise-drop', quantity: '-1', original: next(0) },
    ],
    (original) => [
      { type: 'ship-for-order', toSite: 'O1' },
      { type: 'receive-for-order', site: 'O1' },
      { type: 'undo-receive', original },
    ],
    (_, next) => [
      { type: 'ship-for-order', toSite: 'L' },
      { type: 'receive-from-outside-lab', unitCost: '3' },
      { type: 'lost-in-transit', site: 'L' },
      { type: 'lost-in-transit', site: 'L', quantity: '-1', original: next(2) },
    ],
    (_, next) => [
      { type: 'deliver' },
      { type: 'return' },
      { type: 'return', quantity: '-1', original: next(1) },
    ],
  ];

/** An order from its pick to one of the endings, one step after the other. */
export function wholeOrder(turn: Turn, story: Story): readonly Fields[] {
  const site = siteOf(turn.site);
  const other = siteOf(turn.site + 1);
  const order = { item: itemOf(turn), document: orderOf(turn), quantity: '1' };
  const steps = [
    { type: 'pick-for-order', site },
    { type: 'ship-for-order', site, toSite: other },
    { type: 'receive-for-order', site: other },
  ];
  const keyAt = (step: number): string => `k${story.length + 1 + step}`;
  const ending = pick(ENDINGS, turn.past) ?? (() => []);
  const further = ending(keyAt(2), (step) => keyAt(steps.length + step));
  return [...steps, ...further.map((step) => ({ site: other, ...step }))].map((step) => ({
    ...order,
    ...step,
  }));
}

/** Goods taken in by hand, and the transfer that turns out to be theirs; some were lost on the way. */
export function wholeTransfer(turn: Turn, story: Story): readonly Fields[] {
  const site = siteOf(turn.site);
  const other = siteOf(turn.site + 1);
  const item = itemOf(turn);
  const quantity = quantityOf(item, (turn.quantity % 3) + 1);
  const document = `TR-${turn.past}`;
  const keyAt = (step: number): string => `k${story.length + 1 + step}`;
  const moved = { item, quantity };
  return [
    { ...moved, type: 'manual-stock-receipt', site: other, fromSite: site },
    { ...moved, type: 'stock-transfer', site, toSite: other, document },
    { ...moved, type: 'manual-receipt-match', site: other, document, original: keyAt(0) },
    { ...moved, type: 'transfer-lost', site: other, document },
    {
      ...moved,
      type: 'transfer-lost',
      site: other,
      document,
      original: keyAt(3),
      quantity: `-${quantity}`,
    },
  ];
}

/** More is sold than there is and then received, and the receipt is taken back, now and then twice. */
export function wholeSettlement(turn: Turn, story: Story): readonly Fields[] {
  const keyAt = (step: number): string => `k${story.length + 1 + step}`;
  const at = { item: itemOf(turn), site: siteOf(turn.site) };
  const type = 'receive-from-vendor';
  const received = { ...at, type, quantity: quantityOf(at.item, turn.quantity), ...priced(turn) };
  const undone = { ...at, type, reverses: keyAt(1) };
  const again = turn.past > 5 ? [{ ...at, type, reverses: keyAt(2) }] : [];
  const sold = { ...at, type: 'otc-sale', quantity: quantityOf(at.item, 25) };
  return [sold, received, undone, ...again];
}

/** An item is made of others, some of it sold, and then the work is taken back, now and then twice. */
export function wholeAssembly(turn: Turn, story: Story): readonly Fields[] {
  const made = { ...converted(turn, [lineOf(turn, 1), lineOf(turn, 2), ...workOf(turn)]) };
  const { item = 'F1', site = 'O1', quantity = '1' } = made;
  const at = { item, site, type: 'assembly' };
  const step = turn.past % 3;
  const used = step === 1 ? [{ item, site, quantity, type: 'sale' }] : [];
  const received = { item, site, type: 'receive-from-vendor', quantity, ...priced(turn) };
  const further = step === 2 ? [received] : used;
  const keyAt = (number: number): string => `k${story.length + 1 + number}`;
  const undone = { ...at, reverses: keyAt(0) };
  const again = turn.day % 2 === 0 ? [{ ...at, reverses: keyAt(further.length + 1) }] : [];
  return [{ ...made, type: 'assembly' }, ...further, undone, ...again];
}

/** The distribution centre sends to the office, which may receive at once, and takes it back. */
export function wholeSending(turn: Turn, story: Story): readonly Fields[] {
  const type = turn.past % 2 === 0 ? 'stock-transfer' : 'stock-order-transfer';
  const sent = { ...plain({ ...turn, site: 1 }), type };
  const { item = 'F1', site = 'DC' } = sent;
  const reverses = `k${story.length + 1}`;
  return [
    { ...sent, toSite: 'O1' },
    { type, item, site, reverses },
  ];
}

/** Goods come in, go out in part, go back in part and are invoiced; their freight comes in between. */
export function wholeLanding(turn: Turn, story: Story): readonly Fields[] {
  const keyAt = (step: number): string => `k${story.length + 1 + step}`;
  const at = { item: itemOf(turn), site: siteOf(turn.site) };
  const original = keyAt(0);
  const some = quantityOf(at.item, Math.min(turn.quantity, 3));
  const received = { ...at, type: 'receive-from-vendor', quantity: quantityOf(at.item, 6) };
  const freight = { ...at, type: 'landed-cost', original, amount: costOf(turn) };
  const steps = [
    { ...received, ...priced(turn) },
    { ...received, ...priced(turn) },
    { ...at, type: 'sale', quantity: quantityOf(at.item, turn.other) },
    { ...at, type: 'return-to-vendor', quantity: some, original },
    freight,
    { ...at, type: 'supplier-invoice-match', quantity: some, original, unitCost: costOf(turn) },
    { ...freight, amount: `-${costOf({ ...turn, cents: Math.trunc(turn.cents / 2) })}` },
  ];
  const undone = [
    { ...at, type: 'landed-cost', reverses: keyAt(4) },
    { ...at, type: 'return-to-vendor', reverses: keyAt(3) },
    freight,
  ];
  return turn.past % 2 === 0 ? [...steps, ...undone] : steps;
}
