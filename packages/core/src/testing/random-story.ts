import type { TransactionType } from '../transactions/posting-rules.ts';
import { TRANSACTION_FIELDS, type TransactionInput } from '../transactions/transaction.ts';
import {
  matches,
  wholeAssembly,
  wholeLanding,
  wholeOrder,
  wholeSending,
  wholeSettlement,
  wholeTransfer,
} from './random-flows.ts';
import {
  converted,
  costOf,
  dateOf,
  earlierOf,
  type Fields,
  ITEMS,
  instead,
  lineOf,
  ofOthers,
  ordered,
  pick,
  plain,
  priced,
  quantityOf,
  reasonOf,
  SITES,
  SPOTS,
  type Story,
  siteOf,
  sometimes,
  type Told,
  type Turn,
  workOf,
} from './random-turn.ts';

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

const send = (turn: Turn): Fields => ({
  ...plain(turn),
  toSite: siteOf(turn.site + 1 + (turn.other % 2)),
});

/** What is corrected in its cost: goods that came in, went out, or went on. */
const CORRECTED = [
  'receive-from-vendor',
  'opening-balance',
  'sale',
  'otc-sale',
  'adjustment',
  'stock-transfer',
  'pick-for-order',
  'location-move',
] as const;

/** What goes back to a vendor came in; that a sale is named is a mistake. */
const CAME_IN = [
  'receive-from-vendor',
  'manual-vendor-receipt',
  'opening-balance',
  'consignment-use',
  'manual-stock-receipt',
  'otc-sale',
] as const;

/** What brings goods in that may cost freight. */
const RECEIVED = [
  'receive-from-vendor',
  'manual-vendor-receipt',
  'opening-balance',
  'receive-transfer',
  'receipt-for-stock-order',
  'manual-stock-receipt',
  'receive-from-outside-lab',
  'consignment-use',
] as const;

/** What is told in a turn of each kind; the type is the kind unless it says another. */
const KINDS = {
  'receive-from-vendor': (turn) => ({ ...plain(turn), ...priced(turn) }),
  'manual-vendor-receipt': (turn) => ({ ...plain(turn), ...priced(turn) }),
  'opening-balance': (turn) => ({ ...plain(turn), ...priced(turn) }),
  'return-to-vendor': (turn, story) =>
    turn.other % 3 === 0 ? plain(turn) : refersTo(turn, story, CAME_IN),
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
  'cost-correction': (turn, story) => {
    const original = earlierOf(turn, story, CORRECTED);
    if (original === undefined) return instead(turn);
    const { item, site, key, quantity = '1' } = original;
    const priced = turn.spot === 2 && {
      quantity: quantity.replace('-', ''),
      unitCost: costOf(turn),
    };
    const amount = `${turn.day % 2 === 0 ? '-' : ''}${costOf({ ...turn, cents: turn.cents % 300 })}`;
    const fields = { item, site, original: turn.day % 24 === 0 ? 'nobody' : key };
    return { ...fields, ...(priced || { amount }) };
  },
  'landed-cost': (turn, story) => {
    const original = earlierOf(turn, story, turn.day % 24 === 1 ? CORRECTED : RECEIVED);
    if (original === undefined) return instead(turn);
    const { item, site, key } = original;
    const amount = `${turn.day % 2 === 0 ? '-' : ''}${costOf({ ...turn, cents: turn.cents % 500 })}`;
    const account = pick(['9040', '9050'], turn.spot) ?? '';
    return { item, site, original: key, amount, ...sometimes(turn, { account }) };
  },
  'non-inventory-reallocation': (turn) => {
    const { item, site } = plain(turn);
    const amount = `${turn.day % 2 === 0 ? '-' : ''}${costOf(turn)}`;
    const account = pick(['5801', '9040', '9050', '9000'], turn.other) ?? '';
    return { item: item ?? '', site: site ?? '', amount, account, reference: 'PO 4711' };
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
  assembly: (turn) =>
    converted(turn, [
      lineOf(turn, 1),
      ...(turn.other % 2 === 0 ? [lineOf(turn, 2)] : []),
      ...(turn.past % 3 === 0 ? [lineOf({ ...turn, spot: turn.spot + 1 }, 1)] : []),
      ...workOf(turn),
    ]),
  disassembly: (turn) => {
    const shares = pick(SHARES, turn.past) ?? [];
    const [first, second, scrap] = shares;
    const scrapped = scrap === undefined ? [] : [{ share: scrap, reason: reasonOf(turn) }];
    const goods = [lineOf(turn, 1, first), lineOf(turn, 2, second)];
    return converted(turn, [
      ...goods.slice(0, (turn.quantity % 4) + 1),
      ...scrapped,
      ...workOf(turn),
    ]);
  },
  'item-transfer': (turn) => converted(turn, [lineOf(turn, 1), ...workOf(turn)]),
  'whole-assembly': wholeAssembly,
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
  'whole-landing': wholeLanding,
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

/** How what is taken apart is shared out: said of each, or left to the standard costs. */
const SHARES: readonly (readonly [first?: string, second?: string, scrap?: string])[] = [
  ['60', '40'],
  ['33.333333', '66.666667'],
  [],
  ['1', '2', '0.5'],
  ['0', '7'],
  ['12.5', '62.5', '25'],
];

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
  { type: 'sale', lines: [{ item: 'A1', quantity: '1' }] },
  { type: 'assembly', item: 'F1', lines: [{ amount: '1' }] },
  { type: 'disassembly', item: 'F1', lines: [{ item: 'F1', quantity: '1', site: 'X' }] },
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

/** Repeated stories may be about another item; a document is about several. */
const OF_SEVERAL_ITEMS: readonly Kind[] = [
  'again',
  'another-content',
  'assembly',
  'disassembly',
  'item-transfer',
  'whole-assembly',
];

/** The kinds in which a transaction depends on nothing but earlier ones of its own item. */
export const KINDS_OF_ONE_ITEM: readonly Kind[] = STORY_KINDS.filter(
  (kind) => !OF_SEVERAL_ITEMS.includes(kind),
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
    const { key, postedOn, type, quantity = '', item, site, lines: of } = input;
    const told = [...rest, ...(of ?? []).map((line) => JSON.stringify(line))].join(' ');
    return `${key} ${postedOn} ${type} ${quantity} ${item}@${site} ${told}`.trimEnd();
  });
  return `\n${lines.join('\n')}\n`;
}

const SHOWN_FIRST = new Set<string>(['key', 'postedOn', 'type', 'quantity', 'item', 'site']);
