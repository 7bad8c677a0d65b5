import type { BusinessDate, CostSource, Movement } from 'perpetua-core';

/** The columns of a movement that say how it came by its value. */
export type CostingRow = {
  costed: CostSource;
  costed_on: BusinessDate;
  priced_by: bigint | null;
  about: bigint | null;
  family_at: number;
  family_size: number;
};

/** Needs `movement m` in the query. */
export const COSTING_COLUMNS =
  'm.costed, m.costed_on, m.priced_by, m.about, m.family_at, m.family_size';

/** The same as the core knows them. */
export const costingOf = (
  row: CostingRow,
): Pick<Movement, 'costed' | 'costedOn' | 'pricedBy' | 'about' | 'familyAt' | 'familySize'> => ({
  costed: row.costed,
  costedOn: row.costed_on,
  pricedBy: Number(row.priced_by ?? 0),
  about: Number(row.about ?? 0),
  familyAt: row.family_at,
  familySize: row.family_size,
});
