import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import type { StockValue as StockValueAnswer } from '../api/overview.ts';
import { Choice } from '../design/choice.tsx';
import { Fallback } from '../design/fallback.tsx';
import hidden from '../design/hidden.module.css';
import { Scroll } from '../design/scroll.tsx';
import { Section } from '../design/section.tsx';
import { nameUnderstoodLanguage } from '../formats/locale.ts';
import type { Address } from '../frame/address.ts';
import styles from './stock-value.module.css';
import { changeInWords, type Layers, stockValueLayers } from './stock-value-layers.ts';
import { StockValueLegend } from './stock-value-legend.tsx';
import { StockValueTable } from './stock-value-table.tsx';

const StockValueChart = lazy(() => {
  nameUnderstoodLanguage();
  return import('./stock-value-chart.tsx');
});

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
  // Kept while nothing changes, so that the chart is not drawn again for every month looked at.
  const layers = useMemo(() => stockValueLayers(value, by), [value, by]);
  if (layers.layers.length === 0 || layers.months.length === 0) {
    return (
      <Section
        area="value"
        title="Stock value"
        note="Its chart begins with the first month that has stock."
      >
        <div className={styles.empty} />
      </Section>
    );
  }
  const table = <StockValueTable layers={layers} by={by} />;
  const scrolled = (
    <div className={styles.table}>
      <Scroll name="Stock value by month">{table}</Scroll>
    </div>
  );
  return (
    <Section
      area="value"
      title="Stock value"
      note={changeInWords(layers)}
      aside={<Choices address={address} onAddress={onAddress} />}
    >
      {view === 'chart' ? (
        <Fallback instead={scrolled}>
          <Chart key={layers.months.length} layers={layers} by={by}>
            {/* A screen reader has the same figures as a table without asking for it. */}
            <div className={hidden.hidden}>{table}</div>
          </Chart>
        </Fallback>
      ) : (
        scrolled
      )}
    </Section>
  );
}

function Choices({
  address,
  onAddress,
}: {
  readonly address: Address;
  readonly onAddress: (change: Partial<Address>) => void;
}) {
  return (
    <>
      <Choice
        name="Divide stock value"
        options={[
          ['group', 'By group'],
          ['site', 'By site'],
        ]}
        chosen={address.by}
        onChoose={(by) => onAddress({ by })}
      />
      <Choice
        name="Show stock value as"
        options={[
          ['chart', 'Chart'],
          ['table', 'Table'],
        ]}
        chosen={address.view}
        onChoose={(view) => onAddress({ view })}
      />
    </>
  );
}

/** The chart with its legend, which tells the figures of the month that is looked at. */
function Chart({
  layers,
  by,
  children,
}: {
  readonly layers: Layers;
  readonly by: 'group' | 'site';
  readonly children: ReactNode;
}) {
  const [chosen, setChosen] = useState<number>();
  const month = chosen ?? layers.months.length - 1;
  return (
    <div className={styles.chart}>
      <Suspense fallback={<div className={styles.canvas} />}>
        <StockValueChart layers={layers} month={month} onMonth={setChosen} />
      </Suspense>
      <StockValueLegend layers={layers} month={month} by={by} />
      {children}
    </div>
  );
}
