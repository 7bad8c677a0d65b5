import { type AccountRole, type Bucket, roleDefinition } from '../accounts/account-role.ts';
import {
  ASSEMBLIES,
  type CostBasis,
  DOCUMENTS,
  type DocumentFamily,
  type DocumentType,
  isDocumentType,
  isTransactionType,
  PAIRS,
  type PostingRule,
  postingRule,
  type TransactionType,
  transactionTypes,
} from './posting-rules.ts';

/** Which place of the transaction a leg posts at. */
export type LegPlace = 'site' | 'to-site' | 'from-site';

/** One side of an event: its own transaction type, its role and where it posts. */
export type LegShape = {
  readonly type: TransactionType;
  readonly role: AccountRole;
  readonly at: LegPlace;
  /**
   * Whether an account typed on the line is taken: as the role allows, or any account at all where
   * both sides have one role and this is the side that the line names (`003.X07`).
   */
  readonly line: 'as the role allows' | 'any account' | 'none';
};

/** What the fields of a transaction mean for a type; blank fields are refused or ignored by it. */
export type EventShape = {
  readonly rule: PostingRule;
  readonly debit: LegShape;
  readonly credit: LegShape;
  readonly costBasis: CostBasis;
  /** The site the goods go to, beside `site`: asked for by sends and location moves. */
  readonly needsToSite: boolean;
  /** The goods may go to an outside lab, which is no site: they are on their way to the office itself (T10). */
  readonly mayStayAtSite: boolean;
  readonly needsToLocation: boolean;
  readonly mayHaveFromSite: boolean;
  /** Goods carried by a document leave or enter a bucket, so the document must be named. */
  readonly needsDocument: boolean;
  readonly needsReason: boolean;
  /** The reason of a transaction that gives none; absent where there is no such reason (`Q-30`). */
  readonly usualReason: string | undefined;
  readonly needsOriginal: boolean;
  readonly needsAccount: boolean;
  /** The account it names is the one on which the stock lies, whatever the ladder says of its role. */
  readonly namesStockAccount: boolean;
  /** What it is about must be said: by a reference in words, by an original or by what it clears. */
  readonly needsReference: boolean;
  /** Whether it clears what stands open on an account under review, and whether it does nothing else (`004.02`). */
  readonly clears: 'always' | 'if-named' | 'never';
  /** It is cleared against another open transaction or a receipt, which stands on accounts of its own. */
  readonly needsAgainst: boolean;
  /** It is about value alone, so that it may name an item of any class (`004.10`). */
  readonly takesAnyItem: boolean;
  /** As long as it moves nothing itself it may come before its original (decision 0027). */
  readonly mayPrecedeOriginal: boolean;
  /** The types the named original may have; empty where any may be referred to. */
  readonly originals: readonly TransactionType[];
  /** Only items whose item type is sold over the counter (`003.16`). */
  readonly needsOtcItem: boolean;
  /** The original lies under the same document, as an undo or what is taken back does. */
  readonly ofOriginalDocument: boolean;
  /** Nothing may have happened to the goods since the original but its own undoing (2.5). */
  readonly straightAfter: boolean;
  /** Below zero it takes back one of its own type, at that one's amount: always, or if it names one. */
  readonly takesBack: 'always' | 'if-named' | 'never';
  /** At a location whose goods are others': they stay theirs, or become ours; else not at all (`002.45`). */
  readonly ofOthers: 'stays' | 'taken-over' | 'no';
  /** Refused while goods of the document are in this bucket anywhere (`003.T27`). */
  readonly noneIn: Bucket | undefined;
  readonly needsQuantity: boolean;
  /** A signed amount is all that is given; neither is asked for where everything at a place moves. */
  readonly needsAmount: boolean;
  /** So many units of the original may be said: then the cost given is what they cost, and no difference. */
  readonly mayHaveUnits: boolean;
  /** An account on the line is taken by one of the roles (`000.48`). */
  readonly mayHaveAccount: boolean;
  /** Its lines are debits and credits of the general ledger, and it is about no item. */
  readonly isLedger: boolean;
  /** What its lines are; undefined for what is about one item alone. */
  readonly assembly: AssemblyShape | undefined;
  /** Whose document it is, and what stands against its lines; undefined for what is no document. */
  readonly document: DocumentShape | undefined;
};

