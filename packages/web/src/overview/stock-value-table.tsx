import { Amount } from '../design/amount.tsx';
import { monthName } from '../formats/date.ts';
import type { Layers } from './stock-value-layers.ts';
import styles from './stock-value-table.module.css';

/** The figures behind the chart: a line a month, newest first, a column a group or site. */
export function StockValueTable({
  layers: { months, layers, totals },
  by,
}: {
  readonly layers: Layers;
  readonly by: 'group' | 'site';
}) {
  const newestFirst = months.map((month, index) => ({ month, index })).toReversed();
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>Stock value at the end of each month by {by}</caption>
      <thead>
        <tr>
          <th scope="col">Month</th>
          {layers.map(({ code, name }) => (
            <th key={code} scope="col">
              {name}
            </th>
          ))}
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        {newestFirst.map(({ month, index }) => (
          <tr key={month}>
            <th scope="row">{monthName(month)}</th>
            {layers.map(({ code, values }) => (
              <td key={code}>{values[index] !== undefined && <Amount value={values[index]} />}</td>
            ))}
            <td className={styles.total}>
              {totals[index] !== undefined && <Amount value={totals[index]} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
