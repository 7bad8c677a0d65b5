import {
  type Books,
  type Decision,
  decide,
  type Money,
  money,
  NO_MONEY,
  type Posting,
  type Refusal,
  type TransactionInput,
} from 'perpetua-core';
import { demonstrationSetup } from '../demonstration-setup.ts';
import { demonstrationTransactions } from '../demonstration-transactions.ts';
import { booksOf } from './books-of-setup.ts';

/** The demonstration year as the core decided it, with what a test asks of it. */
export type YearInBooks = {
  readonly books: Books;
  readonly refused: readonly {
    readonly input: TransactionInput;
    readonly refusals: readonly Refusal[];
  }[];
  readonly posted: number;
  /** How often each type was recorded, in events and in the movements of pairs. */
  readonly types: ReadonlyMap<string, number>;
  /** Balance of every account, debits positive. */
  readonly ledger: ReadonlyMap<string, Money>;
  /** Transactions that took stock below zero. */
  readonly belowZero: number;
};

const BATCH = 500;

/** Runs a year of `count` transactions through the core's decision, in batches, in memory. */
export function yearInBooks(count: number): YearInBooks {
  const year = new YearInProgress();
  let batch: TransactionInput[] = [];
  for (const transaction of demonstrationTransactions(count)) {
    batch.push(transaction);
    if (batch.length < BATCH) continue;
    year.decide(batch);
    batch = [];
  }
  year.decide(batch);
  return year;
}

class YearInProgress implements YearInBooks {
  readonly books = booksOf(demonstrationSetup());
  readonly refused: { input: TransactionInput; refusals: readonly Refusal[] }[] = [];
  readonly types = new Map<string, number>();
  readonly ledger = new Map<string, Money>();
  posted = 0;
  belowZero = 0;

  decide(batch: readonly TransactionInput[]): void {
    const decision = decide(batch, this.books);
    for (const [position, outcome] of decision.outcomes.entries()) {
      const input = batch[position];
      if (outcome.status === 'posted') {
        this.posted += 1;
        if (outcome.warnings.length > 0) this.belowZero += 1;
      } else if (outcome.status === 'refused' && input !== undefined) {
        this.refused.push({ input, refusals: outcome.refusals });
      }
    }
    this.#countTypes(decision);
    for (const posting of decision.postings) this.#post(posting);
  }

  /** A pair is one event and two movements, each with a type of its own. */
  #countTypes({ events, movements }: Decision): void {
    const typeOf = new Map(events.map(({ number, type }) => [number, type]));
    for (const { type } of events) this.#count(type);
    for (const { event, type } of movements) if (typeOf.get(event) !== type) this.#count(type);
  }

  #count(type: string): void {
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
  }

  #post({ debit, credit, amount }: Posting): void {
    this.#add(debit.account, amount);
    this.#add(credit.account, money(-amount));
  }

  #add(account: string, amount: Money): void {
    this.ledger.set(account, money((this.ledger.get(account) ?? NO_MONEY) + amount));
  }
}