/** A commercial document: whose it is, and which roles stand against its lines. */
export type DocumentShape = {
  readonly type: DocumentType;
  readonly family: DocumentFamily;
  readonly party: 'vendor' | 'customer' | 'nobody';
  readonly control: AccountRole;
  readonly tax: AccountRole;
  /** 1 for an invoice, −1 for a credit note. */
  readonly sign: 1n | -1n;
};

/** What the lines of a document are to its own item. */
export type AssemblyShape = {
  /** Its own item comes out of the goods of its lines, else they come out of it. */
  readonly comesOut: boolean;
  readonly mostGoods: number;
  readonly mayScrap: boolean;
};

/** Lines of goods a document may have; a bill of materials is shorter. */
const MOST_GOODS = 1_000;

type FieldRow = readonly [fields: string];

/**
 * What a type asks for beyond item, site and date. Fields not named here are taken when they
 * make sense for the type and otherwise left alone.
 */
// biome-ignore format: a table reads as a table
const FIELDS = {
  'stock-order-transfer':  ['to-site'],
  'stock-transfer':        ['to-site'],
  'ship-for-order':        ['to-site-or-outside document'],
  'hold-order':            ['from-site document'],
  'manual-stock-receipt':  ['from-site takes-back-if-named'],
  'receive-transfer':      ['document'],
  'receipt-for-stock-order': ['document'],
  'receive-for-order':     ['document'],
  'pick-for-order':        ['document'],
  'deliver':               ['document'],
  'undo-deliver':          ['document original same-document'],
  'undo-receive':          ['document original same-document straight-after'],
  'return':                ['takes-back'],
  'supplier-invoice-match': ['original any-day'],
  'return-to-stock':       ['document'],
  'lost-in-transit':       ['document takes-back'],
  'transfer-lost':         ['document takes-back'],
  'merchandise-drop':      ['document takes-back'],
  'receive-from-outside-lab': ['document none-in-wip-in-transit'],
  'adjustment':            ['reason'],
  'assembly-scrap':        ['reason'],
  'otc-sale':              ['otc-item'],
  'location-move':         ['to-location'],
  'manual-receipt-match':  ['document original'],
  'manual-receipt-write-off': ['reason original'],
  'consignment-receipt':   ['of-others'],
  'consignment-return':    ['of-others'],
  'consignment-use':       ['taken-over'],
  'non-inventory-reallocation': ['account reference clears-if-named any-item'],
  'receipt-link':          ['clears against'],
  'open-line-match':       ['clears against any-item'],
  'cost-correction':       ['original units'],
  'landed-cost':           ['original'],
  'period-end-stock':      ['stock-account'],
  'stock-taken-up':        ['stock-account'],
} as const satisfies Partial<Record<TransactionType, FieldRow>>;

/**
 * What a type undoes or takes back, when it names an `original` and is posted at its cost; and what
 * brings goods in, so that their cost can be added to.
 */
// biome-ignore format: a table reads as a table
const ORIGINALS = {
  'receive-from-vendor': ['supplier-invoice-match'],
  'undo-deliver': ['deliver'],
  'undo-receive': ['receive-for-order'],
  'return':       ['sale', 'otc-sale'],
  'manual-receipt-match':     ['manual-stock-receipt'],
  'manual-receipt-write-off': ['manual-stock-receipt'],
  'landed-cost':  [
    'receive-from-vendor', 'manual-vendor-receipt', 'opening-balance', 'receive-transfer', 'receipt-for-stock-order',
    'manual-stock-receipt', 'receive-from-outside-lab', 'consignment-use',
  ],
} as const satisfies Partial<Record<TransactionType, readonly TransactionType[]>>;

/** The reason of what gives none: goods lost on their way are lost for the system's own reason (`Q-30`). */
const USUAL_REASONS: Partial<Record<TransactionType, string>> = {
  'lost-in-transit': 'LOST',
  'transfer-lost': 'LOST',
};

/**
 * The two sides of what is sent as `type`. A pair is joined here, so that no code after this
 * point can post half of it. The partner of a pair has no shape of its own: it cannot be sent.
 */
