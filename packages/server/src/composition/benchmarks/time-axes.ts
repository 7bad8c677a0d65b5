import { type BusinessDate, parseBusinessDate, type Refusal, type Result } from 'perpetua-core';
import type pg from 'pg';
import type { CompanyName } from '../../application/ports.ts';
import { inventoryValue } from '../../application/reading/inventory-value.ts';
import type { Cut } from '../../application/reading/ports.ts';
import { trialBalance } from '../../application/reading/trial-balance.ts';
import { reconcileBooksAt } from '../../application/reconcile-books.ts';
import { LEAST_STEP, writeNextMark } from '../../application/snapshots/write-snapshots.ts';
import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import { readingPool } from '../../storage/postgres/connections.ts';
import { inTransaction } from '../../storage/postgres/in-transaction.ts';
import type { OpenBooks } from '../open-books.ts';
import type { Bench } from './bench-books.ts';
import { companyWithHistory } from './long-history.ts';
import { alternating, measureOf, ratioOf, secondsOf } from './rounds.ts';

const MOVEMENTS = 2_700_000;
const POSITIONS = 50_000;
/** Days in the second year, in which some of the days asked about lie early in a month and some late. */
const DAYS = ['2025-03-15', '2025-06-30', '2025-08-07', '2024-11-27', '2025-10-22'] as const;

/** What a round asks about: a day, and what was known at an event some weeks after it. */
type Moment = { readonly asOf: BusinessDate; readonly event: number };

/**
 * How long reports on the past take where snapshots are kept, and what reading the pools of a day
 * takes from a snapshot and by adding up every movement. Each round asks about another day; both
 * sides must come to the same.
 */
export async function measureTimeAxes(bench: Bench): Promise<MeasuredFigure> {
  const { books, connection, rounds, sized } = bench;
  const movements = sized(MOVEMENTS);
  const size = { movements, positions: sized(POSITIONS) };
  const company = await companyWithHistory(bench, 'as-of', size);
  const marks = await writeMarks(books, company, sized(LEAST_STEP));
  const momentOf = (round: number): Moment => momentIn(round, movements);
  const reports = [];
  for (const [of, ask] of Object.entries(REPORTS)) {
    const milliseconds: number[] = [];
    // The first one warms up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const taken = 1000 * (await secondsOf(() => ask(books, company.id, momentOf(round))));
      if (round > 0) milliseconds.push(taken);
    }
    reports.push(measureOf(of, 'ms', milliseconds));
  }
  const plain = readingPool(connection, 1);
  try {
    const sums = new Map<number, bigint>();
    const timed = (work: (cut: Cut) => Promise<bigint>) => async (round: number) => {
      let sum = 0n;
      const seconds = await secondsOf(async () => {
        sum = await work(momentOf(round));
      });
      if ((sums.get(round) ?? sum) !== sum) throw new Error(`both sides differ in round ${round}`);
      sums.set(round, sum);
      return 1000 * seconds;
    };
    const fromSnapshot = timed((cut) => readPools(books, company.id, cut));
    const addedUp = timed((cut) => addUpPools(plain, company.id, cut));
    await fromSnapshot(0);
    await addedUp(0);
    const reached = await alternating(rounds, fromSnapshot, addedUp);
    return {
      name: 'as-of',
      title: FIGURES['as-of'],
      measures: [
        ...reports,
        measureOf('pools as of a day, from snapshots', 'ms', reached.ours),
        measureOf('pools as of a day, all movements added up', 'ms', reached.theirs),
        measureOf('writing a snapshot mark', 'ms', marks),
      ],
      ratios: [ratioOf('all added up ÷ from snapshots', reached.theirs, reached.ours)],
      notes: [
        `${movements.toLocaleString('en')} movements at ${size.positions.toLocaleString('en')} places over 24 months, 26 in a thousand recorded late. Reports are those of the application, with every position as a row. A closing is asked for again: as of a day, as known some weeks after it.`,
        `${marks.length} snapshot marks. Both sides read the pools with the same rights over the same connection; they came to the same value in every round.`,
      ],
    };
  } finally {
    await plain.end();
  }
}

type Ask = (books: OpenBooks, company: number, moment: Moment) => Promise<unknown>;

