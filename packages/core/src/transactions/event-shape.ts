import { type AccountRole, type Bucket, roleDefinition } from '../accounts/account-role.ts';
import {
  type CostBasis,
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
  readonly needsOriginal: boolean;
  readonly needsAccount: boolean;
  /** What it is about must be said: by a reference in words or by an original. */
  readonly needsReference: boolean;
  /** The types the named original may have; empty where any may be referred to. */
  readonly originals: readonly TransactionType[];
  readonly needsQuantity: boolean;
  /** An account on the line is taken by one of the roles (`000.48`). */
  readonly mayHaveAccount: boolean;
};

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
  'manual-stock-receipt':  ['from-site'],
  'receive-transfer':      ['document'],
  'receipt-for-stock-order': ['document'],
  'receive-for-order':     ['document'],
  'pick-for-order':        ['document'],
  'deliver':               ['document'],
  'undo-deliver':          ['document original'],
  'undo-receive':          ['document original'],
  'supplier-invoice-match': ['original'],
  'return-to-stock':       ['document'],
  'lost-in-transit':       ['document reason'],
  'transfer-lost':         ['document reason'],
  'merchandise-drop':      ['document'],
  'receive-from-outside-lab': ['document'],
  'adjustment':            ['reason'],
  'location-move':         ['to-location'],
  'non-inventory-reallocation': ['account reference'],
  'cost-correction':       ['original'],
} as const satisfies Partial<Record<TransactionType, FieldRow>>;

/** What a type undoes or takes back, when it names an `original` and is posted at its cost. */
// biome-ignore format: a table reads as a table
const ORIGINALS = {
  'undo-deliver': ['deliver'],
  'undo-receive': ['receive-for-order'],
  'return':       ['sale', 'otc-sale'],
} as const satisfies Partial<Record<TransactionType, readonly TransactionType[]>>;

/**
 * The two sides of what is sent as `type`. A pair is joined here, so that no code after this
 * point can post half of it. The partner of a pair has no shape of its own: it cannot be sent.
 */
export function eventShape(type: TransactionType): EventShape | undefined {
  return SHAPES.get(type);
}

const AS_ROLES_ALLOW = { debit: 'as the role allows', credit: 'as the role allows' } as const;
const ONE_ROLE_TWICE = { debit: 'any account', credit: 'none' } as const;

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
    needsOriginal: words.includes('original'),
    needsAccount: words.includes('account'),
    needsReference: words.includes('reference'),
    originals: originalsOf(type),
    needsQuantity: rule.costBasis !== 'given amount' && rule.costBasis !== 'corrected cost',
    mayHaveAccount: [legs.debit, legs.credit].some(
      ({ role, line }) => line !== 'none' && roleDefinition(role).allowsLine,
    ),
  };
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
};

/** The role whose balance holds the value of a bucket. */
export const roleOf = (bucket: Bucket): AccountRole => ROLES[bucket];

const ROLES = {
  'on-hand': 'inventory',
  'order-clearing': 'inventory',
  'in-transit': 'inventory-in-transit',
  wip: 'wip',
  'wip-in-transit': 'wip-in-transit',
} as const satisfies Record<Bucket, AccountRole>;
