import {
  type BookedPool,
  type BusinessDate,
  type CostSource,
  type CostStep,
  EMPTY_POOL,
  type HistoryQuestion,
  type Holding,
  money,
  type PoolAddress,
  type PoolHistory,
  quantity,
  type StepMovement,
  type TransactionType,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { HistoryBounds } from '../../application/ports.ts';
import { numbersLiteral } from './array-literals.ts';
import { prepared } from './prepared-statement.ts';
import { type Corrections, latestCorrections } from './restated-costs.ts';
import { addressOf, POOL_COLUMNS, type PoolRow, poolOf } from './stored-pools.ts';

/**
 * Reads the histories a run of costs asks for: the pools as they stand, their families of movements
 * from a day on in the order of costs with what was corrected so far, what takes its value of them,
 * and what they take theirs of.
 */
export async function readCostHistories(
  client: ClientBase,
  company: number,
  question: HistoryQuestion,
  bounds: HistoryBounds,
): Promise<readonly PoolHistory[]> {
  const pools = await readPools(client, company, question);
  if (pools.length === 0) return [];
  const stretch = { ...bounds, pools, from: question.from };
  return new HistoryReader(client, company, stretch).read('item' in question);
}

async function readPools(
  client: ClientBase,
  company: number,
  question: HistoryQuestion,
): Promise<readonly BookedPool[]> {
  const [where, value] =
    'pool' in question
      ? ['p.number = $2', question.pool]
      : [`p.item = $2 and p.bucket = 'on-hand'`, question.item];
  const { rows } = await client.query<PoolRow>({
    ...prepared(
      `select ${POOL_COLUMNS} from cost_pool p where p.company_id = $1 and ${where} order by p.number`,
    ),
    values: [company, value],
  });
  return rows.map(poolOf);
}

/** A movement as it is read: one array a row, since a history may have very many. */
type Row = [
  number: bigint,
  event: bigint,
  pool: bigint,
  quantity: bigint,
  value: bigint,
  type: TransactionType,
  costed: CostSource,
  costedOn: BusinessDate,
  pricedBy: bigint | null,
  about: bigint | null,
  familyAt: number,
];

const ROW = `f.number, f.event, f.pool, f.quantity, f.value, f.type, f.costed, f.costed_on, f.priced_by,
  f.about, f.family_at`;

/** The families that a stretch of the order of costs touches; `$2` are pools, `$3` and `$4` days. */
const TOUCHED = `select m.recorded_month, m.number - m.family_at as first, m.family_size as size
                   from movement m
                  where m.company_id = $1 and m.pool = any($2::bigint[]) and m.costed <> 'restated'
                    and m.costed_on >= $3 and m.costed_on <= $4
                 union
                 select m.recorded_month, m.number - m.family_at, m.family_size
                   from movement m
                  where m.company_id = $1 and m.priced_by = any($2::bigint[])
                    and m.costed_on >= $3 and m.costed_on <= $4`;

/** All movements of families `t(recorded_month, first, size)`. */
const FAMILIES = `cross join lateral (
       select * from movement f
        where f.company_id = $1 and f.recorded_month = t.recorded_month
          and f.number >= t.first and f.number < t.first + t.size offset 0) f`;

const LAST_DAY = '2999-12-31';
const FIRST_DAY = '1900-01-01';
/** Beyond this many movements their dependents are found by walking through all there are. */
const MOST_PROBED = 2_000;

/** Pools, and the stretch of the order of costs that is asked of them. */
type Stretch = HistoryBounds & {
  readonly pools: readonly BookedPool[];
  readonly from: BusinessDate;
};

class HistoryReader {
  readonly #client: ClientBase;
  readonly #company: number;
  readonly #pools: readonly BookedPool[];
  readonly #from: BusinessDate;
  readonly #bounds: HistoryBounds;

  constructor(client: ClientBase, company: number, { pools, from, ...bounds }: Stretch) {
    this.#client = client;
    this.#company = company;
    this.#pools = pools;
    this.#from = from;
    this.#bounds = bounds;
  }

  async read(isWhole: boolean): Promise<readonly PoolHistory[]> {
    const { until } = this.#bounds;
    const numbers = this.#pools.map(({ number }) => number);
    const own = await this.#touched(numbers, this.#from, until ?? LAST_DAY);
    const dependents = await this.#dependents(own);
    const originals = await this.#originals([...own, ...dependents]);
    const warmUps = new Map<number, readonly Row[]>();
    for (const { number, address } of this.#pools) {
      if (this.#bounds.withLayers && address.bucket === 'on-hand')
        warmUps.set(number, await this.#warmUp(number, isWhole));
    }
    const rows = [...own, ...dependents, ...originals, ...[...warmUps.values()].flat()];
    const addresses = await this.#addresses(rows);
    const corrections = await this.#corrections(rows);
    const stepsOf = (some: readonly Row[]) => stepsOfRows(some, addresses, corrections);
    const steps = stepsOf(own);
    const beyond = until === undefined ? new Map<number, Holding>() : await this.#beyond(until);
    const shared = { dependents: stepsOf(dependents), originals: stepsOf(originals) };
    const known = await this.#known(isWhole ? [numbers] : numbers.map((number) => [number]));
    return this.#pools.map((booked, index) => {
      const rest = beyond.get(booked.number);
      return {
        booked,
        addresses,
        from: this.#from,
        ...(rest === undefined ? {} : { beyond: rest }),
        steps: isWhole ? steps.filter((step) => touches(step, booked.number)) : steps,
        ...shared,
        known: known[isWhole ? 0 : index] ?? EMPTY_POOL.known,
        warmUp: stepsOf(warmUps.get(booked.number) ?? []),
      };
    });
  }

  async #query(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    const { rows } = await this.#client.query<Row>({
      ...prepared(text),
      values: [this.#company, ...values],
      rowMode: 'array',
    });
    return rows;
  }

  #touched(pools: readonly number[], from: string, to: string): Promise<readonly Row[]> {
    return this.#query(`select ${ROW} from (${TOUCHED}) t ${FAMILIES} order by f.number`, [
      numbersLiteral(pools),
      from,
      to,
    ]);
  }

  /** What takes its value of these movements, and what takes its value of that. */
  async #dependents(rows: readonly Row[]): Promise<readonly Row[]> {
    const known = new Set(rows.map(([number]) => number));
    const found: Row[] = [];
    let open = rows;
    while (open.length > 0) {
      const next = await this.#dependentsOf(open.map(([number]) => number));
      open = next.filter(([number]) => !known.has(number));
      for (const row of open) known.add(row[0]);
      found.push(...open);
    }
    return found.toSorted(byNumber);
  }

  async #dependentsOf(numbers: readonly bigint[]): Promise<readonly Row[]> {
    const families = (where: string) =>
      `select ${ROW} from (
         select distinct d.recorded_month, d.number - d.family_at as first, d.family_size as size
           from movement d
          where d.company_id = $1 and d.costed in ('original', 'reversed') and ${where}) t ${FAMILIES}`;
    if (numbers.length <= MOST_PROBED)
      return this.#query(families('d.about = any($2::bigint[])'), [numbersLiteral(numbers)]);
    const range = 'd.about >= $2 and d.about <= $3';
    const [first, last] = [numbers[0], numbers.at(-1)];
    const asked = new Set(numbers);
    const rows = await this.#query(families(range), [first, last]);
    const wanted = new Set(
      rows.flatMap(([number, , , , , , , , , about, at]) =>
        about !== null && asked.has(about) ? [number - BigInt(at)] : [],
      ),
    );
    return rows.filter(([number, , , , , , , , , , at]) => wanted.has(number - BigInt(at)));
  }

  /** The families that movements of these rows are about, and what those are about in turn. */
  async #originals(rows: readonly Row[]): Promise<readonly Row[]> {
    const own = await this.#originalsOf(rows);
    return [...own, ...(await this.#originalsOf(own))].toSorted(byNumber);
  }

  async #originalsOf(rows: readonly Row[]): Promise<readonly Row[]> {
    const events = rows.flatMap(([, event, , , , , , , , about]) =>
      about === null ? [] : [event],
    );
    if (events.length === 0) return [];
    return this.#query(
      `select ${ROW} from (
         select distinct m.recorded_month, m.number - m.family_at as first, m.family_size as size
           from event_link l
          cross join lateral (
                select * from event e where e.company_id = $1 and e.number = l.to_event offset 0) e
          cross join lateral (
                select * from batch b where b.company_id = $1 and b.number = e.batch offset 0) b
          cross join lateral (
                select * from movement m where m.company_id = $1 and m.recorded_month = b.recorded_month
                   and m.number = e.first_movement offset 0) m
          where l.company_id = $1 and l.event = any($2::bigint[]) and l.kind in ('refers-to', 'reverses')) t
       ${FAMILIES}`,
      [numbersLiteral(events)],
    );
  }

  /** The steps of a pool since it was last empty; of all pools of an item, since the beginning. */
  async #warmUp(pool: number, isWhole: boolean): Promise<readonly Row[]> {
    const since = isWhole ? undefined : await this.#emptyBefore(pool);
    const rows = await this.#touched([pool], since ?? FIRST_DAY, dayBefore(this.#from));
    return rows.filter(([, , , , , , , costedOn]) => since === undefined || costedOn > since);
  }

  async #emptyBefore(pool: number): Promise<BusinessDate | undefined> {
    const { rows } = await this.#client.query<{ day: BusinessDate }>({
      ...prepared(`select costed_on as day
         from (select costed_on, sum(sum(quantity)) over (order by costed_on) as closing
                 from movement where company_id = $1 and pool = $2 and costed_on < $3
                group by costed_on) d
        where closing <= 0 order by costed_on desc limit 1`),
      values: [this.#company, pool, this.#from],
    });
    return rows[0]?.day;
  }

  async #addresses(rows: readonly Row[]): Promise<ReadonlyMap<number, PoolAddress>> {
    const numbers = [...new Set(rows.map(([, , pool]) => pool))];
    const found = await this.#client.query<PoolRow>({
      ...prepared(
        `select ${POOL_COLUMNS} from cost_pool p where p.company_id = $1 and p.number = any($2::bigint[])`,
      ),
      values: [this.#company, numbersLiteral(numbers)],
    });
    const { rows: pools } = found;
    return new Map(pools.map((row) => [Number(row.number), addressOf(row)]));
  }

  #corrections(rows: readonly Row[]): Promise<Corrections> {
    const pools = [...new Set(rows.map(([, , pool]) => pool))];
    const days = rows.map(([, , , , , , , costedOn]) => costedOn).toSorted();
    return latestCorrections(this.#client, this.#company, {
      pools,
      from: days[0] ?? LAST_DAY,
      to: days.at(-1) ?? LAST_DAY,
    });
  }

  /** What moved in the pools after a day, corrections included. */
  async #beyond(day: BusinessDate): Promise<ReadonlyMap<number, Holding>> {
    const { rows } = await this.#client.query<{ pool: bigint; units: string; value: string }>(
      `select pool, sum(quantity)::text as units, sum(value)::text as value
         from movement
        where company_id = $1 and pool = any($2::bigint[]) and costed_on > $3
        group by pool`,
      [this.#company, numbersLiteral(this.#pools.map(({ number }) => number)), day],
    );
    return new Map(
      rows.map(({ pool, units, value }) => [
        Number(pool),
        { quantity: quantity(BigInt(units)), value: money(BigInt(value)) },
      ]),
    );
  }

  /** What groups of pools last held before the first day, while they held something. */
  async #known(groups: readonly (readonly number[])[]): Promise<readonly Holding[]> {
    const found: Holding[] = [];
    for (const group of groups) {
      const rows = await this.#query(
        `select ${ROW} from (
           select distinct recorded_month, first, size from (
             select m.recorded_month, m.number - m.family_at as first, m.family_size as size
               from movement m
              where m.company_id = $1 and m.pool = any($2::bigint[]) and m.costed_on < $3
                and m.costed <> 'restated' and m.quantity <> 0
              order by m.costed_on desc, m.number desc limit ${KNOWN_FAMILIES}) m) t ${FAMILIES}
          order by f.costed_on, f.number`,
        [numbersLiteral(group), this.#from],
      );
      const corrections = await this.#corrections(rows);
      const steps = stepsOfRows(rows, new Map(), corrections);
      found.push(knownOf(steps, new Set(group)));
    }
    return found;
  }
}

