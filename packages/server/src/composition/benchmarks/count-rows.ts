import type { Result } from 'perpetua-core';
import { acceptCount, previewAcceptance } from '../../application/counting/accept-count.ts';
import { enterCount } from '../../application/counting/enter-count.ts';
import { startCount } from '../../application/counting/start-count.ts';
import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import type { Bench } from './bench-books.ts';
import { postAll, stockedCompany } from './bench-company.ts';
import { measureOf, secondsOf } from './rounds.ts';
import { itemCode, simpleMovements, siteCode } from './simple-movements.ts';

const PLACES = 20_000;
const SITE = siteCode(0);
/** What lies at every place when the measurement begins; each count finds a little more. */
const RECORDED = 10_000;

/**
 * A count of 20,000 places as one document, nearly all of which differ, on books in which goods moved
 * since: how long it takes to begin, to enter, to preview and to accept it, and to be told again.
 */
export async function measureCount(bench: Bench): Promise<MeasuredFigure> {
  const places = bench.sized(PLACES);
  const spread = { items: places, sites: 1 };
  const { company, desk } = await stockedCompany(bench.books, 'counted', spread);
  const { storage, clock, actor } = bench.books;
  const place = { storage, clock, actor, company: { ...company, currencyDecimals: 2 } };
  const steps = { start: [], enter: [], preview: [], accept: [], again: [] } as Steps;
  for (let round = 1; round <= bench.rounds; round += 1) {
    const name = `count-${round}`;
    const request = { name, site: SITE, postedOn: '2026-02-28' };
    steps.start.push(await secondsOf(() => must(startCount(place, request))));
    const moved = { first: round * places, spread };
    await postAll(desk, simpleMovements('meanwhile', places, moved));
    const lines = Array.from({ length: places }, (_, index) => ({
      item: itemCode(index),
      quantity: String(RECORDED + round),
    }));
    steps.enter.push(await secondsOf(() => must(enterCount(place, name, { lines }))));
    steps.preview.push(await secondsOf(() => must(previewAcceptance(place, name, {}))));
    steps.accept.push(await secondsOf(() => must(acceptCount(place, name, {}))));
    steps.again.push(await secondsOf(() => must(acceptCount(place, name, {}))));
  }
  return {
    name: 'count',
    title: FIGURES.count,
    measures: [
      measureOf(`begun, ${places.toLocaleString('en')} places frozen`, 's', steps.start),
      measureOf('entered at once', 's', steps.enter),
      measureOf('previewed', 's', steps.preview),
      measureOf('accepted, nearly every line adjusted', 's', steps.accept),
      measureOf('accepted again', 's', steps.again),
      measureOf(
        'adjustments posted',
        'lines/s',
        steps.accept.map((seconds) => places / seconds),
      ),
    ],
    ratios: [],
    notes: [
      'Nearly every line differs and is an event of its own with its entry; all are one transaction of the database. As many movements as there are places are posted between start and entry.',
    ],
  };
}

type Steps = Readonly<Record<'start' | 'enter' | 'preview' | 'accept' | 'again', number[]>>;

/** A step that is refused would be no measurement. */
async function must<Value>(done: Promise<Result<Value, unknown>>): Promise<Value> {
  const result = await done;
  if (result.ok) return result.value;
  throw new Error(`a step of the count was refused: ${JSON.stringify(result.reasons.slice(0, 3))}`);
}
