import { formatDecimal, ok, type Refusal, type Result } from 'perpetua-core';
import { integrationByPeriod, type PeriodIntegration } from '../integration/integration-periods.ts';
import type { Asked } from './filters.ts';
import type { BooksReading, StockMonth } from './ports.ts';
import { configurationAt } from './present-configuration.ts';
import { readAtMoment } from './read-at-moment.ts';
import type { Report, ReportColumn, ReportRow } from './report.ts';

const COLUMNS: readonly ReportColumn[] = [
  { key: 'period', label: 'period', kind: 'text' },
  { key: 'state', label: 'state', kind: 'text' },
  { key: 'integrated', label: 'integrated', kind: 'text' },
  { key: 'changes', label: 'changes', kind: 'text' },
  { key: 'stock', label: 'stock at its end', kind: 'money' },
  { key: 'ledger', label: 'of it in the ledger', kind: 'money' },
  { key: 'difference', label: 'not in the ledger', kind: 'money' },
];

/**
 * Of every period whether its stock was integrated (`000.23`), and what of it the ledger shows at the
 * end of the period: by movements that were posted, and by stock journals.
 *
 * Refuses dates that are none.
 */
export function integrationStatus(
  books: BooksReading,
  company: number,
  query: Asked<'asKnown'>,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async ({ session, moment }) => {
    const { asKnown, asOf } = moment;
    const configuration = await configurationAt(session, asKnown.configuration);
    const months = await session.stockMonths(asKnown.event);
    const { currencyDecimals } = configuration.company;
    const rows = integrationByPeriod(configuration).map((period) =>
      rowOf(period, heldBy(months, period.period), currencyDecimals),
    );
    return ok({
      name: 'integration-status',
      title: 'Periods whose stock is in the ledger',
      asOf,
      asKnown,
      columns: COLUMNS,
      rows,
      groups: [],
      totals: {},
      next: null,
    });
  });
}

type Held = Pick<StockMonth, 'stock' | 'ledger'>;

/** What was there at the end of a month. */
const heldBy = (months: readonly StockMonth[], last: string): Held =>
  months
    .filter(({ month }) => month <= last)
    .reduce(
      (sum, { stock, ledger }) => ({ stock: sum.stock + stock, ledger: sum.ledger + ledger }),
      NOTHING,
    );

const NOTHING: Held = { stock: 0n, ledger: 0n };

function rowOf(
  { period, state, integrated, changes }: PeriodIntegration,
  { stock, ledger }: Held,
  decimals: number,
): ReportRow {
  return {
    period,
    state,
    integrated,
    changes: changes
      .map((one) => `${one.integrated ? 'integrated' : 'not integrated'} from ${one.from}`)
      .join(', '),
    stock: formatDecimal(stock, decimals),
    ledger: formatDecimal(ledger, decimals),
    difference: formatDecimal(stock - ledger, decimals),
  };
}
