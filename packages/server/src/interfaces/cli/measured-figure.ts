/** The figures `perpetua bench` can measure, in the order in which it does. */
export const FIGURES = {
  copy: 'Posting against COPY of the same rows',
  'copy-demo': "Posting the demonstration's mix against COPY of the same rows",
  tpcb: 'Posting against TPC-B transactions',
  hot: 'Everything on one item against everything spread',
  numbering: 'Writing with and without gapless numbers',
  seal: 'Writing with and without the seal',
  import: 'Importing a file against posting',
  wal: 'Write-ahead log per transaction',
  http: 'Answer times of single postings over HTTP',
  memory: 'Memory of the process while it posts',
  'sync-accounts': 'Synchronizing the accounts of a large warehouse',
  'late-facts': 'Restating after a late fact',
  count: 'Counting 20,000 places as one document',
  'as-of': 'Reports as of a day and as known at a moment, over two years',
} as const;

export type FigureName = keyof typeof FIGURES;

/** Figures that take long to prepare and are measured only when they are named. */
export const ONLY_WHEN_NAMED: ReadonlySet<FigureName> = new Set(['as-of']);

/** What to measure, and how thoroughly. */
export type BenchOptions = {
  readonly figures: readonly FigureName[];
  /** Alternating rounds of each comparison; the median of them counts. */
  readonly rounds: number;
  /** Which share of the full counts to run: 1, or less to see roughly what comes out. */
  readonly portion: number;
  /** An empty database of the user's own instead of a temporary server. */
  readonly databaseUrl?: string;
};

/** One thing that was measured: the middle of its rounds and how far they lie apart. */
export type Measure = {
  readonly of: string;
  readonly unit: string;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
};

/** One side of a comparison over the other, round by round. */
export type MeasuredRatio = Omit<Measure, 'unit'> & {
  /** The smallest median we want to see, where there is one. */
  readonly wanted?: number;
};

/** What was measured for one figure. */
export type MeasuredFigure = {
  readonly name: FigureName;
  readonly title: string;
  readonly measures: readonly Measure[];
  readonly ratios: readonly MeasuredRatio[];
  /** What is compared with what, in sentences, and what stood out. */
  readonly notes: readonly string[];
};

/** On what it was measured; a figure without its machine says nothing. */
export type MeasuringPlace = {
  readonly processors: number;
  readonly processor: string;
  readonly memoryMebibytes: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** The settings of the server that decide what an acknowledged transaction is worth. */
  readonly settings: Readonly<Record<string, string>>;
  readonly temporaryServer: boolean;
};

/** What a run came to, or why there was none. */
export type BenchOutcome = { readonly report: BenchReport } | { readonly refused: string };

/** Everything one run of the benchmarks came to. */
export type BenchReport = {
  readonly place: MeasuringPlace;
  readonly portion: number;
  readonly rounds: number;
  readonly figures: readonly MeasuredFigure[];
};