export function eventShape(type: TransactionType): EventShape | undefined {
  return SHAPES.get(type);
}

/**
 * Whether a transaction may take units out of a pool, as far as its texts say: whatever turns an
 * earlier one round may, and what has a holder of goods on the side that gives.
 */
export function takesUnits(input: {
  readonly type: string;
  readonly quantity?: string;
  readonly reverses?: string;
}): boolean {
  if (input.reverses !== undefined) return true;
  const shape = isTransactionType(input.type) ? eventShape(input.type) : undefined;
  if (shape === undefined) return false;
  if (shape.isLedger) return false;
  if (shape.assembly !== undefined || shape.document !== undefined) return true;
  if (!shape.needsQuantity && shape.costBasis !== 'held value') return false;
  const { type, role } = input.quantity?.startsWith('-') === true ? shape.debit : shape.credit;
  const holds = bucketOf(postingRule(type), role, false) !== undefined;
  return holds || shape.ofOthers !== 'no';
}

const AS_ROLES_ALLOW = { debit: 'as the role allows', credit: 'as the role allows' } as const;
const ONE_ROLE_TWICE = { debit: 'any account', credit: 'none' } as const;

/** The cost bases that are a signed amount of value and nothing else. */
const OF_AN_AMOUNT: ReadonlySet<CostBasis> = new Set<CostBasis>([
  'given amount',
  'added cost',
  'corrected cost',
  'open amount',
  'unposted value',
]);

/** The cost bases of what says no number of units itself. */
const WITHOUT_UNITS: ReadonlySet<CostBasis> = new Set<CostBasis>([
  'held value',
  'its lines',
  'entered lines',
]);

const SHAPES = new Map<TransactionType, EventShape>(
  transactionTypes().flatMap((type) => {
    const shape = shapeOf(type);
    return shape === undefined ? [] : [[type, shape] as const];
  }),
);

function shapeOf(type: TransactionType): EventShape | undefined {
  const legs = legsOf(type);
  if (legs === undefined) return undefined;
  const rule = postingRule(type);
  const words: readonly string[] = fieldsOf(type);
  const needsAmount = OF_AN_AMOUNT.has(rule.costBasis);
  return {
    rule,
    ...legs,
    costBasis: rule.costBasis,
    needsToSite: words.includes('to-site') || words.includes('to-site-or-outside'),
    mayStayAtSite: words.includes('to-site-or-outside'),
    needsToLocation: words.includes('to-location'),
    mayHaveFromSite: words.includes('from-site'),
    needsDocument: words.includes('document'),
    needsReason: words.includes('reason'),
    usualReason: USUAL_REASONS[type],
    needsOriginal: words.includes('original'),
    needsAccount: words.includes('account') || words.includes('stock-account'),
    namesStockAccount: words.includes('stock-account'),
    needsReference: words.includes('reference'),
    clears: clearsOf(words),
    needsAgainst: words.includes('against'),
    takesAnyItem: words.includes('any-item'),
    mayPrecedeOriginal: words.includes('any-day'),
    originals: originalsOf(type),
    needsOtcItem: words.includes('otc-item'),
    needsQuantity: !needsAmount && !WITHOUT_UNITS.has(rule.costBasis),
    needsAmount,
    mayHaveUnits: words.includes('units'),
    ofOriginalDocument: words.includes('same-document'),
    straightAfter: words.includes('straight-after'),
    takesBack: takesBackOf(words),
    noneIn: words.includes('none-in-wip-in-transit') ? 'wip-in-transit' : undefined,
    isLedger: rule.costBasis === 'entered lines',
    assembly: assemblyOf(type),
    document: documentOf(type),
    ofOthers: ofOthersOf(words),
    mayHaveAccount:
      words.includes('stock-account') ||
      [legs.debit, legs.credit].some(
        ({ role, line }) => line !== 'none' && roleDefinition(role).allowsLine,
      ),
  };
}

function assemblyOf(type: TransactionType): AssemblyShape | undefined {
  const rows: Partial<Record<TransactionType, (typeof ASSEMBLIES)[keyof typeof ASSEMBLIES]>> =
    ASSEMBLIES;
  const row = rows[type];
  if (row === undefined) return undefined;
  const [ownItem, goods, mayScrap] = row;
  const mostGoods = goods === 'one line' ? 1 : MOST_GOODS;
  return { comesOut: ownItem === 'comes out', mostGoods, mayScrap };
}

