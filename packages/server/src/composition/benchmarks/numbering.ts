import type { ClientBase } from 'pg';
import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import { writeBatch } from '../../storage/postgres/write-batch.ts';
import type { Bench } from './bench-books.ts';
import { measureOf, ratioOf } from './rounds.ts';
import { compareWriting, type WayToWrite, writeAsAlways } from './twin-writing.ts';

const WANTED = 0.97;

/** What it costs that events, movements and entries are numbered without a gap. */
export async function measureNumbering(bench: Bench): Promise<MeasuredFigure> {
  const reached = await compareWriting(bench, 'numbering', {
    ours: writeAsAlways,
    theirs: writeWithoutLane,
  });
  return {
    name: 'numbering',
    title: FIGURES.numbering,
    measures: [
      measureOf('with the lane', 'transactions/s', reached.ours),
      measureOf('without the lane', 'transactions/s', reached.theirs),
    ],
    ratios: [ratioOf('with ÷ without', reached.ours, reached.theirs, WANTED)],
    notes: [
      'The same decided batches of 1,000 are written for two companies alike. Switched off: locking the row of the lane before, and moving its numbers and seal after the rows. Numbers are taken as a range a batch; deciding is not part of the time.',
    ],
  };
}

const writeWithoutLane: WayToWrite = (client, company, record) =>
  writeBatch(leavingOut(client, 'move-lane'), company, record);

type Statement = { readonly name?: string };

/** A connection on which one statement is answered without being sent. */
function leavingOut(client: ClientBase, name: string): ClientBase {
  return new Proxy(client, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target);
      if (property !== 'query' || typeof value !== 'function') return value;
      return (statement: Statement, ...others: readonly unknown[]): unknown =>
        statement.name === name
          ? Promise.resolve(undefined)
          : Reflect.apply(value, target, [statement, ...others]);
    },
  });
}
