import { formatDecimal, ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { Asked } from '../reading/filters.ts';
import type { BooksReading } from '../reading/ports.ts';
import { reversedBy } from './export-chain.ts';
import { accountWithCenter, type GlExport } from './gl-export.ts';
import { isTarget, readPeriod } from './read-request.ts';

/** What never changes of a batch, in words and decimal texts. */
export const toldExport = (batch: GlExport, decimals: number) => ({
  target: batch.target,
  number: batch.number,
  kind: batch.reverses === null ? ('export' as const) : ('reversal' as const),
  reverses: batch.reverses,
  period: batch.period,
  source: batch.source,
  mode: batch.mode,
  entries: batch.entries,
  lines: batch.lines,
  debit: formatDecimal(batch.amount, decimals),
  credit: formatDecimal(batch.amount, decimals),
  madeAt: batch.madeAt.toISOString(),
  madeBy: batch.madeBy,
  reason: batch.reason,
  afterEvent: batch.afterEvent,
  lastEvent: batch.lastEvent,
  sha256: batch.sha256,
});

type ToldExport = ReturnType<typeof toldExport>;

/** The debits and credits of a batch by account and center, as decimal texts. */
export const toldAccounts = ({ accounts }: GlExport, decimals: number) =>
  accounts.map((total) => ({
    account: total.account,
    center: total.center,
    accountWithCenter: accountWithCenter(total),
    debit: formatDecimal(total.debit, decimals),
    credit: formatDecimal(total.credit, decimals),
  }));

/** A batch in a list, with the number of the one that reversed it. */
export type ListedExport = ToldExport & { readonly reversedBy: number | null };

/**
 * The batches of a company by target and number, or those of one target or period. Refuses a target
 * or a period that is none.
 */
export async function listExports(
  books: BooksReading,
  company: { readonly id: number; readonly currencyDecimals: number },
  { target, period }: Asked<'target' | 'period'>,
): Promise<Result<readonly ListedExport[], Refusal>> {
  const refusals: Refusal[] = [];
  if (period !== undefined) readPeriod(period, refusals);
  if (target !== undefined && !isTarget(target))
    refusals.push(refusal('export-target-invalid', { target }));
  if (refusals.length > 0) return refused(refusals);
  const exports = await books.reading(company.id, (session) =>
    session.glExports(target === undefined ? {} : { target }),
  );
  const ofTarget = Map.groupBy(exports, (one) => one.target);
  return ok(
    exports
      .filter((one) => period === undefined || one.period === period)
      .map((one) => ({
        ...toldExport(one, company.currencyDecimals),
        reversedBy: reversedBy(ofTarget.get(one.target) ?? [], one.number),
      })),
  );
}
