import type { Result, TransactionInput } from 'perpetua-core';
import { acceptCount, previewAcceptance } from '../../application/counting/accept-count.ts';
import { enterCount } from '../../application/counting/enter-count.ts';
import { startCount } from '../../application/counting/start-count.ts';
import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import type { Bench } from './bench-books.ts';
import { postAll, stockedCompany } from './bench-company.ts';
import { measureOf, secondsOf } from './rounds.ts';
import { itemCode, siteCode } from './simple-movements.ts';

const PLACES = 20_000;
const SITE = siteCode(0);
/** What lies at every place when the measurement begins; each count finds a little more. */
const RECORDED = 10_000;
/** Of so many places one moves between start and entry. */
const ONE_MOVES_OF = 10;

/**
 * A count of 20,000 places as one document, all of which differ, while goods move at some of them:
 * how long it takes to begin, to enter, to preview and to accept it, to be told again, and until the
 * costs of the places that moved meanwhile are run again.
 */
export async function measureCount(bench: Bench): Promise<MeasuredFigure> {
  const places = bench.sized(PLACES);
  const { company, desk } = await stockedCompany(bench.books, 'counted', {
    items: places,
    sites: 1,
  });
  const { storage, clock, actor, desks } = bench.books;
  const place = { storage, clock, actor, desks, company: { ...company, currencyDecimals: 2 } };
  const steps: Steps = { start: [], enter: [], preview: [], accept: [], again: [], restate: [] };
  for (let round = 1; round <= bench.rounds; round += 1) {
    const name = `count-${round}`;
    const request = { name, site: SITE, postedOn: dayOf(2 * round) };
    steps.start.push(await secondsOf(() => must(startCount(place, request))));
    await postAll(desk, salesOn(dayOf(2 * round + 1), places, round));
    const lines = Array.from({ length: places }, (_, index) => ({
      item: itemCode(index),
      quantity: String(RECORDED + round),
    }));
    steps.enter.push(await secondsOf(() => must(enterCount(place, name, { lines }))));
    steps.preview.push(await secondsOf(() => must(previewAcceptance(place, name, {}))));
    steps.accept.push(await secondsOf(() => must(acceptCount(place, name, {}))));
    steps.restate.push(await secondsOf(() => desk.settled()));
    steps.again.push(await secondsOf(() => must(acceptCount(place, name, {}))));
  }
  return {
    name: 'count',
    title: FIGURES.count,
    measures: [
      measureOf(`begun, ${places.toLocaleString('en')} places frozen`, 's', steps.start),
      measureOf('entered at once', 's', steps.enter),
      measureOf('previewed', 's', steps.preview),
      measureOf('accepted, every line adjusted', 's', steps.accept),
      measureOf('accepted again', 's', steps.again),
      measureOf('until costs are run again', 's', steps.restate),
      measureOf(
        'adjustments posted',
        'lines/s',
        steps.accept.map((seconds) => places / seconds),
      ),
    ],
    ratios: [],
    notes: [
      `Every line differs and is an event of its own with its entry; all are one transaction of the database. At one place of ${ONE_MOVES_OF} goods are sold on the next day before the count is accepted, so that its adjustment comes late.`,
    ],
  };
}

type Steps = Readonly<
  Record<'start' | 'enter' | 'preview' | 'accept' | 'again' | 'restate', number[]>
>;

/** A day of 2026, counted from the end of February on. */
const dayOf = (number: number): string =>
  new Date(Date.UTC(2026, 1, 28 + number)).toISOString().slice(0, 10);

/** A sale at some of the places. */
const salesOn = (postedOn: string, places: number, round: number): readonly TransactionInput[] =>
  Array.from({ length: Math.ceil(places / ONE_MOVES_OF) }, (_, index) => ({
    key: `meanwhile:${round}:${index}`,
    type: 'sale',
    postedOn,
    item: itemCode(index * ONE_MOVES_OF),
    site: SITE,
    quantity: '1',
  }));

/** A step that is refused would be no measurement. */
async function must<Value>(done: Promise<Result<Value, unknown>>): Promise<Value> {
  const result = await done;
  if (result.ok) return result.value;
  throw new Error(`a step of the count was refused: ${JSON.stringify(result.reasons.slice(0, 3))}`);
}
