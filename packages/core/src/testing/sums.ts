/** Sums by name. */
export type Sums = Map<string, bigint>;

/** Adds to a sum. */
export const addTo = (sums: Sums, name: string, amount: bigint): void => {
  sums.set(name, (sums.get(name) ?? 0n) + amount);
};

/** The sums that are not zero, by name, as texts. */
export const sumTexts = (sums: Sums): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...sums]
      .filter(([, sum]) => sum !== 0n)
      .map(([name, sum]) => [name, sum.toString()])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
