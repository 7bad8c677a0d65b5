import type { Aged } from '../api/overview.ts';
import { Amount } from '../design/amount.tsx';
import { Section } from '../design/section.tsx';
import { signOf } from '../formats/decimal-text.ts';
import styles from './ageing.module.css';
import { ageingBands } from './ageing-bands.ts';

/** How long amounts have been waiting, in bands of days. */
export function Ageing({
  title,
  note,
  aged,
  empty,
  area,
}: {
  readonly title: string;
  readonly note: string;
  readonly aged: Aged;
  /** The sentence for an ageing in which nothing waits. */
  readonly empty: string;
  readonly area: string;
}) {
  const bands = ageingBands(aged);
  const nothingWaits =
    signOf(aged.total) === 0 && bands.every(({ amount }) => signOf(amount) === 0);
  return (
    <Section area={area} title={title} note={nothingWaits ? empty : note}>
      {!nothingWaits && (
        <table className={styles.ageing}>
          <caption className={styles.caption}>{title} by age</caption>
          <thead className={styles.caption}>
            <tr>
              <th scope="col">Age</th>
              <th scope="col">Amount</th>
            </tr>
          </thead>
          <tbody>
            {bands.map(({ name, amount, share, isOverdue }) => (
              <tr key={name} className={isOverdue ? styles.overdue : undefined}>
                <th scope="row">{name}</th>
                <td>
                  <span className={styles.track} aria-hidden="true">
                    <span className={styles.bar} style={{ width: `${share * 100}%` }} />
                  </span>
                  <Amount value={amount} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              <td>
                <Amount value={aged.total} />
              </td>
            </tr>
          </tfoot>
        </table>
      )}
    </Section>
  );
}
