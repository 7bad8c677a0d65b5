import {
  type AccountDetermination,
  type CostBasis,
  type DeterminationStep,
  formatDecimal,
  type Item,
  ok,
  type Posting,
  postingRule,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
  type TransactionType,
} from 'perpetua-core';
import { amountInWords, issueOf } from './amount-in-words.ts';
import { type CompanyNames, companyNames } from './company-names.ts';
import type {
  BooksReading,
  EventRecord,
  Moved,
  MovementLine,
  ReadingSession,
  StoredDetermination,
} from './ports.ts';
import {
  type CostUseText,
  itemsOf,
  type LinkText,
  linkText,
  type MovementText,
  movementText,
  type Scale,
} from './transactions.ts';

/** Which side of which posting of which entry; `line` and `side` are those of the entry's lines. */
export type LineName = {
  readonly entry: number;
  readonly line: number;
  readonly side: 'debit' | 'credit';
};

/** Why this account: the stored path of the ladder, as it was when the line was posted. */
export type AccountReason = {
  readonly determination: number;
  readonly configurationVersion: number;
  /** The role the rule asks for, and the one that was looked up in its place. */
  readonly role: string;
  readonly roleUsed: string;
  readonly roleReason: string | null;
  readonly account: string;
  readonly center: string;
  readonly centerSource: string;
  readonly sentence: string;
  readonly steps: readonly DeterminationStep[];
  readonly shadowed: AccountDetermination['shadowed'];
  readonly warnings: readonly string[];
  /** Word for word what is stored. */
  readonly content: AccountDetermination;
};

/** Why this amount: the rule's cost basis, the movements with their pools, and their causes. */
type AmountReason = {
  readonly costBasis: CostBasis;
  readonly sentence: string;
  /** The movement of this line's own account; null where the line holds no stock. */
  readonly movement: MovementText | null;
  /** The movement whose pool decided the amount. */
  readonly decidedBy: MovementText | null;
  /** What this transaction refers to, reverses or was caused by, and what refers to it. */
  readonly links: readonly LinkText[];
  readonly costUses: readonly CostUseText[];
};

/** A line of a journal entry, explained. */
export type LineExplanation = LineName & {
  readonly event: number;
  readonly source: string;
  readonly key: string;
  readonly type: TransactionType;
  readonly item: string;
  readonly postedOn: string;
  readonly account: string;
  readonly accountName: string;
  readonly center: string;
  readonly site: string;
  readonly amount: string;
  readonly whyAccount: AccountReason;
  readonly whyAmount: AmountReason;
};

/** Why a posted line has its account and its amount. `not-found` when there is no such line. */
export function explainLine(
  books: BooksReading,
  company: number,
  name: LineName,
): Promise<Result<LineExplanation, Refusal>> {
  return books.reading(company, async (session) => {
    const event = await session.eventOfEntry(name.entry);
    const record = event && (await session.record(event));
    const posting = record?.postings.find(({ line }) => line === name.line);
    if (record === undefined || posting === undefined) {
      return refused([refusal('not-found', { what: `line ${name.line} of entry ${name.entry}` })]);
    }
    const names = await companyNames(session, session.lane.configurationVersion);
    const items = await itemsOf(session, record);
    const item = items.get(record.event.item);
    const stored = await determinationsOf(session, record.postings);
    const found = stored.get(posting[name.side].determination);
    if (item === undefined || found === undefined) {
      return refused([refusal('not-found', { what: `explanation of entry ${name.entry}` })]);
    }
    const facts = { record, posting, item, items, stored, names };
    const whyAmount = await amountReason(session, facts, name);
    return ok({
      ...lineTexts(record, posting, name, names),
      whyAccount: reasonOf(found),
      whyAmount,
    });
  });
}

/** A stored determination by its number; `not-found` when it was not given out. */
export function findDetermination(
  books: BooksReading,
  company: number,
  number: number,
): Promise<Result<AccountReason, Refusal>> {
  return books.reading(company, async (session) => {
    const [found] = await session.determinations([number]);
    return found === undefined
      ? refused([refusal('not-found', { what: `determination ${number}` })])
      : ok(reasonOf(found));
  });
}

