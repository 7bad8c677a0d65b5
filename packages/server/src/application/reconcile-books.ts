import {
  type AccountRole,
  accountRoles,
  assert,
  type Bucket,
  type BusinessDate,
  isIntegrated,
  type Money,
  money,
  ok,
  type Refusal,
  type Result,
  roleDefinition,
} from 'perpetua-core';
import { configurationOf } from './configuration/configuration-facts.ts';
import { type ProposedRemedy, proposeRemedy } from './difference-remedies.ts';
import type {
  BooksInspection,
  DifferencePart,
  InspectionSession,
  LogEnd,
  StockAccount,
} from './inspection.ts';
import { type AskedMoment, type Moment, resolveMoment } from './reading/moment.ts';
import type { Cut } from './reading/ports.ts';
import type { AsKnown } from './reading/report.ts';

/** The two books side by side, in minor units of the company's currency. */
type Comparison = {
  readonly subledger: Money;
  readonly ledger: Money;
  /** Subledger less ledger. */
  readonly difference: Money;
};

/** The comparison on one account at one site (`Q-40`). */
type ReconciledAccount = Comparison & {
  readonly role: AccountRole;
  /** Other roles of stock on the same account: the ledger cannot tell them apart. */
  readonly sharedWith: readonly AccountRole[];
  readonly account: string;
  readonly site: string;
  /** Part of the subledger that belongs to orders between their sale and their delivery. */
  readonly orderClearing: Money;
};

/** A part of a difference that has one cause, with what to do about it. */
type TypedDifference = DifferencePart & ProposedRemedy;

/** The subledger against the general ledger. */
export type Reconciliation = Comparison & {
  readonly end: LogEnd;
  /** Nothing dated later is counted; null when everything is. */
  readonly asOf: BusinessDate | null;
  readonly asKnown: AsKnown;
  readonly currencyDecimals: number;
  /** Whether inventory is integrated on the day asked for; if not, nothing has to be posted. */
  readonly integrated: boolean;
  /**
   * Whether the two books agree to the minor unit. While inventory is not integrated, what moved
   * since without an entry is no disagreement; once it is again, it is one.
   */
  readonly agree: boolean;
  readonly orderClearing: Money;
  readonly roles: readonly (Comparison & { readonly role: AccountRole })[];
  readonly accounts: readonly ReconciledAccount[];
  readonly differences: readonly TypedDifference[];
};

/** The roles that hold stock, in the order in which they are shown. */
const STOCK_ROLES = accountRoles().filter((role) => roleDefinition(role).isBucket);

const ROLE_OF_BUCKET = {
  'on-hand': 'inventory',
  'order-clearing': 'inventory',
  'in-transit': 'inventory-in-transit',
  wip: 'wip',
  'wip-in-transit': 'wip-in-transit',
  consigned: 'consigned-inventory',
  assembly: 'assembly-clearing',
} as const satisfies Record<Bucket, AccountRole>;

/**
 * Reconciles the subledger with the general ledger: per account and site, with the role the account
 * has, the order clearing shown on its own (`003.22`, `Q-40`). It reads the sums that are kept, so it
 * takes no longer on a long history; only where something differs the log is searched for the causes.
 *
 * @param today the business day on which it is asked whether inventory is integrated
 */
export function reconcileBooks(
  inspection: BooksInspection,
  company: number,
  today: BusinessDate,
): Promise<Reconciliation> {
  return inspection.inspecting(company, async (session) => {
    const moment = await momentOf(session, {});
    assert(moment.ok, 'the present is a moment of the books');
    return compared(session, moment.value, today);
  });
}

/**
 * The same as of a business date, or as the books knew it: both books are read at that moment, from
 * the last snapshots and what came after them. Integration is asked of the date.
 *
 * Refuses a date that is none (`date-invalid`) and a state of knowledge that is not reached yet or
 * cannot be read (`request-malformed`).
 */
export function reconcileBooksAt(
  inspection: BooksInspection,
  company: number,
  asked: AskedMoment,
  today: BusinessDate,
): Promise<Result<Reconciliation, Refusal>> {
  return inspection.inspecting(company, async (session) => {
    const moment = await momentOf(session, asked);
    return moment.ok ? ok(await compared(session, moment.value, today)) : moment;
  });
}

const momentOf = ({ end, batchOf, lastEventBy }: InspectionSession, asked: AskedMoment) =>
  resolveMoment({ lane: end, batchOf, lastEventBy }, asked);

async function compared(
  session: InspectionSession,
  { asOf, asKnown, isLatest }: Moment,
  today: BusinessDate,
): Promise<Reconciliation> {
  const version = asKnown.configuration;
  const configuration = configurationOf(await session.facts(version), version);
  const { currencyDecimals } = configuration.company;
  const integrated = isIntegrated(configuration, asOf ?? today);
  const cut = isLatest && asOf === null ? undefined : { asOf, event: asKnown.event };
  const accounts = (await session.stockAccounts(cut)).map(reconciled);
  const parts = await partsOf(session, accounts, cut);
  const open = parts.filter((part) => integrated || part.class !== 'not-integrated');
  return {
    ...total(accounts),
    end: session.end,
    asOf,
    asKnown,
    currencyDecimals,
    integrated,
    agree: open.length === 0,
    orderClearing: sumOf(accounts, ({ orderClearing }) => orderClearing),
    roles: STOCK_ROLES.map((role) => ({
      role,
      ...total(accounts.filter((account) => account.role === role)),
    })),
    accounts,
    differences: parts.map((part) => ({
      ...part,
      ...proposeRemedy(part, { integrated, currencyDecimals }),
    })),
  };
}

function reconciled({ account, site, roles, buckets, ledger }: StockAccount): ReconciledAccount {
  const held = new Set([...roles, ...buckets.map(({ bucket }) => ROLE_OF_BUCKET[bucket])]);
  const [role = 'inventory', ...sharedWith] = STOCK_ROLES.filter((one) => held.has(one));
  const subledger = sumOf(buckets, ({ value }) => value);
  const clearing = buckets.filter(({ bucket }) => bucket === 'order-clearing');
  return {
    role,
    sharedWith,
    account,
    site,
    subledger,
    orderClearing: sumOf(clearing, ({ value }) => value),
    ledger,
    difference: money(subledger - ledger),
  };
}

/** Only places that differ are looked into: the causes are in the log, and the log is long. */
async function partsOf(
  session: InspectionSession,
  accounts: readonly ReconciledAccount[],
  cut: Cut | undefined,
): Promise<readonly DifferencePart[]> {
  const differing = accounts.filter(({ difference }) => difference !== 0n);
  return differing.length === 0 ? [] : session.differenceParts(differing, cut);
}

function total(accounts: readonly Comparison[]): Comparison {
  return {
    subledger: sumOf(accounts, ({ subledger }) => subledger),
    ledger: sumOf(accounts, ({ ledger }) => ledger),
    difference: sumOf(accounts, ({ difference }) => difference),
  };
}

function sumOf<Thing>(things: readonly Thing[], amountOf: (thing: Thing) => Money): Money {
  return money(things.reduce((sum, thing) => sum + amountOf(thing), 0n));
}
