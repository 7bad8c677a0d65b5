import 'uplot/dist/uPlot.min.css';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type uPlot from 'uplot';
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
  readonly onMonth: (month: number | undefined) => void;
};

/**
 * The drawn chart. For the keyboard it is a slider over the months: arrows, Home and End move, and
 * the month with its total is read out; the mouse does the same by pointing.
 */
export default function StockValueChart({ layers, month, onMonth }: ChartProperties) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useDrawnChart(frame, layers, onMonth);
  const last = layers.months.length - 1;
  useEffect(() => {
    if (chart === undefined) return;
    chart.setCursor({ left: chart.valToPos(month, 'x'), top: -10 }, false);
  }, [chart, month]);
  const move = (event: KeyboardEvent) => {
    const next = nextMonth(event.key, month, last);
    if (next === undefined) return;
    event.preventDefault();
    onMonth(next);
  };
  return (
    <div
      className={styles.chart}
      role="slider"
      tabIndex={0}
      aria-label="Month of the stock value chart"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={month}
      aria-valuetext={monthInWords(layers, month)}
      onKeyDown={move}
      onMouseLeave={() => onMonth(undefined)}
    >
      <div ref={frame} className={styles.canvas} aria-hidden="true" />
    </div>
  );
}

/** Where a key leads on the slider, 0 to last; nothing for a key that has no meaning here. */
function nextMonth(key: string, month: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, month - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(last, month + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

function monthInWords({ months, totals }: Layers, month: number): string {
  const total = totals[month];
  const name = monthName(months[month] ?? '', 'long');
  return total === undefined ? name : `${name}: ${figure(total)} in total`;
}

/** Draws the chart into its frame, again when the figures, the colours or the width change. */
function useDrawnChart(
  frame: React.RefObject<HTMLDivElement | null>,
  layers: Layers,
  onMonth: (month: number | undefined) => void,
): uPlot | undefined {
  const [chart, setChart] = useState<uPlot>();
  const appearance = useAppearance();
  const told = useRef(onMonth);
  told.current = onMonth;
  // The layers are made anew at every rendering: what counts is whether they say something else.
  const key = JSON.stringify([layers, appearance]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the layers.
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const options = chartOptions({
      layers,
      colours: coloursOf(element, layers.layers.length),
      size: sizeOf(element),
      onMonth: (month) => told.current(month),
    });
    const drawn = new UPlot(options, chartData(layers), element);
    const watch = new ResizeObserver(() => drawn.setSize(sizeOf(element)));
    watch.observe(element);
    setChart(drawn);
    return () => {
      watch.disconnect();
      drawn.destroy();
      setChart(undefined);
    };
  }, [frame, key]);
  return chart;
}

/** Changes whenever light and dark change places. */
function useAppearance(): boolean {
  const [isDark, setDark] = useState(() => window.matchMedia(DARK).matches);
  useEffect(() => {
    const query = window.matchMedia(DARK);
    const follow = () => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return isDark;
}

const DARK = '(prefers-color-scheme: dark)';

const sizeOf = ({ clientWidth, clientHeight }: HTMLElement) => ({
  width: clientWidth,
  height: clientHeight,
});

/** A canvas knows no custom properties: the tokens are worn by a probe and read off it. */
function coloursOf(element: HTMLElement, count: number): ChartColours {
  const probe = document.createElement('span');
  element.append(probe);
  const worn = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    layers: Array.from({ length: count }, (_, index) => worn(`--layer-${index + 1}`)),
    paper: worn('--paper'),
    rule: worn('--rule'),
    text: worn('--ink-soft'),
    font: `12px ${getComputedStyle(element).fontFamily}`,
  };
  probe.remove();
  return colours;
}
