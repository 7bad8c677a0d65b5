import 'uplot/dist/uPlot.min.css';
import { type RefObject, useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import { monthName } from '../formats/date.ts';
import { figure } from '../formats/figure.ts';
import { type ChartColours, chartData, chartOptions } from './chart-options.ts';
import styles from './stock-value-chart.module.css';
import type { Layers } from './stock-value-layers.ts';

type ChartProperties = {
  readonly layers: Layers;
  /** Index of the month that is looked at. */
  readonly month: number;
  /** Tells the month the reader points at; nothing when the pointer leaves. */
  readonly onMonth: (month: number | undefined) => void;
};

/** The drawn chart, drawn anew when light and dark change places. */
export default function StockValueChart(properties: ChartProperties) {
  const isDark = useMedia('(prefers-color-scheme: dark)');
  return <DrawnChart key={isDark ? 'dark' : 'light'} {...properties} />;
}

/**
 * The canvas, and over it a slider that nobody sees but the keyboard and the screen reader reach:
 * arrows, Home and End move through the months, and month and total are read out.
 */
function DrawnChart({ layers, month, onMonth }: ChartProperties) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useChart(frame, layers, onMonth);
  // After every drawing: a chart that has just been made anew has lost its cursor.
  useEffect(() => {
    chart.current?.setCursor({ left: chart.current.valToPos(month, 'x'), top: 0 }, false);
  });
  return (
    <div className={styles.chart}>
      <input
        type="range"
        className={styles.slider}
        min={0}
        max={layers.months.length - 1}
        value={month}
        aria-label="Month of the stock value chart"
        aria-valuetext={monthInWords(layers, month)}
        onChange={(event) => onMonth(event.target.valueAsNumber)}
      />
      <div
        ref={frame}
        className={styles.canvas}
        aria-hidden="true"
        onMouseLeave={() => onMonth(undefined)}
      />
    </div>
  );
}

function monthInWords({ months, totals }: Layers, month: number): string {
  const total = totals[month];
  const name = monthName(months[month] ?? '', 'long');
  return total === undefined ? name : `${name}, total ${figure(total)}`;
}

/** The chart in its frame; it follows the frame's size and is made anew for other figures. */
function useChart(
  frame: RefObject<HTMLDivElement | null>,
  layers: Layers,
  onMonth: (month: number) => void,
): RefObject<UPlot | null> {
  const chart = useRef<UPlot>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const colours = coloursOf(element, layers.layers.length);
    const options = chartOptions({ layers, colours, size: sizeOf(element), onMonth });
    const drawn = new UPlot(options, chartData(layers), element);
    const watch = new ResizeObserver(() => drawn.setSize(sizeOf(element)));
    watch.observe(element);
    chart.current = drawn;
    return () => {
      watch.disconnect();
      drawn.destroy();
      chart.current = null;
    };
  }, [frame, layers, onMonth]);
  return chart;
}

/** Whether a media query holds, now and whenever it changes. */
function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const follow = () => setHolds(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [query]);
  return holds;
}

const sizeOf = ({ clientWidth, clientHeight }: HTMLElement) => ({
  width: clientWidth,
  height: clientHeight,
});

/** A canvas knows no custom properties: the tokens are worn by a probe and read off it. */
function coloursOf(element: HTMLElement, count: number): ChartColours {
  const probe = document.createElement('span');
  element.append(probe);
  const worn = (colour: string) => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const colours = {
    layers: Array.from({ length: count }, (_, index) => ({
      line: worn(`var(--layer-${index + 1})`),
      area: worn(`color-mix(in srgb, var(--layer-${index + 1}) 34%, transparent)`),
    })),
    grid: worn('color-mix(in srgb, var(--ink) 13%, transparent)'),
    text: worn('var(--ink-soft)'),
    font: `12px ${getComputedStyle(element).fontFamily}`,
  };
  probe.remove();
  return colours;
}
