import { lazy, Suspense, useId, useState } from 'react';
import type { StockValue as StockValueAnswer } from '../api/overview.ts';
import { Amount } from '../design/amount.tsx';
import { Choice } from '../design/choice.tsx';
import hidden from '../design/hidden.module.css';
import { Section } from '../design/section.tsx';
import { monthName } from '../formats/date.ts';
import { absoluteOf, signOf } from '../formats/decimal-text.ts';
import { figure } from '../formats/figure.ts';
import type { Address } from '../frame/address.ts';
import styles from './stock-value.module.css';
import { changeOver, type Layers, stockValueLayers } from './stock-value-layers.ts';
import { StockValueTable } from './stock-value-table.tsx';

const StockValueChart = lazy(() => import('./stock-value-chart.tsx'));

/** Stock value over time, by group or by site, to look at or to read. */
export function StockValue({
  value,
  address,
  onAddress,
}: {
  readonly value: StockValueAnswer;
  readonly address: Address;
  readonly onAddress: (change: Partial<Address>) => void;
}) {
  const { by, view } = address;
  const layers = stockValueLayers(value, by);
  return (
    <Section
      area="value"
      title="Stock value"
      note={changeInWords(layers)}
      aside={
        <>
          <Choice
            name="Divide stock value"
            options={[
              ['group', 'By group'],
              ['site', 'By site'],
            ]}
            chosen={by}
            onChoose={(chosen) => onAddress({ by: chosen })}
          />
          <Choice
            name="Show stock value as"
            options={[
              ['chart', 'Chart'],
              ['table', 'Table'],
            ]}
            chosen={view}
            onChoose={(chosen) => onAddress({ view: chosen })}
          />
        </>
      }
    >
      {layers.layers.length === 0 || layers.months.length === 0 ? (
        <p className={styles.empty}>The chart begins with the first month that has stock.</p>
      ) : (
        <>
          {view === 'chart' && <Chart key={layers.months.length} layers={layers} by={by} />}
          <div className={view === 'chart' ? hidden.hidden : styles.scroll}>
            <StockValueTable layers={layers} by={by} />
          </div>
        </>
      )}
    </Section>
  );
}

/** The chart with its legend, which tells the figures of the month that is looked at. */
function Chart({ layers, by }: { readonly layers: Layers; readonly by: 'group' | 'site' }) {
  const last = layers.months.length - 1;
  const [chosen, setChosen] = useState<number>();
  const month = chosen ?? last;
  return (
    <div className={styles.chart}>
      <Suspense fallback={<div className={styles.canvas} />}>
        <StockValueChart layers={layers} month={month} onMonth={setChosen} />
      </Suspense>
      <Legend layers={layers} month={month} by={by} />
    </div>
  );
}

function Legend({
  layers,
  month,
  by,
}: {
  readonly layers: Layers;
  readonly month: number;
  readonly by: 'group' | 'site';
}) {
  const caption = useId();
  const total = layers.totals[month];
  return (
    <div className={styles.legend}>
      <p id={caption} className={styles.month}>
        {by === 'group' ? 'Group' : 'Site'}
        <span>End of {monthName(layers.months[month] ?? '')}</span>
      </p>
      <dl aria-labelledby={caption}>
        {layers.layers.map(({ code, name, values }, index) => (
          <div key={code} className={styles.entry}>
            <dt>
              <span className={styles.swatch} style={{ background: `var(--layer-${index + 1})` }} />
              <span className={styles.layer}>{name}</span>
            </dt>
            <dd>{values[month] !== undefined && <Amount value={values[month]} />}</dd>
          </div>
        ))}
        <div className={styles.total}>
          <dt>Total</dt>
          <dd>{total !== undefined && <Amount value={total} />}</dd>
        </div>
      </dl>
    </div>
  );
}

/** `55,555.00 more than at the end of Dec 2025.` */
function changeInWords(layers: Layers): string | undefined {
  const change = changeOver(layers);
  const first = layers.months[0];
  if (change === undefined || first === undefined) return undefined;
  const since = `the end of ${monthName(first)}`;
  if (signOf(change) === 0) return `The same as at ${since}.`;
  const direction = signOf(change) > 0 ? 'more' : 'less';
  return `${figure(absoluteOf(change))} ${direction} than at ${since}.`;
}
