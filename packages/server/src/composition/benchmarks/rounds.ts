import type { Measure, MeasuredRatio } from '../../interfaces/cli/measured-figure.ts';

/** The rounds of the two sides of a comparison, in the order in which they were run. */
export type Rounds = { readonly ours: readonly number[]; readonly theirs: readonly number[] };

/**
 * Measures two sides in alternating rounds, so that both meet the same machine: ours first in odd
 * rounds, theirs first in even ones. Each side answers what it reached in the round.
 */
export async function alternating(
  rounds: number,
  ours: (round: number) => Promise<number>,
  theirs: (round: number) => Promise<number>,
): Promise<Rounds> {
  const reached = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    if (round % 2 === 0) reached.theirs.push(await theirs(round));
    reached.ours.push(await ours(round));
    if (round % 2 === 1) reached.theirs.push(await theirs(round));
  }
  return reached;
}

/** The middle and the ends of what the rounds reached. */
export const measureOf = (of: string, unit: string, values: readonly number[]): Measure => ({
  of,
  unit,
  ...spreadOf(values),
});

/** One side over the other, each round with its own partner: a slow minute slows both. */
export const ratioOf = (
  of: string,
  over: readonly number[],
  under: readonly number[],
  wanted?: number,
): MeasuredRatio => ({
  of,
  ...spreadOf(over.map((value, round) => value / (under[round] ?? Number.NaN))),
  ...(wanted === undefined ? {} : { wanted }),
});

function spreadOf(values: readonly number[]): Omit<Measure, 'of' | 'unit'> {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: shareOf(sorted, 0.5),
    lowest: shareOf(sorted, 0),
    highest: shareOf(sorted, 1),
  };
}

/**
 * The value below which a share of sorted values lies; the middle of an even number of values is
 * between the two.
 */
export function shareOf(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** Seconds that some work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
