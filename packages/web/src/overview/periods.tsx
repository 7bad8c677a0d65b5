import type { PeriodLine } from '../api/overview.ts';
import { Section } from '../design/section.tsx';
import { monthName, monthOnly } from '../formats/date.ts';
import { monthOfYear, periodSummary, periodYears } from './period-years.ts';
import styles from './periods.module.css';

/** The state of every period: a row a year, a cell a month. */
export function Periods({ periods }: { readonly periods: readonly PeriodLine[] }) {
  const { years, earlier } = periodYears(periods);
  return (
    <Section
      area="periods"
      title="Periods"
      note={periods.length === 0 ? 'No period is set up yet.' : periodSummary(periods)}
    >
      {earlier.length > 0 && (
        <p className={styles.earlier}>
          Before {years[0]?.year}: {periodSummary(earlier)}
        </p>
      )}
      <ol className={styles.years}>
        {years.map(({ year, periods: months }) => (
          <li key={year} className={styles.year}>
            <span className={styles.name}>{year}</span>
            <ol className={styles.months}>
              {months.map((line) => (
                <Month key={line.period} line={line} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {periods.length > 0 && (
        <p className={styles.key} aria-hidden="true">
          <span className={styles.closed}>closed</span>
          <span className={styles.open}>open</span>
        </p>
      )}
    </Section>
  );
}

function Month({ line }: { readonly line: PeriodLine }) {
  const name = `${monthName(line.period, 'long')}: ${line.state}`;
  return (
    <li
      className={styles[line.state]}
      style={{ gridColumn: monthOfYear(line) }}
      title={name}
      aria-label={name}
    >
      {monthOnly(line.period).slice(0, 1)}
    </li>
  );
}
