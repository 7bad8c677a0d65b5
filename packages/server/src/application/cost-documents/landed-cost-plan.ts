import {
  allocate,
  COST_TYPES,
  DEFAULT_SOURCE,
  formatDecimal,
  LARGEST_MONEY,
  type Money,
  money,
  ok,
  parseBusinessDate,
  parseDecimal,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import { LARGEST_REQUEST } from '../post-transactions.ts';
import type { WholePlace } from '../post-whole.ts';
import type { BooksReading, LandedCostEvent } from '../reading/ports.ts';
import { sentContent } from '../sent-content.ts';
import { type AllocationLine, basesOf } from './allocation-basis.ts';
import { type CostReceipt, loadReceipts, type ReceiptName } from './cost-receipts.ts';
import type { LandedCharge, LandedCostDocument, PapersOfReceipts } from './landed-cost-document.ts';

export type LandedCostPlace = WholePlace & { readonly reading: BooksReading };

/** The part of a charge that falls on a receipt, and the transaction that posts it. */
export type PlannedShare = {
  /** Which of the charges, from 0 on. */
  readonly charge: number;
  readonly receipt: CostReceipt;
  readonly basis: bigint;
  readonly share: Money;
  readonly input: TransactionInput;
};

/**
 * Shares every charge of a document over its receipts: to the cent, the last receipt taking what
 * remains (`Q-50`). Refuses amounts that are none, receipts that are none or stand there twice, and
 * every receipt without a basis; also a known key for other receipts.
 */
export async function planLandedCost(
  place: LandedCostPlace,
  document: LandedCostDocument,
): Promise<Result<readonly PlannedShare[], Refusal>> {
  const { currencyDecimals: decimals, id } = place.company;
  const amounts = readAmounts(document.charges, decimals);
  if (!amounts.ok) return amounts;
  const known = await place.reading.reading(id, (session) => session.landedCosts(document.key));
  const lines = await linesOf(place, document, known);
  if (!lines.ok) return lines;
  const { receipts, refusals } = await loadReceipts(place, lines.value);
  if (refusals.length > 0) return refused(refusals);
  const { bases, refusals: without } = basesOf(document.basis, receipts, lines.value);
  if (without.length > 0) return refused(without);
  const shares = amounts.value.flatMap((amount, charge) =>
    allocate(amount, bases).flatMap((share, line): PlannedShare[] => {
      const receipt = receipts[line];
      if (receipt === undefined) return [];
      const part = { charge, receipt, basis: bases[line] ?? 0n, share };
      return [{ ...part, input: inputOf(document, { ...part, line }, decimals) }];
    }),
  );
  return withinBounds(document, known, shares);
}

function readAmounts(
  charges: readonly LandedCharge[],
  decimals: number,
): Result<readonly Money[], Refusal> {
  const refusals: Refusal[] = [];
  const amounts = charges.map(({ amount }, index) => {
    const field = `charge ${index + 1}`;
    const number = parseDecimal(amount, decimals, LARGEST_MONEY);
    if (number === 0n) refusals.push(malformed(`${field}: an amount of zero adds nothing`));
    if (typeof number === 'bigint') return money(number);
    const details = { field, value: amount.slice(0, 40), decimals: String(decimals) };
    const limit = formatDecimal(LARGEST_MONEY, decimals);
    if (number === 'too-precise') refusals.push(refusal('number-too-precise', details));
    else if (number === 'too-large')
      refusals.push(refusal('number-too-large', { ...details, limit }));
    else refusals.push(refusal('number-invalid', details));
    return money(0n);
  });
  if (charges.length === 0) refusals.push(malformed('charges: there is none'));
  return refusals.length === 0 ? ok(amounts) : refused(refusals);
}

const malformed = (fault: string): Refusal => refusal('request-malformed', { fault });

/** The receipts it names, or those its papers name; sent again, those it was shared over before. */
async function linesOf(
  place: LandedCostPlace,
  { receipts, of }: LandedCostDocument,
  known: readonly LandedCostEvent[],
): Promise<Result<readonly AllocationLine[], Refusal>> {
  if ((receipts === undefined) === (of === undefined))
    return refused([malformed('give `receipts`, or else `of`')]);
  if (receipts !== undefined) return eachOnce(receipts);
  return known.length > 0 ? ok(originalsOf(known)) : receiptsOf(place, of ?? {});
}

function eachOnce(lines: readonly AllocationLine[]): Result<readonly AllocationLine[], Refusal> {
  const seen = new Set<string>();
  const twice = lines.filter((line) => {
    const name = nameOf(line);
    if (seen.has(name)) return true;
    seen.add(name);
    return false;
  });
  if (lines.length === 0) return refused([malformed('receipts: there is none')]);
  if (twice.length === 0) return ok(lines);
  return refused(twice.map(({ key }) => malformed(`receipts: ${key} stands there twice`)));
}

const nameOf = ({ source = DEFAULT_SOURCE, key }: ReceiptName): string => `${source}\n${key}`;

/** The receipts that landed costs are about, each once, in their order. */
function originalsOf(known: readonly LandedCostEvent[]): readonly ReceiptName[] {
  const names = known.map(({ event }) => ({
    source: event.source,
    key: sentContent(event).original ?? '',
  }));
  return [...new Map(names.map((name) => [nameOf(name), name])).values()];
}

async function receiptsOf(
  { reading, company }: LandedCostPlace,
  { on, ...papers }: PapersOfReceipts,
): Promise<Result<readonly ReceiptName[], Refusal>> {
  const day = on === undefined ? undefined : parseBusinessDate(on);
  if (on !== undefined && day === undefined)
    return refused([refusal('date-invalid', { field: 'on', value: on })]);
  const { document, reference, party } = papers;
  const said = [document, reference, party].filter((text) => text !== undefined && text !== '');
  if (said.length === 0) return refused([malformed('of: give document, reference or party')]);
  const found = await reading.reading(company.id, (session) =>
    session.receipts({ ...papers, on: day }, LARGEST_REQUEST + 1),
  );
  if (found.length > 0) return ok(found.map(({ key, source }) => ({ key, source })));
  const what = `receipt of ${[...said, ...(on === undefined ? [] : [on])].join(', ')}`;
  return refused([refusal('not-found', { what })]);
}

type Part = Omit<PlannedShare, 'input' | 'basis'> & { readonly line: number };

function inputOf(
  { key, postedOn, charges }: LandedCostDocument,
  { charge, line, receipt, share }: Part,
  decimals: number,
): TransactionInput {
  const { event } = receipt.earlier;
  const { account, party, reference } = charges[charge] ?? {};
  return {
    key: `${key}:${charge + 1}.${line + 1}`,
    source: event.source,
    type: COST_TYPES.landedCost,
    postedOn,
    item: event.item,
    site: event.site,
    amount: formatDecimal(share, decimals),
    ...(account === undefined ? {} : { account }),
    document: key,
    ...(reference === undefined ? {} : { reference }),
    ...(party === undefined ? {} : { party }),
    original: event.key,
  };
}

/** A document of one key is shared over the same receipts for ever, and is no larger than a request. */
function withinBounds(
  { key }: LandedCostDocument,
  known: readonly LandedCostEvent[],
  shares: readonly PlannedShare[],
): Result<readonly PlannedShare[], Refusal> {
  if (shares.length > LARGEST_REQUEST) {
    const sizes = { count: String(shares.length), limit: String(LARGEST_REQUEST) };
    return refused([refusal('document-too-large', sizes)]);
  }
  const names = new Set(known.map(({ event }) => nameOf(event)));
  const isSame =
    names.size === shares.length && shares.every(({ input }) => names.has(nameOf(input)));
  if (known.length === 0 || isSame) return ok(shares);
  const source = known[0]?.event.source ?? DEFAULT_SOURCE;
  const difference = 'it was shared over other receipts, or had other charges';
  return refused([refusal('key-reused', { key, source, difference })]);
}
