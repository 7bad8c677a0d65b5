import {
  type AccountDetermination,
  type AccountQuestion,
  type AccountRole,
  type Bucket,
  type BusinessDate,
  bucketOf,
  COUNT_REASON,
  type Configuration,
  chargeFacts,
  clearingBetween,
  determineAccount,
  type EventShape,
  eventShape,
  type Item,
  isIntegrated,
  isTransactionType,
  type LegShape,
  locationKey,
  ok,
  PAIRS,
  parseBusinessDate,
  postingRule,
  type Refusal,
  type Result,
  refusal,
  refused,
  roleDefinition,
  type TransactionType,
} from 'perpetua-core';
import type { BooksReading } from './ports.ts';
import { configurationAt } from './present-configuration.ts';

/** A transaction that nobody has sent: only what may decide its accounts. */
export type HypotheticalTransaction = {
  readonly type: string;
  readonly item: string;
  readonly site: string;
  readonly postedOn: string;
  readonly location?: string;
  readonly toSite?: string;
  readonly toLocation?: string;
  readonly fromSite?: string;
  readonly reason?: string;
  readonly account?: string;
  readonly document?: string;
};

/** One side of it: where it would post, and why its account. */
type HypotheticalLeg = {
  readonly side: 'debit' | 'credit';
  readonly type: TransactionType;
  readonly role: AccountRole;
  readonly site: string;
  readonly location: string;
  /** The bucket the role stands for here; null for roles that hold no stock. */
  readonly bucket: Bucket | null;
  readonly determination: AccountDetermination;
};

export type HypotheticalExplanation = {
  readonly configurationVersion: number;
  /** False while inventory is not integrated and a side needs it: then nothing would be posted. */
  readonly posted: boolean;
  readonly legs: readonly HypotheticalLeg[];
};

/**
 * Which accounts a transaction would have, and why, by the configuration as it is now. Nothing is
 * posted and no stock is looked at: value that is there already leaves from the account it is
 * pinned to, whatever the ladder says of new value.
 *
 * Refuses what the transaction itself would be refused for: unknown types, items, sites, locations,
 * reasons and accounts, a missing site on the other side, a date that is none.
 */
export function explainHypothetical(
  books: BooksReading,
  company: number,
  transaction: HypotheticalTransaction,
): Promise<Result<HypotheticalExplanation, Refusal>> {
  return books.reading(company, async (session) => {
    const configuration = await configurationAt(session);
    const items = await session.items([transaction.item], 'now');
    const item = items.get(transaction.item);
    const shape = isTransactionType(transaction.type) ? eventShape(transaction.type) : undefined;
    const postedOn = parseBusinessDate(transaction.postedOn);
    const reasons = [
      ...typeRefusals(transaction.type, shape),
      ...placeRefusals(transaction, configuration, shape),
      ...valueRefusals(transaction, configuration),
    ];
    if (item === undefined) reasons.push(refusal('item-unknown', { item: transaction.item }));
    if (item === undefined || shape === undefined || postedOn === undefined || reasons.length > 0) {
      return refused(reasons);
    }
    return ok(explanation({ transaction, configuration, item, shape, postedOn }));
  });
}

function typeRefusals(type: string, shape: EventShape | undefined): readonly Refusal[] {
  if (!isTransactionType(type)) return [refusal('transaction-type-unknown', { type })];
  if (shape !== undefined) return [];
  const partner = PAIRS.find(([credit, debit]) => credit === type || debit === type)?.[2] ?? '';
  return [refusal('type-not-sent', { type, partner })];
}

function placeRefusals(
  transaction: HypotheticalTransaction,
  { sites, locations, warehouses }: Configuration,
  shape: EventShape | undefined,
): Refusal[] {
  const { type, site, toSite, fromSite, location, toLocation } = transaction;
  const isPlace = (code: string) =>
    locations.has(locationKey(site, code)) || warehouses.has(locationKey(site, code));
  const named = { site, toSite, fromSite };
  const unknown = Object.entries(named).flatMap(([field, code]) =>
    code === undefined || sites.has(code) ? [] : [refusal('site-unknown', { site: code, field })],
  );
  const needed = [shape?.debit.at, shape?.credit.at].flatMap((at) => {
    if (at === 'to-site' && toSite === undefined) return ['toSite'];
    return at === 'from-site' && fromSite === undefined ? ['fromSite'] : [];
  });
  const places = [location, toLocation].flatMap((code) =>
    code === undefined || isPlace(code)
      ? []
      : [refusal('location-unknown', { location: code, site })],
  );
  const missing = needed.map((field) => refusal('field-missing', { type, field }));
  return [...unknown, ...missing, ...places];
}