/** How many families are looked at for the last one that changed what several pools held together. */
const KNOWN_FAMILIES = 20;

const byNumber = ([a]: Row, [b]: Row): number => (a < b ? -1 : 1);

const touches = ({ movements }: CostStep, pool: number): boolean =>
  movements.some((one) => one.pool === pool || one.pricedBy === pool);

function dayBefore(day: BusinessDate): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

/** Rows as steps, each family one, with its corrections and the consequences no row stands for. */
function stepsOfRows(
  rows: readonly Row[],
  addresses: ReadonlyMap<number, PoolAddress>,
  corrections: Corrections,
): readonly CostStep[] {
  const families = new Map<number, { on: BusinessDate; item: string; movements: StepMovement[] }>();
  const seen = new Set<bigint>();
  for (const row of rows) {
    if (seen.has(row[0])) continue;
    seen.add(row[0]);
    const [number, event, pool, units, value, type, costed, on, pricedBy, about, at] = row;
    const first = Number(number) - at;
    const correction = corrections.of(Number(pool), on, '', Number(number));
    const movement: StepMovement = {
      number: Number(number),
      event: Number(event),
      type,
      pool: Number(pool),
      quantity: quantity(units),
      value: money(value + correction),
      posted: money(value),
      costed,
      pricedBy: Number(pricedBy ?? 0n),
      about: Number(about ?? 0n),
      isVirtual: false,
    };
    const known = families.get(first);
    const item = addresses.get(Number(pool))?.item ?? '';
    if (known === undefined) families.set(first, { on, item, movements: [movement] });
    else known.movements.push(movement);
  }
  for (const [first, step] of families) addVirtual(step, first, corrections);
  return [...families.values()];
}