function lineTexts(
  { event }: EventRecord,
  posting: Posting,
  name: LineName,
  { accounts, company }: CompanyNames,
) {
  const { account, center, site, type } = posting[name.side];
  return {
    ...name,
    event: event.number,
    source: event.source,
    key: event.key,
    type,
    item: event.item,
    postedOn: posting.postedOn,
    account,
    accountName: accounts.get(account) ?? account,
    center,
    site,
    amount: formatDecimal(posting.amount, company.currencyDecimals),
  };
}

function reasonOf({ number, configurationVersion, content }: StoredDetermination): AccountReason {
  // The text was written by the core and is never changed.
  const stored: AccountDetermination = JSON.parse(content);
  const { question, roleUsed, roleReason, account, center, centerSource } = stored;
  return {
    determination: number,
    configurationVersion,
    role: question.role,
    roleUsed,
    roleReason,
    account: account ?? '',
    center,
    centerSource,
    sentence: stored.text,
    steps: stored.steps,
    shadowed: stored.shadowed,
    warnings: stored.warnings,
    content: stored,
  };
}

async function determinationsOf(
  session: ReadingSession,
  postings: readonly Posting[],
): Promise<ReadonlyMap<number, StoredDetermination>> {
  const numbers = postings.flatMap(({ debit, credit }) => [
    debit.determination,
    credit.determination,
  ]);
  const stored = await session.determinations([...new Set(numbers)]);
  return new Map(stored.map((one) => [one.number, one]));
}

type Explained = {
  readonly record: EventRecord;
  readonly posting: Posting;
  readonly item: Item;
  readonly items: ReadonlyMap<string, Item>;
  readonly stored: ReadonlyMap<number, StoredDetermination>;
  readonly names: CompanyNames;
};

async function amountReason(
  session: ReadingSession,
  { record, posting, item, items, stored, names }: Explained,
  { side }: LineName,
): Promise<AmountReason> {
  const scale: Scale = {
    quantity: item.quantityDecimals,
    currency: names.company.currencyDecimals,
  };
  const content: Partial<TransactionInput> = JSON.parse(record.event.content);
  const sentence = amountInWords({
    record,
    content,
    item,
    scale,
    roles: new Map([...stored].map(([number, { role }]) => [number, role])),
    originalMoved: await originalMoved(session, record),
    onHandBefore: await onHandBefore(session, record, content),
  });
  const decidedBy = issueOf(record) ?? record.movements[0];
  const own = movementOf(record.movements, posting, side);
  return {
    costBasis: postingRule(record.event.type).costBasis,
    sentence,
    movement: own === undefined ? null : movementText(own, items, scale),
    decidedBy: decidedBy === undefined ? null : movementText(decidedBy, items, scale),
    links: record.links.map((link) => linkText(link, scale)),
    costUses: record.costUses.map(({ quantity, value, ...use }) => ({
      ...use,
      quantity: formatDecimal(quantity, scale.quantity),
      value: formatDecimal(value, scale.currency),
    })),
  };
}

/** The movement on the account and site of a side: value comes in by debit and leaves by credit. */
function movementOf(
  movements: readonly MovementLine[],
  posting: Posting,
  side: 'debit' | 'credit',
): MovementLine | undefined {
  const { account, site } = posting[side];
  return movements.find(
    (movement) =>
      movement.account === account &&
      movement.site === site &&
      (side === 'debit' ? movement.value > 0n : movement.value < 0n),
  );
}

/** What the transaction that is referred to had moved. */
async function originalMoved(
  session: ReadingSession,
  { links }: EventRecord,
): Promise<Moved | undefined> {
  const link = links.find(
    ({ direction, kind, quantity }) => direction === 'to' && kind === 'refers-to' && quantity >= 0n,
  );
  const original = link && (await session.eventNumbered(link.other.number));
  if (original === undefined) return undefined;
  return (await session.movedBy([original])).get(original.number);
}

/** The stock whose average priced goods that did not come out of it. */
async function onHandBefore(
  session: ReadingSession,
  record: EventRecord,
  { fromSite }: Partial<TransactionInput>,
): Promise<readonly Moved[]> {
  const [first] = record.movements;
  const issue = issueOf(record);
  if (first === undefined || (issue !== undefined && issue.bucket !== 'on-hand')) return [];
  const site = issue?.site ?? fromSite ?? first.site;
  return session.poolsBefore({ item: first.item, site }, first.number);
}
