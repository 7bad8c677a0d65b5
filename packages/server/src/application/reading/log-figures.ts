import type { BusinessDate } from 'perpetua-core';
import type { LogFigures, LogMark, MonthChange, OpenReceipt, ReadingSession } from './ports.ts';

type Known = {
  readonly mark: LogMark;
  readonly configurationVersion: number;
  readonly figures: LogFigures;
};

/**
 * Figures that are added up over the whole log, kept up to date by what was added since. The log
 * only grows, so what was added up once stays true; a changed configuration may move items between
 * groups, so it begins anew.
 */
export class LogFiguresDesk {
  readonly #known = new Map<number, Known>();

  /** The figures of a company as its snapshot sees the log. */
  async figures(session: ReadingSession, company: number): Promise<LogFigures> {
    const { lane } = session;
    const known = this.#known.get(company);
    const usable =
      known !== undefined &&
      known.configurationVersion === lane.configurationVersion &&
      known.mark.event <= lane.counters.event;
    if (usable && known.mark.event === lane.counters.event) return known.figures;
    const added = await session.logFigures(usable ? known.mark : undefined);
    const figures = usable ? together(known.figures, added) : added;
    const { event, movement, entry } = lane.counters;
    const mark = { event, movement, entry, batch: lane.batch };
    this.#keep(company, { mark, configurationVersion: lane.configurationVersion, figures });
    return figures;
  }

  /** Several readers may add up at once; the one who saw most is kept. */
  #keep(company: number, found: Known): void {
    const known = this.#known.get(company);
    const isOlder =
      known !== undefined &&
      known.configurationVersion >= found.configurationVersion &&
      known.mark.event > found.mark.event;
    if (!isOlder) this.#known.set(company, found);
  }
}

/** Two stretches of the log, one after the other. */
function together(a: LogFigures, b: LogFigures): LogFigures {
  return {
    monthChanges: addedUp([...a.monthChanges, ...b.monthChanges]),
    openReceipts: stillOpen([...a.openReceipts, ...b.openReceipts]),
    postings: a.postings + b.postings,
    lastDay: later(a.lastDay, b.lastDay),
  };
}

function addedUp(changes: readonly MonthChange[]): readonly MonthChange[] {
  const sums = new Map<string, MonthChange>();
  for (const change of changes) {
    const key = `${change.month}\n${change.group}\n${change.site}`;
    const value = (sums.get(key)?.value ?? 0n) + change.value;
    sums.set(key, { ...change, value });
  }
  return [...sums.values()];
}

function stillOpen(receipts: readonly OpenReceipt[]): readonly OpenReceipt[] {
  const sums = new Map<number, OpenReceipt>();
  for (const receipt of receipts) {
    const amount = (sums.get(receipt.event)?.amount ?? 0n) + receipt.amount;
    sums.set(receipt.event, { ...receipt, amount });
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0n);
}

function later(a: BusinessDate | null, b: BusinessDate | null): BusinessDate | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
