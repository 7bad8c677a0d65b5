import type { AccountRole, Bucket } from '../accounts/account-role.ts';
import { type JournalLine, journalLines, type Posting } from '../journal/posting.ts';
import type { Books } from '../posting/books.ts';
import { type Decision, decide, type Outcome } from '../posting/decide.ts';
import { assert } from '../primitives/assert.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { divideHalfUp } from '../primitives/money.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';
import { refusalText } from '../transactions/refusals.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { SAMPLE_ACCOUNTS, type SampleOptions, sampleBooks } from './sample-books.ts';

/** What a test says of a transaction; key, day, item and site have defaults. */
export type SampleFields = Partial<TransactionInput>;

type Posted = Extract<Outcome, { readonly status: 'posted' | 'duplicate' }>;

/**
 * The sample company at work: sends one transaction at a time and shows in words what became of
 * it, so that a test reads like the page it proves.
 */
export class SampleCompany {
  readonly books: Books;
  readonly decisions: Decision[] = [];
  #sent = 0;

  constructor(options: SampleOptions = {}) {
    this.books = sampleBooks(options);
  }

  /** Sends a transaction of frame F1 at the distribution centre, unless told otherwise. */
  send(type: string, fields: SampleFields = {}): Outcome {
    this.#sent += 1;
    const key = `t${this.#sent}`;
    const input = { key, type, postedOn: '2026-01-05', item: 'F1', site: 'DC', ...fields };
    const decision = decide([input], this.books);
    this.decisions.push(decision);
    const [outcome] = decision.outcomes;
    assert(outcome !== undefined, 'every transaction has an outcome');
    return outcome;
  }

  /** Posts a transaction and gives its journal as text; a refusal is a mistake in the test. */
  post(type: TransactionType, fields: SampleFields = {}): string {
    return this.journalOf(this.posted(type, fields));
  }

  /** Posts a transaction and gives the outcome itself. */
  posted(type: TransactionType, fields: SampleFields = {}): Posted {
    const outcome = this.send(type, fields);
    const reasons = outcome.status === 'refused' ? outcome.refusals.map(refusalText) : [];
    assert(outcome.status !== 'refused', reasons.map(({ message }) => message).join(' '));
    return outcome;
  }

  /** Sends a transaction that must be refused and gives the codes, in the order they came. */
  refused(type: string, fields: SampleFields = {}): readonly string[] {
    const outcome = this.send(type, fields);
    assert(outcome.status === 'refused', `${type} is refused`);
    return outcome.refusals.map(({ code }) => code);
  }

  /**
   * The journal of an outcome, debits before credits; what it caused follows on lines of its own
   * with its type in front: `Dr inventory@DC 4.00 / Cr cogs@DC 4.00`.
   */
  journalOf({ event, caused, postings }: Posted): string {
    return [event, ...caused]
      .flatMap(({ entry, type }) => {
        const lines = journalLines(postings.filter((posting) => posting.entry === entry));
        const prefix = type === event.type ? '' : `${type}: `;
        return entry === 0 ? [] : [`${prefix}${this.#text(lines)}`];
      })
      .join('\n');
  }

  #text(lines: readonly JournalLine[]): string {
    const { accounts } = this.books.desk.configuration;
    const side = (word: 'Dr' | 'Cr', column: 'debit' | 'credit') =>
      lines
        .filter((line) => line[column] !== null)
        .map(({ account, site, [column]: amount }) => {
          const name = accounts.get(account)?.name ?? account;
          return `${word} ${name}@${site} ${formatDecimal(amount ?? 0n, 2)}`;
        })
        .join(', ');
    return `${side('Dr', 'debit')} / ${side('Cr', 'credit')}`;
  }

  /** Quantity, value and average of what a site has on hand: `12 = 612.00 @ 51.000000`. */
  onHand(site: string, item = 'F1'): string {
    const { quantity, value } = this.#held(site, item, 'on-hand');
    const decimals = this.books.items.get(item)?.quantityDecimals ?? 0;
    const scale = 10n ** BigInt(decimals + 4);
    const average = quantity === 0n ? 0n : divideHalfUp(value * scale, quantity);
    return `${formatDecimal(quantity, decimals)} = ${formatDecimal(value, 2)} @ ${formatDecimal(average, 6)}`;
  }

  /** Quantity and value in a bucket of a site: `1 = 45.00`. */
  held(site: string, bucket: Bucket, item = 'F1'): string {
    const { quantity, value } = this.#held(site, item, bucket);
    return `${quantity} = ${formatDecimal(value, 2)}`;
  }

  #held(site: string, item: string, bucket: Bucket): { quantity: bigint; value: bigint } {
    const sum = { quantity: 0n, value: 0n };
    for (const { address, pool } of this.books.pools.values()) {
      if (address.site !== site || address.item !== item || address.bucket !== bucket) continue;
      sum.quantity += pool.quantity;
      sum.value += pool.value;
    }
    return sum;
  }

  /** All postings so far. */
  postings(): readonly Posting[] {
    return this.decisions.flatMap(({ postings }) => postings);
  }

  /** The balance of a role's sample account, debit positive; of one site where one is named. */
  balance(role: AccountRole, site?: string): string {
    return this.balanceOf(SAMPLE_ACCOUNTS.get(role) ?? '', site);
  }

  /** The balance of an account, debit positive. */
  balanceOf(account: string, site?: string): string {
    let sum = 0n;
    for (const { debit, credit, amount } of this.postings()) {
      if (debit.account === account && debit.site === (site ?? debit.site)) sum += amount;
      if (credit.account === account && credit.site === (site ?? credit.site)) sum -= amount;
    }
    return formatDecimal(sum, 2);
  }
}

/**
 * The fixture of the one-line checks (`transactions.md` 2.1b): frame F1, ten at the distribution
 * centre at 50 and ten at office O1 at 45; ten accessories A1 at O1 at 4.
 */
export function opticalChain(options: SampleOptions = {}): SampleCompany {
  const company = new SampleCompany(options);
  company.post('opening-balance', { site: 'DC', quantity: '10', unitCost: '50' });
  company.post('opening-balance', { site: 'O1', quantity: '10', unitCost: '45' });
  company.post('opening-balance', { site: 'O1', item: 'A1', quantity: '10', unitCost: '4' });
  return company;
}
