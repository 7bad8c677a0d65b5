import {
  type Decision,
  type Outcome,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type { ChangeOptions } from '../configuration/change-options.ts';
import type { CompanySetup } from '../configuration/company-setup.ts';
import { keepChange } from '../configuration/keep-change.ts';
import { planChange } from '../configuration/plan-change.ts';
import { decideSent } from '../decide-sent.ts';
import type { BooksStorage, Clock, CompanyName, Lane, WritingSession } from '../ports.ts';
import { restateSlice, SLICE_OF_MOVEMENTS } from '../restate-costs.ts';
import { type Difference, differenceOf } from './difference.ts';

/** More transactions than this are posted and not tried out: everybody else waits meanwhile. */
export const MOST_TRIED = 1_000;

/** So many slices of costs are run again for an answer; what is beyond is said to be missing. */
const MOST_SLICES = 10;

/** Where something is tried out. */
export type WhatIfPlace = {
  readonly storage: BooksStorage;
  readonly clock: Clock;
  readonly company: CompanyName & { readonly currencyDecimals: number };
};

/** What would happen: transactions, or a change of the setup. */
export type WhatIf =
  | { readonly transactions: readonly TransactionInput[] }
  | { readonly setup: CompanySetup; readonly options?: ChangeOptions };

/** What it would make of the books. */
export type WhatIfAnswer = Difference & {
  /** Of transactions: what would become of each. */
  readonly outcomes: readonly Outcome[];
  readonly warnings: readonly string[];
};

/** Ends a transaction of which nothing may be kept; what was found out goes with it. */
class TriedOut extends Error {
  override readonly name = 'TriedOut';
  readonly found: Result<WhatIfAnswer, Refusal>;

  constructor(found: Result<WhatIfAnswer, Refusal>) {
    super('it was only tried out');
    this.found = found;
  }
}

/**
 * Does something to the books and looks at what became of them, and then nothing of it is there: the
 * same code posts, changes, revalues and restates, inside a database transaction that is thrown
 * away. The company's lane is held meanwhile, so what is tried out is bounded.
 *
 * Refuses what doing it would refuse, and more transactions than are tried out at a time
 * (`document-too-large`). Of transactions that are refused the answer says so one by one.
 */
export async function whatIf(
  place: WhatIfPlace,
  what: WhatIf,
): Promise<Result<WhatIfAnswer, Refusal>> {
  const count = 'transactions' in what ? what.transactions.length : 0;
  if (count > MOST_TRIED) {
    const sizes = { count: String(count), limit: String(MOST_TRIED) };
    return refused([refusal('document-too-large', sizes)]);
  }
  try {
    return await place.storage.writing(place.company.id, async (session) => {
      const trial = new Trial(session, place);
      throw new TriedOut(
        'transactions' in what ? await trial.post(what.transactions) : await trial.change(what),
      );
    });
  } catch (error) {
    if (error instanceof TriedOut) return error.found;
    throw error;
  }
}

class Trial {
  readonly #place: WhatIfPlace;
  readonly #session: WritingSession;
  readonly #decisions: Decision[] = [];
  #lane: Lane;

  constructor(session: WritingSession, place: WhatIfPlace) {
    this.#place = place;
    this.#lane = session.lane;
    this.#session = {
      ...session,
      writeBatch: async (record) => {
        this.#decisions.push(record.decision);
        this.#lane = await session.writeBatch(record);
        return this.#lane;
      },
    };
  }

  async post(inputs: readonly TransactionInput[]): Promise<Result<WhatIfAnswer, Refusal>> {
    const { clock } = this.#place;
    const books = await CompanyBooks.open(this.#session);
    const decision = await decideSent(books, inputs, this.#session);
    const by = { recordedAt: clock(), recordedBy: 'what-if' };
    if (decision.events.length > 0)
      await this.#session.writeBatch({ decision, lane: this.#lane, ...by });
    const isComplete = await this.#restate(books);
    return ok(await this.#answer({ outcomes: decision.outcomes, warnings: [], isComplete }));
  }

  async change({
    setup,
    options = {},
  }: Extract<WhatIf, { setup: CompanySetup }>): Promise<Result<WhatIfAnswer, Refusal>> {
    const { clock, company } = this.#place;
    const now = clock();
    const asked = { company, setup, ...options };
    const planned = await planChange(this.#session, asked, now);
    if (!planned.ok) return planned;
    const why = { changedBy: 'what-if', reason: 'tried out' };
    const kept = await keepChange(this.#session, {
      ...options,
      company,
      plan: planned.value,
      now,
      why,
    });
    if (!kept.ok) return kept;
    return ok(
      await this.#answer({ outcomes: [], warnings: kept.value.warnings, isComplete: true }),
    );
  }

  /** Runs costs again as far as the bound goes; whether that was all of it. */
  async #restate(books: CompanyBooks): Promise<boolean> {
    const by = { desk: books.desk, recordedAt: this.#place.clock(), recordedBy: 'what-if' };
    for (let slice = 0; slice < MOST_SLICES; slice += 1) {
      const one = { ...by, movements: SLICE_OF_MOVEMENTS };
      const { isOpen } = await restateSlice(this.#session, this.#lane, one);
      if (!isOpen) return true;
    }
    return false;
  }

  async #answer(
    said: Pick<WhatIfAnswer, 'outcomes' | 'warnings' | 'isComplete'>,
  ): Promise<WhatIfAnswer> {
    const { currencyDecimals } = this.#place.company;
    const difference = await differenceOf(this.#session, this.#decisions, currencyDecimals);
    return { ...difference, ...said };
  }
}
