import type uPlot from 'uplot';
import { monthOnly } from '../formats/date.ts';
import { forPixels } from '../formats/decimal-text.ts';
import { axisFigure } from '../formats/figure.ts';
import type { Layers } from './stock-value-layers.ts';

/** The tokens as a canvas can use them. */
export type ChartColours = {
  /** The line on top of each layer, and the area below it. */
  readonly layers: readonly { readonly line: string; readonly area: string }[];
  readonly grid: string;
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
      y: { range: (_, low, high) => valueRange(low, high) },
    },
    bands: form === 'stacked' ? bandsOf(layers.layers.length) : [],
    series: [{}, ...layers.layers.map((_, index) => seriesOf(layers, colours, index))],
    axes: [monthAxis(months, colours), valueAxis(colours)],
    hooks: {
      setCursor: [
        ({ cursor: { idx } }) => {
          if (typeof idx === 'number') onMonth(idx);
        },
      ],
    },
  };
}

/** Each layer is filled down to the line of the next one; the last one down to zero. */
const bandsOf = (count: number): uPlot.Band[] =>
  Array.from({ length: count - 1 }, (_, index) => ({ series: [index + 1, index + 2] }));

/** A single month is given room on both sides; several run from edge to edge. */
export const monthRange = (count: number): [number, number] =>
  count > 1 ? [0, count - 1] : [-0.5, 0.5];

/** From zero, or from below it where something is, to a little above the highest value. */
export const valueRange = (low: number, high: number): [number, number] => [
  Math.min(0, low * 1.04),
  high > 0 ? high * 1.04 : 1,
];

/**
 * The months to name below the chart: every one, or every second, third … so that their names fit
 * side by side, counted back from the last month.
 */
export function namedMonths(count: number, width: number): number[] {
  const room = Math.max(2, Math.floor(width / MONTH_WIDTH));
  const step = Math.max(1, Math.ceil(count / room));
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

/** Pixels that the name of a month needs. */
const MONTH_WIDTH = 38;

function seriesOf({ form, months }: Layers, colours: ChartColours, index: number): uPlot.Series {
  const { line, area } = colours.layers[index] ?? { line: colours.text, area: colours.text };
  const points = { show: months.length === 1, fill: line, stroke: line };
  const series: uPlot.Series = { stroke: line, width: 2, points };
  return form === 'stacked' ? { ...series, fill: area } : series;
}

function monthAxis(months: readonly string[], { text, font }: ChartColours): uPlot.Axis {
  return {
    stroke: text,
    font,
    size: 44,
    gap: 6,
    grid: { show: false },
    ticks: { show: false },
    splits: ({ width }) => namedMonths(months.length, width - VALUE_AXIS_WIDTH),
    values: (_, splits) =>
      splits.map((index, position) => monthLabel(months, index, position === 0)),
  };
}

const VALUE_AXIS_WIDTH = 56;

function valueAxis({ text, font, grid }: ChartColours): uPlot.Axis {
  return {
    stroke: text,
    font,
    size: VALUE_AXIS_WIDTH,
    gap: 8,
    space: 44,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => axisFigure(value)),
  };
}
