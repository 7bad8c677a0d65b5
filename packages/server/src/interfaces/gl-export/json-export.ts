import type { OpenedExport } from '../../application/exporting/open-export.ts';
import { toldAccounts, toldExport } from '../../application/exporting/told-export.ts';
import { exportRows } from './export-rows.ts';

/** One object: what the batch is, its totals by account, and a line of JSON per line of a journal. */
export async function* jsonExport(opened: OpenedExport): AsyncGenerator<string> {
  const { batch, company } = opened;
  const { currency, currencyDecimals: decimals } = company;
  const head = { ...toldExport(batch, decimals), company: company.code, currency };
  yield `{"export":${JSON.stringify(head)},\n"accounts":${JSON.stringify(toldAccounts(batch, decimals))},\n"lines":[`;
  let separator = '\n';
  for await (const rows of exportRows(opened)) {
    const texts = rows.map(({ batch: _, currency: __, ...row }) => JSON.stringify(row));
    yield separator + texts.join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}
