import { standardWorth } from '../costing/standard-cost.ts';
import type { Configuration } from '../determination/configuration.ts';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import type { Posting } from '../journal/posting.ts';
import type { Books, Movement } from '../posting/books.ts';
import { type Decision, decide } from '../posting/decide.ts';
import type { Period } from '../primitives/business-date.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { CAUSED_SOURCE, type TransactionInput } from '../transactions/transaction.ts';
import { ledgerBalances } from './books-faults.ts';
import { CostLog } from './cost-log.ts';
import type { History } from './random-company.ts';
import type { PostedHistory } from './reference-cost-order.ts';
import type { PostedMove } from './reference-cost-order-valuation.ts';
import { ReferenceModel } from './reference-model.ts';
import type { Closing } from './reference-periods.ts';
import {
  balanceName,
  eventNameOf,
  poolName,
  type RestatedBooks,
  valueName,
} from './restated-books.ts';
import { SAMPLE_ACCOUNTS, sampleBooks } from './sample-books.ts';
import { addTo, type Sums } from './sums.ts';

/** What became of a history: the books of the core, and the facts as the reference model knows them. */
export type SentHistory = {
  readonly configuration: Configuration;
  readonly books: Books;
  readonly decisions: readonly Decision[];
  readonly model: ReferenceModel;
  /** What was posted, as the runs of the costs read it. */
  readonly log: CostLog;
  /** For how much each event was posted in each pool, before anything was restated. */
  readonly posted: readonly PostedMove[];
  /** The months that were closed, after so many of the facts. */
  readonly closings: readonly Closing[];
  /** Whether the change of method could not be posted, which refuses the change as a whole. */
  readonly isAbandoned: boolean;
};

/**
 * Sends a history, one transaction after the other, and lets the model follow what was accepted;
 * `restates` works every late fact in as soon as it is posted.
 */
export function sentHistory(
  history: History,
  { restates }: { readonly restates: boolean } = { restates: false },
): SentHistory {
  const sending = new Sending(history, restates);
  for (const [index, input] of history.story.entries()) {
    for (const { after, period } of history.closings ?? [])
      if (index === after) sending.close(period);
    if (index === history.change?.after) sending.changeMethod();
    sending.send(input);
  }
  return sending.sent();
}

class Sending {
  readonly #history: History;
  /** What the configuration will be when all changes are made. */
  readonly #changed: Configuration;
  readonly #closings: Closing[] = [];
  readonly #decisions: Decision[] = [];
  readonly #log: CostLog;
  readonly #restates: boolean;
  readonly #model: ReferenceModel;
  #books: Books;
  #isAbandoned = false;

  constructor(history: History, restates: boolean) {
    const { configuration, items, change } = history;
    const { company } = configuration;
    const costingChanges = change === undefined ? [] : [{ from: change.from, method: change.to }];
    this.#history = history;
    this.#changed = { ...configuration, company: { ...company, costingChanges } };
    this.#books = { ...sampleBooks({ items }), desk: new DeterminationDesk(configuration) };
    this.#log = new CostLog(this.#books);
    this.#restates = restates;
    this.#model = new ReferenceModel(this.#changed, this.#books.items, { trusts: true });
  }

