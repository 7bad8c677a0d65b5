import type uPlot from 'uplot';
import { monthOnly } from '../formats/date.ts';
import { forPixels } from '../formats/decimal-text.ts';
import { axisFigure } from '../formats/figure.ts';
import type { Layers } from './stock-value-layers.ts';

/** The tokens as a canvas can use them. */
export type ChartColours = {
  readonly layers: readonly string[];
  readonly paper: string;
  readonly rule: string;
  readonly text: string;
  readonly font: string;
};

/**
 * The figures as heights: months by number, then a row for each layer. Stacked, each row is the
 * layer with all that lies below it, and the first layer lies on top, as in the legend. These
 * numbers are rounded; nobody reads them as amounts.
 */
export function chartData({ months, layers, form }: Layers): uPlot.AlignedData {
  const heights = layers.map(({ values }) => values.map(forPixels));
  const rows =
    form === 'lines'
      ? heights
      : heights.map((row, layer) =>
          row.map((_, month) =>
            heights.slice(layer).reduce((sum, below) => sum + (below[month] ?? 0), 0),
          ),
        );
  return [months.map((_, index) => index), ...rows];
}

/** How the chart looks and what it tells: the month the pointer is at. */
export function chartOptions({
  layers,
  colours,
  size,
  onMonth,
}: {
  readonly layers: Layers;
  readonly colours: ChartColours;
  readonly size: { readonly width: number; readonly height: number };
  readonly onMonth: (month: number) => void;
}): uPlot.Options {
  const { months, form } = layers;
  return {
    ...size,
    padding: [12, 16, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { show: form === 'lines' },
    },
    scales: {
      x: { time: false, range: () => monthRange(months.length) },
      y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.04 : 1] },
    },
    series: [{}, ...layers.layers.map((_, index) => seriesOf(layers, colours, index))],
    axes: [monthAxis(months, colours), valueAxis(colours)],
    hooks: {
      setCursor: [
        ({ cursor: { idx, event } }) => {
          if (typeof idx === 'number' && event !== undefined && event !== null) onMonth(idx);
        },
      ],
    },
  };
}

/** A single month is given room on both sides; several run from edge to edge. */
export const monthRange = (count: number): [number, number] =>
  count > 1 ? [0, count - 1] : [-0.5, 0.5];

/**
 * The months to name below the chart: every one, or every second, third … so that about twelve
 * names fit, counted back from the last month.
 */
export function namedMonths(count: number): number[] {
  const step = Math.max(1, Math.ceil(count / 13));
  const named = Array.from({ length: count }, (_, index) => index);
  return named.filter((index) => (count - 1 - index) % step === 0);
}

/** `Jan`, with the year below where a year begins or the chart does. */
export function monthLabel(months: readonly string[], index: number, isFirst: boolean): string {
  const month = months[index];
  if (month === undefined) return '';
  const name = monthOnly(month);
  return isFirst || month.endsWith('-01') ? `${name}\n${month.slice(0, 4)}` : name;
}

function seriesOf({ form, months }: Layers, colours: ChartColours, index: number): uPlot.Series {
  const colour = colours.layers[index] ?? colours.text;
  const points = { show: months.length === 1, fill: colour, stroke: colour };
  return form === 'lines'
    ? { stroke: colour, width: 2, points }
    : { stroke: colours.paper, width: 1.5, fill: colour, points };
}

function monthAxis(months: readonly string[], { text, font }: ChartColours): uPlot.Axis {
  const named = namedMonths(months.length);
  return {
    stroke: text,
    font,
    size: 44,
    gap: 6,
    grid: { show: false },
    ticks: { show: false },
    splits: () => named,
    values: (_, splits) =>
      splits.map((index, position) => monthLabel(months, index, position === 0)),
  };
}

function valueAxis({ text, font, rule }: ChartColours): uPlot.Axis {
  return {
    stroke: text,
    font,
    size: 56,
    gap: 8,
    space: 44,
    grid: { stroke: rule, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => axisFigure(value)),
  };
}