function addVirtual(
  step: { readonly on: BusinessDate; readonly movements: StepMovement[] },
  first: number,
  corrections: Corrections,
): void {
  const [anchor] = step.movements;
  if (anchor === undefined) return;
  for (const { pool, asType, value } of corrections.virtualAt(step.on, first)) {
    step.movements.push({
      ...anchor,
      pool,
      type: asType,
      quantity: quantity(0n),
      value,
      posted: money(0n),
      costed: 'consequence',
      pricedBy: 0,
      about: 0,
      isVirtual: true,
    });
  }
}

/** What a group of pools held before the last step that changed how many units are in it. */
function knownOf(steps: readonly CostStep[], pools: ReadonlySet<number>): Holding {
  const netOf = ({ movements }: CostStep) =>
    movements.reduce((sum, one) => (pools.has(one.pool) ? sum + one.quantity : sum), 0n);
  const last = steps.findLast((step) => netOf(step) !== 0n);
  if (last === undefined) return EMPTY_POOL.known;
  let [units, value, settled] = [0n, 0n, 0n];
  for (const movement of last.movements) {
    if (!pools.has(movement.pool)) continue;
    units += movement.quantity;
    if (movement.quantity === 0n) settled += movement.value;
    else value += movement.value;
  }
  if (units < 0n) return { quantity: quantity(-units), value: money(-(value + settled)) };
  return { quantity: quantity(units), value: money(value) };
}