  send(input: TransactionInput): boolean {
    if (this.#isAbandoned) return false;
    const decision = decide([input], this.#books);
    const [outcome] = decision.outcomes;
    if (outcome?.status !== 'posted') return false;
    this.#decisions.push(decision);
    this.#log.add(decision);
    if (this.#restates) this.#log.restateAfter(decision);
    if (!this.#model.replay(input)) throw new Error(`the model refuses ${input.key}`);
    return true;
  }

  /** From now on nothing is posted in a month. */
  close(period: Period): void {
    const { periods } = this.#books.desk.configuration;
    this.#closings.push({ after: this.#decisions.length, period });
    this.#configure({ periods: new Map([...periods, [period, 'closed']]) });
  }

  #configure(change: Partial<Configuration>): void {
    const { configuration } = this.#books.desk;
    const desk = new DeterminationDesk({ ...configuration, ...change });
    this.#books = { ...this.#books, desk };
  }

  /** From now on by the other method: every pool that holds units is revalued, if only by nothing. */
  changeMethod(): void {
    const { change } = this.#history;
    if (change === undefined || change.to === this.#history.configuration.company.costingMethod)
      return;
    const { company } = this.#changed;
    this.#configure({ company });
    for (const { number, address, pool } of this.#books.pools.values()) {
      const item = this.#books.items.get(address.item);
      if (address.bucket !== 'on-hand' || pool.quantity === 0n || item === undefined) continue;
      const worth = standardWorth(item, pool.quantity, 2);
      const amount = change.to === 'standard' ? worth - pool.value : 0n;
      const location = this.#placeOf(address);
      const isPosted = this.send({
        key: `change of pool ${number}`,
        source: 'configuration',
        type: 'cost-revaluation',
        postedOn: change.from,
        item: item.code,
        site: address.site,
        ...(location === '' ? {} : { location }),
        amount: formatDecimal(amount, 2),
      });
      this.#isAbandoned ||= !isPosted;
    }
  }

  /** A place at which units of a pool lie. */
  #placeOf({ item, site, account }: { item: string; site: string; account: string }): string {
    for (const [key, position] of this.#books.positions) {
      const [ofItem, ofSite, bucket, place = ''] = key.split('\n');
      if (ofItem !== item || ofSite !== site || bucket !== 'on-hand') continue;
      if (position.account === account && position.quantity !== 0n) return place;
    }
    return '';
  }

  sent(): SentHistory {
    const movements = this.#decisions.flatMap((decision) => decision.movements);
    return {
      configuration: this.#changed,
      books: this.#books,
      decisions: this.#decisions,
      model: this.#model,
      log: this.#log,
      posted: postedMoves(movements, { books: this.#books, decisions: this.#decisions }),
      closings: this.#closings,
      isAbandoned: this.#isAbandoned,
    };
  }
}

type Valued = Pick<Movement, 'event' | 'type' | 'pool' | 'value'>;

/** What every transaction moved in each pool, itself and in what it caused. */
function postedMoves(
  movements: readonly Valued[],
  { books, decisions }: Pick<SentHistory, 'books' | 'decisions'>,
): readonly PostedMove[] {
  const addresses = new Map(
    [...books.pools.values()].map(({ number, address }) => [number, address]),
  );
  const sentAs = new Map<number, string>();
  for (const { events } of decisions) {
    const first = events.find(({ source }) => source !== CAUSED_SOURCE);
    for (const { number } of events)
      if (first !== undefined) sentAs.set(number, eventNameOf(first));
  }
  return movements.flatMap(({ event, type, pool: number, value }) => {
    const pool = addresses.get(number);
    return pool === undefined ? [] : [{ event: sentAs.get(event) ?? '', type, pool, value }];
  });
}

/** The same in sum, by `valueName`. */
function valuesOf(moves: readonly PostedMove[]): Sums {
  const values: Sums = new Map();
  for (const { event, type, pool, value } of moves)
    addTo(values, valueName(event, type, pool), value);
  return values;
}

/** The books of the core as late facts left them, without what clears sites against each other. */
export function restatedBooks(sent: SentHistory): RestatedBooks {
  const movements = sent.log.steps().flatMap((step) => step.movements);
  const postings = sent.log.decisions.flatMap((decision) => decision.postings);
  return {
    ...coreBooks(sent),
    values: valuesOf(postedMoves(movements, sent)),
    balances: balancesOf(postings),
  };
}

const CLEARING = SAMPLE_ACCOUNTS.get('intersite-clearing') ?? '';

/** What was posted, for the reference in the order of costs. */
export const postedHistory = ({
  configuration,
  books,
  model,
  posted,
}: SentHistory): PostedHistory => ({
  configuration,
  items: books.items,
  facts: model.facts,
  posted,
});

/** What every account has in every month (`9000@DC 2026-01`), without what clears sites. */
export function balancesOfPeriods({ decisions }: SentHistory): Sums {
  const balances: Sums = new Map();
  for (const { postedOn, debit, credit, amount } of decisions.flatMap((one) => one.postings)) {
    const period = postedOn.slice(0, 7);
    if (debit.account !== CLEARING) addTo(balances, `${balanceName(debit)} ${period}`, amount);
    if (credit.account !== CLEARING) addTo(balances, `${balanceName(credit)} ${period}`, -amount);
  }
  return balances;
}

function balancesOf(postings: readonly Posting[]): Sums {
  const balances = ledgerBalances(postings);
  for (const name of balances.keys()) if (name.startsWith(`${CLEARING}@`)) balances.delete(name);
  return balances;
}

/** The books of the core as they stand, without what clears sites against each other. */
export function coreBooks({ books, decisions, posted }: SentHistory): RestatedBooks {
  const balances = balancesOf(decisions.flatMap(({ postings }) => postings));
  const pools = new Map(
    [...books.pools.values()].map(({ address, pool }) => {
      const layers = pool.layers.map(({ receivedOn, quantity, value }) => {
        return { day: receivedOn, units: quantity, value };
      });
      return [poolName(address), { units: pool.quantity, value: pool.value, layers }] as const;
    }),
  );
  return { values: valuesOf(posted), pools, balances };
}
