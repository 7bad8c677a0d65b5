import type { TransactionInput } from 'perpetua-core';
import {
  FIGURES,
  type Measure,
  type MeasuredFigure,
} from '../../interfaces/cli/measured-figure.ts';
import { ownerConnection } from '../../storage/postgres/connections.ts';
import type { Bench } from './bench-books.ts';
import { type BenchCompany, companyOf, postAll, simpleSetup } from './bench-company.ts';
import { measureOf, ratioOf, secondsOf } from './rounds.ts';
import { itemCode, siteCode } from './simple-movements.ts';
import { bytesOf } from './wal-bytes.ts';

/** How many movements lie behind the late fact: the curve, and the one that has a bar to pass. */
const BEHIND = [1_000, 10_000, 100_000, 1_000_000] as const;
const OTHERS = 60_000;
const WANTED_RATE = 0.7;
const DAYS = 300;

/**
 * What a late fact costs: a receipt, and a correction of a receipt's cost, both dated before all
 * later movements of an item, by how many movements are behind them; and how fast others post while
 * the longest of them is restated.
 */
export async function measureLateFacts(bench: Bench): Promise<MeasuredFigure> {
  const measures: Measure[] = [];
  const lengths = BEHIND.map(bench.sized);
  const { desk } = await companyOf(bench.books, setupOf(lengths.length));
  const client = await ownerConnection(bench.connection);
  try {
    for (const [index, length] of lengths.entries()) {
      await postAll(desk, history(index, length));
      const told = { receipt: [] as number[], correction: [] as number[], wal: [] as number[] };
      for (let round = 1; round <= bench.rounds; round += 1) {
        await client.query('checkpoint');
        const receipt = lateReceipt(index, round);
        told.wal.push(
          (await bytesOf(client, async () => told.receipt.push(await settled(desk, receipt)))) /
            1e6,
        );
        told.correction.push(await settled(desk, correction(index, round)));
      }
      const behind = `${length.toLocaleString('en')} later movements`;
      measures.push(
        measureOf(`receipt before ${behind}`, 's', told.receipt),
        measureOf(`written ahead for it`, 'MB', told.wal),
        measureOf(`cost correction before ${behind}`, 's', told.correction),
      );
    }
    const reached = await whileRestating(bench, desk, lengths.length - 1);
    measures.push(
      measureOf('others while it is restated', 'transactions/s', reached.during),
      measureOf('others undisturbed', 'transactions/s', reached.alone),
    );
    return {
      name: 'late-facts',
      title: FIGURES['late-facts'],
      measures,
      ratios: [
        ratioOf(
          'posting while restating ÷ undisturbed',
          reached.during,
          reached.alone,
          WANTED_RATE,
        ),
      ],
      notes: [
        'From sending the late fact to the last correction committed; every later movement changes. Moving average, receipts and sales of one item at one site over 300 days.',
      ],
    };
  } finally {
    await client.end();
  }
}

const setupOf = (items: number) => simpleSetup('late-facts', { items: items + 1, sites: 1 });

const dayOf = (share: number): string => {
  const date = new Date(Date.UTC(2026, 0, 10 + Math.trunc(share * DAYS)));
  return date.toISOString().slice(0, 10);
};

const base = (index: number) => ({ item: itemCode(index), site: siteCode(0) });

/** Receipts and sales of an item in turn, in order of date, with prices that keep changing. */
function history(index: number, length: number): readonly TransactionInput[] {
  const opening = { type: 'receive-from-vendor', quantity: '1000', unitCost: '40' };
  const first = { key: `late:${index}:first`, postedOn: '2026-01-02', ...base(index), ...opening };
  const later = Array.from({ length }, (_, position): TransactionInput => {
    const common = {
      key: `late:${index}:${position}`,
      postedOn: dayOf(position / length),
      ...base(index),
    };
    if (position % 2 === 1) return { ...common, type: 'sale', quantity: '7' };
    return {
      ...common,
      type: 'receive-from-vendor',
      quantity: '7',
      unitCost: `4${position % 10}.${10 + (position % 90)}`,
    };
  });
  return [first, ...later];
}

const lateReceipt = (index: number, round: number): TransactionInput => ({
  key: `late:${index}:receipt:${round}`,
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  quantity: '500',
  unitCost: `${50 + round}`,
  ...base(index),
});

const correction = (index: number, round: number): TransactionInput => ({
  key: `late:${index}:correction:${round}`,
  type: 'cost-correction',
  postedOn: '2026-12-01',
  original: `late:${index}:receipt:${round}`,
  amount: `${100 + round}`,
  ...base(index),
});

/** Seconds until a late fact is posted and everything after it is restated. */
const settled = (desk: BenchCompany['desk'], input: TransactionInput): Promise<number> =>
  secondsOf(async () => {
    await postAll(desk, [input]);
    await desk.settled();
  });

/** How fast another item is posted, alone and while a long history is restated. */
async function whileRestating(
  { rounds, sized }: Bench,
  desk: BenchCompany['desk'],
  longest: number,
) {
  const count = sized(OTHERS);
  const other = (name: string, round: number): readonly TransactionInput[] =>
    Array.from({ length: count }, (_, position) => ({
      key: `${name}:${round}:${position}`,
      type: 'receive-from-vendor',
      postedOn: '2026-02-02',
      quantity: '1',
      unitCost: '5',
      ...base(longest + 1),
    }));
  const reached = { during: [] as number[], alone: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    reached.alone.push(count / (await postAll(desk, other('alone', round))));
    const late = desk.post([lateReceipt(longest, rounds + round)]);
    reached.during.push(count / (await postAll(desk, other('during', round))));
    await late;
    await desk.settled();
  }
  return reached;
}
