import {
  type Books,
  DeterminationDesk,
  decide,
  type IntegrationStatus,
  type Item,
  type PeriodState,
  parseBusinessDate,
  refusalText,
  type TransactionInput,
} from '../../packages/core/src/index.ts';
import { CostLog } from '../../packages/core/src/testing/cost-log.ts';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import {
  configurationOf,
  type DatedFact,
  newestFacts,
} from '../../packages/server/src/application/configuration/configuration-facts.ts';
import { draftChange } from '../../packages/server/src/application/configuration/draft-change.ts';
import { revaluationOf } from '../../packages/server/src/application/configuration/value-stock.ts';
import type { StockOnHand } from '../../packages/server/src/application/ports.ts';
import { ExampleFault } from './example-fault.ts';

/** The desk and its determinations follow the configuration. */
type BooksUnderChange = { -readonly [Part in keyof Books]: Books[Part] };

/** A company without a database: its facts, its books and what was decided of them. */
export class CompanyInMemory {
  readonly #items = new Map<string, Item>();
  #facts: readonly DatedFact[] = [];
  #version = 0;
  readonly #books: BooksUnderChange;
  readonly #log: CostLog;

  /** The company as one setup after the other makes it, and its switch is turned; its books are empty. */
  constructor(setups: readonly CompanySetup[], statuses: readonly IntegrationStatus[]) {
    for (const setup of setups) this.#configure(setup);
    this.#integrate(statuses);
    this.#books = {
      desk: this.#desk(),
      items: this.#items,
      pools: new Map(),
      positions: new Map(),
      streams: new Map(),
      timelines: new Map(),
      earlier: new Map(),
      determinations: new Map(),
      counters: { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 },
    };
    this.#log = new CostLog(this.#books);
  }

  get books(): Books {
    return this.#books;
  }

  /** All that was decided, corrections of costs included, in the order of the books. */
  get decisions(): CostLog['decisions'] {
    return this.#log.decisions;
  }

  /** Posts transactions and works in at once what of them came late, as the desk does. */
  post(inputs: readonly TransactionInput[]): void {
    const decision = decide(inputs, this.#books);
    this.#log.add(decision);
    this.#log.restateAfter(decision);
  }

  /** Changes the costing method, and posts what that makes of the stock. */
  change(setup: CompanySetup): void {
    const day = parseBusinessDate(setup.costsFrom ?? '');
    if (day === undefined) throw new ExampleFault(0, `${setup.costsFrom} is no day`);
    this.#configure(setup);
    this.#reopen();
    const next = this.#books.desk.configuration;
    const stock = this.#stockOnHand();
    const { inputs } = revaluationOf({ next, day, isNewMethod: true }, stock, this.#items);
    this.post(inputs);
  }

  /** Closes a period or opens it again. */
  setPeriod(period: string, state: PeriodState): void {
    if (!this.#facts.some(({ kind, key }) => kind === 'period' && key === period))
      throw new ExampleFault(0, `there is no period ${period}`);
    this.#version += 1;
    const fact = { kind: 'period', key: period, content: { state } } as const;
    this.#facts = newestFacts(this.#facts, [{ ...fact, version: this.#version }]);
    this.#reopen();
  }

  #desk(): DeterminationDesk {
    return new DeterminationDesk(configurationOf(this.#facts, this.#version));
  }

  /** Determinations are numbered anew in every version. */
  #reopen(): void {
    this.#books.desk = this.#desk();
    this.#books.determinations = new Map();
  }

  #configure(setup: CompanySetup): void {
    this.#version += 1;
    const from = setup.costsFrom === undefined ? undefined : parseBusinessDate(setup.costsFrom);
    const drafted = draftChange(this.#facts, setup, this.#version, {
      costsFrom: from,
      items: this.#items,
    });
    if (drafted.refusals.length > 0) {
      const messages = drafted.refusals.map((one) => refusalText(one).message);
      throw new ExampleFault(0, `Setup is refused: ${messages.join(' ')}`);
    }
    const facts = drafted.facts.map((fact) => ({ ...fact, version: this.#version }));
    this.#facts = newestFacts(this.#facts, facts);
    for (const item of drafted.items) this.#items.set(item.code, item);
  }

  /** Turns the integration switch, from each of these days on. */
  #integrate(statuses: readonly IntegrationStatus[]): void {
    for (const content of statuses) {
      this.#version += 1;
      const fact = { kind: 'integration', key: content.from, content } as const;
      this.#facts = newestFacts(this.#facts, [{ ...fact, version: this.#version }]);
    }
  }

  #stockOnHand(): readonly StockOnHand[] {
    return [...this.#books.pools.values()]
      .filter(({ address, pool }) => address.bucket === 'on-hand' && pool.quantity !== 0n)
      .map(({ address: { item, site, account }, pool: { quantity, value } }) => ({
        item,
        site,
        account,
        location: '',
        quantity,
        value,
      }));
  }
}
