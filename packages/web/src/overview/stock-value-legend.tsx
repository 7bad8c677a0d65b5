import { useId } from 'react';
import { Amount } from '../design/amount.tsx';
import { monthName } from '../formats/date.ts';
import type { DecimalText } from '../formats/decimal-text.ts';
import type { Layers } from './stock-value-layers.ts';
import styles from './stock-value-legend.module.css';

/** What the colours mean, in the order of the chart, with the figures of one month. */
export function StockValueLegend({
  layers: { months, layers, totals },
  month,
  by,
}: {
  readonly layers: Layers;
  readonly month: number;
  readonly by: 'group' | 'site';
}) {
  const caption = useId();
  return (
    <div className={styles.legend}>
      <p id={caption} className={styles.caption}>
        {by === 'group' ? 'Group' : 'Site'}
        <span>End of {monthName(months[month] ?? '')}</span>
      </p>
      <dl aria-labelledby={caption}>
        {layers.map(({ code, name, values }, index) => (
          <div key={code} className={styles.entry}>
            <dt className={styles.layer} title={name}>
              <span className={styles.swatch} style={{ background: `var(--layer-${index + 1})` }} />
              {name}
            </dt>
            <Value value={values[month]} />
          </div>
        ))}
        <div className={styles.total}>
          <dt>Total</dt>
          <Value value={totals[month]} />
        </div>
      </dl>
    </div>
  );
}

function Value({ value }: { readonly value: DecimalText | undefined }) {
  return <dd>{value !== undefined && <Amount value={value} />}</dd>;
}