function valueRefusals(
  { reason, account, postedOn }: HypotheticalTransaction,
  { reasons, accounts }: Configuration,
): Refusal[] {
  const refusals: Refusal[] = [];
  if (reason !== undefined && !reasons.has(reason))
    refusals.push(refusal('reason-unknown', { reason }));
  if (account !== undefined && !accounts.has(account))
    refusals.push(refusal('account-unknown', { account }));
  if (parseBusinessDate(postedOn) === undefined)
    refusals.push(refusal('date-invalid', { field: 'postedOn', value: postedOn }));
  return refusals;
}

type Hypothesis = {
  readonly transaction: HypotheticalTransaction;
  readonly configuration: Configuration;
  readonly item: Item;
  readonly shape: EventShape;
  readonly postedOn: BusinessDate;
};

function explanation(hypothesis: Hypothesis): HypotheticalExplanation {
  const { configuration, shape, postedOn } = hypothesis;
  const debit = legOf(hypothesis, 'debit', shape.debit);
  const credit = legOf(hypothesis, 'credit', shape.credit);
  const legs = [debit, credit, ...clearingLegs(hypothesis, debit, credit)];
  const needsIntegration = legs.some(
    ({ determination }) => roleDefinition(determination.roleUsed).needsIntegration,
  );
  return {
    configurationVersion: configuration.version,
    posted: !needsIntegration || isIntegrated(configuration, postedOn),
    legs,
  };
}

/** What keeps both sites in balance, where sites balance by themselves: each leg's site, its other side. */
function clearingLegs(
  hypothesis: Hypothesis,
  debit: HypotheticalLeg,
  credit: HypotheticalLeg,
): readonly HypotheticalLeg[] {
  const { configuration, shape } = hypothesis;
  const clearing = clearingBetween(configuration, debit, credit);
  if (clearing === undefined) return [];
  const atCredit = { ...shape.credit, role: clearing.debit.role };
  const atDebit = { ...shape.debit, role: clearing.credit.role };
  return [
    { ...legOf(hypothesis, 'debit', atCredit), location: clearing.debit.location },
    { ...legOf(hypothesis, 'credit', atDebit), location: clearing.credit.location },
  ];
}

function legOf(
  { transaction, configuration, item, shape, postedOn }: Hypothesis,
  side: 'debit' | 'credit',
  { type, role, at, line }: LegShape,
): HypotheticalLeg {
  const { site, toSite = '', fromSite = '', location = '', toLocation = '' } = transaction;
  const places = { site: site, 'to-site': toSite, 'from-site': fromSite };
  const ownLocation = shape.needsToLocation && side === 'debit' ? toLocation : location;
  const legLocation = at === 'site' ? ownLocation : '';
  const hasOrder = transaction.document !== undefined && transaction.document !== '';
  const question: AccountQuestion = {
    type,
    role,
    group: item.group,
    itemType: item.itemType ?? '',
    financialGroup: item.financialGroup ?? '',
    site: places[at],
    location: roleDefinition(role).place === 'place' ? legLocation : '',
    reason: transaction.reason ?? '',
    typedOnLine: line === 'none' ? '' : (transaction.account ?? ''),
    pinned: '',
    facts: factsOf(transaction, line, configuration),
  };
  return {
    side,
    type,
    role,
    site: places[at],
    location: legLocation,
    bucket: bucketOf(postingRule(type), role, hasOrder) ?? null,
    determination: determineAccount(question, configuration, postedOn),
  };
}

function factsOf(
  { reason, type, account }: HypotheticalTransaction,
  line: LegShape['line'],
  configuration: Configuration,
): AccountQuestion['facts'] {
  if (line === 'any account') return { reallocated: true };
  if (isTransactionType(type) && postingRule(type).costBasis === 'added cost')
    return chargeFacts(configuration, account);
  return reason === COUNT_REASON ? { countReason: true } : {};
}
