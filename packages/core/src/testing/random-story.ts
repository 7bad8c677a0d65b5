import type { TransactionType } from '../transactions/posting-rules.ts';
import { TRANSACTION_FIELDS, type TransactionInput } from '../transactions/transaction.ts';

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

const ITEMS = ['F1', 'A1', 'K1'] as const;
const SITES = ['O1', 'DC', 'L'] as const;
const SPOTS = ['', 'A-01', 'CONS'] as const;
/** A shelf of the distribution centre with goods of others. */
const OTHERS = 'OTHERS';
const ORDERS = ['ORD-1', 'ORD-2', 'ORD-3'] as const;
const REASONS = ['Found', 'Damage', 'LOST', 'COUNT'] as const;

type Story = readonly TransactionInput[];
type Fields = Partial<TransactionInput>;
type Told = (turn: Turn, story: Story) => Fields | readonly Fields[];

const pick = <Value>(values: readonly Value[], number: number): Value | undefined =>
  values[number % values.length];

const itemOf = ({ item }: Turn): string => pick(ITEMS, item) ?? ITEMS[0];
const siteOf = (number: number): string => pick(SITES, number) ?? SITES[0];
const orderOf = ({ other }: Turn): string => pick(ORDERS, other) ?? ORDERS[0];
const reasonOf = ({ other }: Turn): string => pick(REASONS, other) ?? REASONS[0];

/** Whole units; kilograms of resin come in eighths. */
function quantityOf(item: string, units: number): string {
  if (item !== 'K1') return String(units);
  const thousandths = String(units * 125).padStart(4, '0');
  return `${thousandths.slice(0, -3)}.${thousandths.slice(-3)}`;
}