/** The reports that are measured, by what is told of them. */
const REPORTS: Readonly<Record<string, Ask>> = {
  'inventory value, now': async ({ reading }, id) =>
    answerOf(await inventoryValue(reading, id, {})),
  'inventory value as of a day': async ({ reading }, id, { asOf }) =>
    answerOf(await inventoryValue(reading, id, { asOf })),
  'inventory value as known at a moment': async ({ reading }, id, { event }) =>
    answerOf(await inventoryValue(reading, id, { asKnown: String(event) })),
  'inventory value of a closing, again': async ({ reading }, id, { asOf, event }) =>
    answerOf(await inventoryValue(reading, id, { asOf, asKnown: String(event) })),
  'inventory value by location as of a day': async ({ reading }, id, { asOf }) =>
    answerOf(await inventoryValue(reading, id, { asOf, by: 'location' })),
  'trial balance of a closing, again': async ({ reading }, id, { asOf, event }) =>
    answerOf(await trialBalance(reading, id, { asOf, asKnown: String(event) })),
  'reconciliation, now': ({ inspection }, id, moment) => reconciled(inspection, id, moment, {}),
  'reconciliation as of a day': ({ inspection }, id, moment) =>
    reconciled(inspection, id, moment, { asOf: moment.asOf }),
  'reconciliation of a closing, again': ({ inspection }, id, moment) =>
    reconciled(inspection, id, moment, { asOf: moment.asOf, asKnown: String(moment.event) }),
};

/** Books that do not agree would be no history to measure on. */
async function reconciled(
  inspection: OpenBooks['inspection'],
  company: number,
  { asOf: today }: Moment,
  asked: { readonly asOf?: string; readonly asKnown?: string },
): Promise<void> {
  const { agree } = answerOf(await reconcileBooksAt(inspection, company, asked, today));
  if (!agree) throw new Error('the books of the benchmark do not agree');
}

function answerOf<Value>(found: Result<Value, Refusal>): Value {
  if (!found.ok) throw new Error(`the report was refused: ${JSON.stringify(found.reasons)}`);
  return found.value;
}

/** Another day each round; known is what was recorded up to some weeks after it. */
function momentIn(round: number, movements: number): Moment {
  const asOf = parseBusinessDate(DAYS[round % DAYS.length] ?? '');
  if (asOf === undefined) throw new Error('the days asked about are days');
  const passed = (Date.parse(asOf) - Date.parse('2024-01-01')) / 86_400_000;
  return { asOf, event: Math.trunc((movements * (passed + 25)) / 731) };
}

/** Writes every mark that is due; answers how many milliseconds each one took. */
async function writeMarks(
  { snapshots, clock }: OpenBooks,
  { id }: CompanyName,
  leastStep: number,
): Promise<readonly number[]> {
  const milliseconds: number[] = [];
  for (;;) {
    const begun = performance.now();
    const mark = await writeNextMark(snapshots, id, clock, leastStep);
    if (mark === undefined) return milliseconds;
    milliseconds.push(performance.now() - begun);
  }
}

/** The value on hand within a cut, pool by pool, as every report reads it. */
async function readPools({ reading }: OpenBooks, company: number, cut: Cut): Promise<bigint> {
  const pools = await reading.reading(company, (session) =>
    session.holdings({ buckets: ['on-hand'] }, cut),
  );
  return pools.reduce((sum, { value }) => sum + value, 0n);
}

/** The same by adding up every movement within the cut. */
async function addUpPools(pool: pg.Pool, company: number, { asOf, event }: Cut): Promise<bigint> {
  const begin = 'begin isolation level repeatable read read only';
  return inTransaction(pool, begin, company, async (client) => {
    await client.query(`set local work_mem = '64MB'`);
    const { rows } = await client.query<{ value: string }>(
      `select p.number, p.item, p.site, p.bucket, p.account, p.document, s.quantity::text, s.value::text
         from (select m.pool, sum(m.quantity) as quantity, sum(m.value) as value
                 from movement m
                where m.company_id = $1 and m.event <= $2 and m.posted_on <= $3
                  and m.pool in (select number from cost_pool where company_id = $1 and bucket = 'on-hand')
                group by m.pool
               having sum(m.quantity) <> 0 or sum(m.value) <> 0) s
         join cost_pool p on p.company_id = $1 and p.number = s.pool`,
      [company, event, asOf],
    );
    return rows.reduce((sum, { value }) => sum + BigInt(value), 0n);
  });
}