function documentOf(type: TransactionType): DocumentShape | undefined {
  if (!isDocumentType(type)) return undefined;
  const [family, party, control, tax, sign]: readonly [...(typeof DOCUMENTS)[DocumentType]] =
    DOCUMENTS[type];
  return { type, family, party, control, tax, sign: sign === '+' ? 1n : -1n };
}

function ofOthersOf(words: readonly string[]): EventShape['ofOthers'] {
  if (words.includes('taken-over')) return 'taken-over';
  return words.includes('of-others') ? 'stays' : 'no';
}

function clearsOf(words: readonly string[]): EventShape['clears'] {
  if (words.includes('clears')) return 'always';
  return words.includes('clears-if-named') ? 'if-named' : 'never';
}

function takesBackOf(words: readonly string[]): EventShape['takesBack'] {
  if (words.includes('takes-back')) return 'always';
  return words.includes('takes-back-if-named') ? 'if-named' : 'never';
}

function fieldsOf(type: TransactionType): readonly string[] {
  const rows: Partial<Record<TransactionType, FieldRow>> = FIELDS;
  return rows[type]?.[0].split(' ') ?? [];
}

function originalsOf(type: TransactionType): readonly TransactionType[] {
  const rows: Partial<Record<TransactionType, readonly TransactionType[]>> = ORIGINALS;
  return rows[type] ?? [];
}

function legsOf(type: TransactionType): { debit: LegShape; credit: LegShape } | undefined {
  const { debit, credit } = postingRule(type);
  if (debit !== null && credit !== null) {
    const at = 'site';
    const isLineAgainstRole = debit === credit && roleDefinition(debit).allowsLine;
    const lines = isLineAgainstRole ? ONE_ROLE_TWICE : AS_ROLES_ALLOW;
    return {
      debit: { type, role: debit, at, line: lines.debit },
      credit: { type, role: credit, at, line: lines.credit },
    };
  }
  const document = documentOf(type);
  if (document !== undefined) {
    // It has no side of its own; what is owed is all that its parts have in common.
    const side = { type, role: document.control, at: 'site', line: 'none' } as const;
    return { debit: side, credit: side };
  }
  const pair = PAIRS.find(([, , sentAs]) => sentAs === type);
  if (pair === undefined) return undefined;
  const [creditType, debitType, sentAs] = pair;
  const credited = postingRule(creditType).credit;
  const debited = postingRule(debitType).debit;
  if (credited === null || debited === null) return undefined;
  const sending = sentAs === creditType;
  return {
    credit: {
      type: creditType,
      role: credited,
      at: sending ? 'site' : 'from-site',
      line: AS_ROLES_ALLOW.credit,
    },
    debit: {
      type: debitType,
      role: debited,
      at: sending ? 'to-site' : 'site',
      line: AS_ROLES_ALLOW.debit,
    },
  };
}

/** The bucket a role holds its value in; undefined for roles that hold no stock. */
export function bucketOf(
  rule: PostingRule,
  role: AccountRole,
  hasOrder: boolean,
): Bucket | undefined {
  if (role === 'inventory') {
    if (rule.inventory === 'clearing') return 'order-clearing';
    return rule.inventory === 'by order' && hasOrder ? 'order-clearing' : 'on-hand';
  }
  return BUCKETS[role];
}

const BUCKETS: Partial<Record<AccountRole, Bucket>> = {
  'inventory-in-transit': 'in-transit',
  wip: 'wip',
  'wip-in-transit': 'wip-in-transit',
  'assembly-clearing': 'assembly',
};

/** The role whose balance holds the value of a bucket. */
export const roleOf = (bucket: Bucket): AccountRole => ROLES[bucket];

const ROLES = {
  'on-hand': 'inventory',
  'order-clearing': 'inventory',
  'in-transit': 'inventory-in-transit',
  wip: 'wip',
  'wip-in-transit': 'wip-in-transit',
  consigned: 'consigned-inventory',
  assembly: 'assembly-clearing',
} as const satisfies Record<Bucket, AccountRole>;