const costOf = ({ cents }: Turn): string =>
  `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

const dateOf = ({ day }: Turn): string => {
  const month = String((day % 12) + 1).padStart(2, '0');
  return `2026-${month}-${String((day % 28) + 1).padStart(2, '0')}`;
};

/** An earlier transaction of one of these types, the latest first. */
function earlierOf({ past }: Turn, story: Story, types: readonly TransactionType[]) {
  const wanted: readonly string[] = types;
  return pick(
    story
      .filter(({ type, reverses }) => reverses === undefined && wanted.includes(type))
      .toReversed(),
    past,
  );
}

/** Item, quantity and place of a turn that refers to nothing. */
function plain(turn: Turn, sign = ''): Fields {
  const site = siteOf(turn.site);
  const location = site === 'DC' ? (pick(SPOTS, turn.spot) ?? '') : '';
  const item = itemOf(turn);
  const fields = { item, site, quantity: `${sign}${quantityOf(item, turn.quantity)}` };
  return location === '' ? fields : { ...fields, location };
}

/** Goods at the shelf of others; now and then somewhere else. */
const ofOthers = (turn: Turn): Fields => ({
  ...plain({ ...turn, site: 1 }),
  location: turn.day % 24 === 0 ? 'A-01' : OTHERS,
});

/** A few units on one of the orders; an order is for one item, mostly the office's. */
function ordered(turn: Turn, sign = ''): Fields {
  const item = itemOf({ ...turn, item: turn.other % ORDERS.length });
  const site = siteOf(turn.spot === 2 ? turn.site : 0);
  const quantity = `${sign}${quantityOf(item, (turn.quantity % 3) + 1)}`;
  return { item, site, quantity, document: orderOf(turn) };
}

const priced = (turn: Turn): Fields =>
  turn.other % 3 === 0 ? { amount: costOf(turn) } : { unitCost: costOf(turn) };

const sometimes = (turn: Turn, fields: Fields): Fields => (turn.other % 2 === 0 ? fields : {});

/** What is told when there is nothing yet to go on with. */
const instead = (turn: Turn): Fields => ({
  ...plain(turn),
  ...priced(turn),
  type: 'receive-from-vendor',
});

/** Carries on with goods that an earlier transaction sent on their way under a document. */
function goesOn(
  turn: Turn,
  story: Story,
  types: readonly TransactionType[],
  siteAfter: (sent: TransactionInput) => string | undefined,
): Fields {
  const sent = earlierOf(turn, story, types);
  if (sent === undefined) return instead(turn);
  const document = sent.document ?? sent.key;
  const quantity = turn.spot === 2 ? quantityOf(sent.item, turn.quantity) : (sent.quantity ?? '1');
  return {
    item: sent.item,
    site: siteAfter(sent) ?? sent.site,
    quantity: quantity.replace('-', ''),
    document,
  };
}

const whereItGoes = ({ toSite }: TransactionInput) => toSite;
const whereItIs = ({ site }: TransactionInput) => site;
const PICKED = [
  'pick-for-order',
  'receive-for-order',
  'receive-from-outside-lab',
  'hold-order',
] as const;

/** Ships on what was picked, to a site of ours or to an outside lab, which counts as the site itself. */
function sendsOn(turn: Turn, story: Story): Fields {
  const fields = goesOn(turn, story, PICKED, whereItIs);
  return fields.type === undefined ? { ...fields, toSite: siteOf(turn.other) } : fields;
}

/** Undoes or answers an earlier transaction by its key. */
function refersTo(turn: Turn, story: Story, types: readonly TransactionType[]): Fields {
  const original = earlierOf(turn, story, types);
  if (original === undefined) return instead(turn);
  const { item, site, key, document } = original;
  const quantity = turn.spot === 2 ? quantityOf(item, turn.quantity) : (original.quantity ?? '1');
  const fields = { item, site, quantity: quantity.replace('-', ''), original: key };
  const same = document === undefined ? fields : { ...fields, document };
  // Now and then the wrong item, site or document, or nothing that was ever sent.
  const wrong = [plain(turn), { document: 'OTHER' }, { original: 'nobody' }][turn.day % 24];
  return { ...same, ...wrong };
}

/** Takes an earlier transaction of its own type back, whole or in part. */
const takesBack = (turn: Turn, story: Story, type: TransactionType): Fields => {
  const fields = refersTo(turn, story, [type]);
  return fields.original === undefined
    ? fields
    : { ...fields, type, quantity: `-${fields.quantity}` };
};

/** Answers a manual receipt by a transfer to its site; there may be a sending without one. */
function matches(turn: Turn, story: Story): Fields {
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
function wholeOrder(turn: Turn, story: Story): readonly Fields[] {
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
function wholeTransfer(turn: Turn, story: Story): readonly Fields[] {
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
function wholeSettlement(turn: Turn, story: Story): readonly Fields[] {
  const keyAt = (step: number): string => `k${story.length + 1 + step}`;
  const at = { item: itemOf(turn), site: siteOf(turn.site) };
  const type = 'receive-from-vendor';
  const received = { ...at, type, quantity: quantityOf(at.item, turn.quantity), ...priced(turn) };
  const undone = { ...at, type, reverses: keyAt(1) };
  const again = turn.past > 5 ? [{ ...at, type, reverses: keyAt(2) }] : [];
  const sold = { ...at, type: 'otc-sale', quantity: quantityOf(at.item, 25) };
  return [sold, received, undone, ...again];
}

/** The distribution centre sends to the office, which may receive at once, and takes it back. */
function wholeSending(turn: Turn, story: Story): readonly Fields[] {
  const type = turn.past % 2 === 0 ? 'stock-transfer' : 'stock-order-transfer';
  const sent = { ...plain({ ...turn, site: 1 }), type };
  const { item = 'F1', site = 'DC' } = sent;
  const reverses = `k${story.length + 1}`;
  return [
    { ...sent, toSite: 'O1' },
    { type, item, site, reverses },
  ];
}

const send = (turn: Turn): Fields => ({
  ...plain(turn),
  toSite: siteOf(turn.site + 1 + (turn.other % 2)),
});

/** What is told in a turn of each kind; the type is the kind unless it says another. */
const KINDS = {
  'receive-from-vendor': (turn) => ({ ...plain(turn), ...priced(turn) }),
  'manual-vendor-receipt': (turn) => ({ ...plain(turn), ...priced(turn) }),
  'opening-balance': (turn) => ({ ...plain(turn), ...priced(turn) }),
  'return-to-vendor': (turn) => plain(turn),
  'stock-transfer': send,
  'stock-order-transfer': (turn) => ({ ...send(turn), document: `SO-${turn.past % 3}` }),
  'receive-transfer': (turn, story) => goesOn(turn, story, ['stock-transfer'], whereItGoes),
  'receipt-for-stock-order': (turn, story) =>
    goesOn(turn, story, ['stock-order-transfer'], whereItGoes),
  'transfer-lost': (turn, story) => ({
    ...goesOn(turn, story, ['stock-transfer', 'stock-order-transfer'], whereItGoes),
    ...sometimes(turn, { reason: reasonOf(turn) }),
  }),
  'transfer-found': (turn, story) => takesBack(turn, story, 'transfer-lost'),
  adjustment: (turn) => ({
    ...plain(turn, turn.day % 2 === 0 ? '-' : ''),
    ...sometimes(turn, { unitCost: costOf(turn) }),
    reason: reasonOf(turn),
  }),
  'count-variance': (turn) => plain(turn, turn.day % 2 === 0 ? '-' : ''),
  sale: (turn) => plain(turn),
  'sale-on-order': (turn) => ({ ...ordered(turn), type: 'sale' }),
  'otc-sale': (turn) => plain(turn),
  'pick-for-order': (turn) => ({ ...ordered(turn), site: siteOf(turn.site % 2) }),
  'ship-for-order': sendsOn,
  'receive-for-order': (turn, story) => goesOn(turn, story, ['ship-for-order'], whereItGoes),
  'hold-order': (turn, story) => {
    const fields = goesOn(turn, story, ['ship-for-order'], whereItGoes);
    if (fields.type !== undefined) return fields;
    return { ...fields, site: 'O1', fromSite: fields.site ?? 'O1' };
  },
  'lost-in-transit': (turn, story) => ({
    ...goesOn(turn, story, ['ship-for-order'], whereItGoes),
    ...sometimes(turn, { reason: reasonOf(turn) }),
  }),
  'order-found': (turn, story) => takesBack(turn, story, 'lost-in-transit'),
  deliver: (turn, story) => goesOn(turn, story, PICKED, whereItIs),
  'return-to-stock': (turn, story) => goesOn(turn, story, PICKED, whereItIs),
  'merchandise-drop': (turn, story) => goesOn(turn, story, PICKED, whereItIs),
  'reinstated-drop': (turn, story) => takesBack(turn, story, 'merchandise-drop'),
  'receive-from-outside-lab': (turn) => ({
    ...ordered(turn, turn.day % 4 === 0 ? '-' : ''),
    ...priced(turn),
  }),
  'manual-stock-receipt': (turn) => ({
    ...plain(turn, turn.day % 4 === 0 ? '-' : ''),
    ...sometimes(turn, { fromSite: siteOf(turn.other) }),
  }),
  'manual-receipt-taken-back': (turn, story) => takesBack(turn, story, 'manual-stock-receipt'),
  'manual-receipt-match': matches,
  'manual-receipt-write-off': (turn, story) => ({
    ...refersTo(turn, story, ['manual-stock-receipt']),
    reason: reasonOf(turn),
  }),
  'undo-deliver': (turn, story) => refersTo(turn, story, ['deliver']),
  'undo-receive': (turn, story) => refersTo(turn, story, ['receive-for-order']),
  return: (turn, story) =>
    turn.other % 4 === 0 ? plain(turn) : refersTo(turn, story, ['sale', 'otc-sale']),
  'return-taken-back': (turn, story) => takesBack(turn, story, 'return'),
  'supplier-invoice-match': (turn, story) => ({
    ...refersTo(turn, story, [
      'receive-from-vendor',
      'manual-vendor-receipt',
      'return-to-vendor',
      'manual-stock-receipt',
    ]),
    ...priced(turn),
    ...sometimes(turn, { tax: '1.23' }),
  }),
  'cost-revaluation': (turn) => {
    const { item, site, location } = { location: '', ...plain(turn) };
    const amount = `${turn.day % 2 === 0 ? '-' : ''}${costOf(turn)}`;
    return { item: item ?? '', site: site ?? '', amount, ...(location === '' ? {} : { location }) };
  },
  'location-move': (turn) => ({
    ...plain({ ...turn, site: 1 }),
    toLocation: pick(SPOTS, turn.spot + 1) || 'A-01',
  }),
  'consignment-receipt': (turn) => ofOthers(turn),
  'consignment-return': (turn) => ofOthers(turn),
  'consignment-use': (turn) => ({ ...ofOthers(turn), ...priced(turn) }),
  'sale-of-others': (turn) => ({
    ...ofOthers(turn),
    type: turn.day % 4 === 0 ? 'count-variance' : 'sale',
  }),
  'account-reclassification': (turn, story) => {
    const { item, site, location } = { location: '', ...plain(turn) };
    const at = location === '' ? {} : { location };
    const carried = turn.other % 3 === 0 ? pick(story.toReversed(), turn.past) : undefined;
    if (carried?.document === undefined) return { item: item ?? '', site: site ?? '', ...at };
    const { document, toSite = carried.site } = carried;
    return { item: carried.item, site: toSite, document };
  },
  'whole-order': wholeOrder,
  'whole-transfer': wholeTransfer,
  'whole-settlement': wholeSettlement,
  'whole-sending': wholeSending,
  reversal: (turn, story) => {
    const original = pick(story.toReversed(), turn.past);
    if (original === undefined) return instead(turn);
    const { type, item, site } = original;
    return { type, item, site, reverses: original.key };
  },
  again: (turn, story) => pick(story, turn.past) ?? plain(turn),
  'another-content': (turn, story) => ({
    ...(pick(story, turn.past) ?? plain(turn)),
    reference: 'changed',
  }),
  garbage: (turn) => ({ ...plain(turn), ...pick(GARBAGE, turn.past) }),
} as const satisfies Record<string, Told>;

export type Kind = keyof typeof KINDS;

/** Texts no company would accept, whatever its books say. */
const GARBAGE: readonly Fields[] = [
  { type: 'sale', item: 'F9' },
  { type: 'sale', site: 'X' },
  { type: 'sale', quantity: '0' },
  { type: 'sale', quantity: '1.0005' },
  { type: 'sale', quantity: 'many' },
  { type: 'sale', postedOn: '2025-12-31' },
  { type: 'sale', postedOn: '2026-02-30' },
  { type: 'buy' },
  { type: 'stock-transfer' },
  { type: 'order-in-transit', document: 'ORD-1' },
  { type: 'receive-from-vendor' },
  { type: 'receive-from-vendor', unitCost: '-1' },
  { type: 'sale', item: 'S1' },
  { type: 'sale', account: '9000' },
];

/** The kinds, those that feed the others more often. */
const OFTEN: readonly Kind[] = [
  'receive-from-vendor',
  'sale',
  'sale-on-order',
  'pick-for-order',
  'ship-for-order',
  'receive-for-order',
  'deliver',
  'stock-transfer',
  'receive-transfer',
  'reversal',
];
const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);
export const STORY_KINDS: readonly Kind[] = [
  ...OFTEN,
  ...OFTEN,
  ...Object.keys(KINDS).filter(isKind),
];

/** The kinds in which a transaction depends on nothing but earlier ones of its own item. */
export const KINDS_OF_ONE_ITEM: readonly Kind[] = STORY_KINDS.filter(
  (kind) => kind !== 'again' && kind !== 'another-content',
);

/** Every site with some stock of every item. */
const PROLOGUE: Story = SITES.flatMap((site, place) =>
  ITEMS.map((item, index) => ({
    key: `p${place * ITEMS.length + index + 1}`,
    type: 'opening-balance',
    postedOn: '2026-01-01',
    item,
    site,
    quantity: '20',
    amount: `${40 + 7 * place + 13 * index}.01`,
  })),
);

/** Tells a story: mostly one transaction a turn, each with a key of its own unless it repeats another. */
export function storyOf(
  turns: readonly (Turn & { readonly kind: Kind })[],
  startsWithStock: boolean,
): readonly TransactionInput[] {
  const story: TransactionInput[] = startsWithStock ? [...PROLOGUE] : [];
  for (const turn of turns) {
    const told: Fields | readonly Fields[] = KINDS[turn.kind](turn, story);
    for (const fields of [told].flat()) {
      const key = `k${story.length + 1}`;
      const base = { key, type: turn.kind, postedOn: dateOf(turn), item: 'F1', site: 'O1' };
      story.push({ ...base, ...fields });
    }
  }
  return story;
}

/** A story as a person would write it down, for the report of a failure. */
export function storyText(story: Story): string {
  const lines = story.map((input) => {
    const rest = TRANSACTION_FIELDS.filter((field) => !SHOWN_FIRST.has(field)).flatMap((field) =>
      input[field] === undefined ? [] : [`${field} ${input[field]}`],
    );
    const { key, postedOn, type, quantity = '', item, site } = input;
    return `${key} ${postedOn} ${type} ${quantity} ${item}@${site} ${rest.join(' ')}`.trimEnd();
  });
  return `\n${lines.join('\n')}\n`;
}

const SHOWN_FIRST = new Set<string>(['key', 'postedOn', 'type', 'quantity', 'item', 'site']);
