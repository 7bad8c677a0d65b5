import { type Outcome, ok, type Result, type TransactionInput } from 'perpetua-core';
import { postAllOrNothing, previewTransactions } from '../post-together.ts';
import type { ImportDesk, ImportRequest } from './import-desk.ts';
import type { TransactionKind } from './import-kinds.ts';
import { coreRefusal, type ImportRefusal } from './import-refusals.ts';
import { type CarriedOut, ImportCount } from './import-report.ts';
import { type OpenedFile, openRejected, rejectedRow } from './opened-file.ts';
import { transactionReader } from './read-transactions.ts';
import type { RejectedFile, RejectedRow, RowPortion } from './row-source.ts';

/**
 * Batches on their way to the books at once: while one is written the next is decided and another
 * one read. More would only wait.
 */
const MOST_UNDER_WAY = 3;

/** Posts the rows of files as transactions, as the request says: one by one, together, or not. */
export async function importTransactions(
  kind: TransactionKind,
  request: ImportRequest,
  desk: ImportDesk,
  files: readonly OpenedFile[],
): Promise<Result<CarriedOut, ImportRefusal>> {
  const rejected = new Map<OpenedFile, RejectedFile>();
  for (const file of files) rejected.set(file, await openRejected(request, desk, file));
  const work = new TransactionImport(kind, request, files, rejected);
  const rejectedFiles: string[] = [];
  let kept = false;
  try {
    if (request.dryRun === true) await preview(work, desk);
    else kept = request.strict === true ? await postStrictly(work, desk) : await post(work, desk);
  } finally {
    // Also when the database fails: what was refused until then is not lost.
    for (const file of rejected.values()) {
      const name = await file.close();
      if (name !== undefined) rejectedFiles.push(name);
    }
  }
  return ok({ count: work.count, kept, stopped: work.stopped, rejectedFiles });
}

async function post(work: TransactionImport, { desk }: ImportDesk): Promise<boolean> {
  const underWay: { portion: ReadPortion; answer: Promise<readonly Outcome[]> }[] = [];
  const settleFirst = async () => {
    const first = underWay.shift();
    if (first !== undefined) await work.settle(first.portion, await first.answer);
  };
  for await (const portion of work.portions()) {
    const answer = desk.post(portion.inputs);
    // It is awaited in its turn; until then a failure must not count as unheard of.
    answer.catch(() => undefined);
    underWay.push({ portion, answer });
    if (underWay.length >= MOST_UNDER_WAY) await settleFirst();
  }
  while (underWay.length > 0) await settleFirst();
  return true;
}

async function preview(work: TransactionImport, { storage, company }: ImportDesk): Promise<void> {
  const { inputs, listen, settled } = together(work);
  await previewTransactions({ storage, company: company.id }, inputs, listen);
  await settled();
}

/** Ends a strict import in which a row could not even be read, or that was asked to stop. */
class NotAllRead extends Error {
  override readonly name = 'NotAllRead';
}

async function postStrictly(work: TransactionImport, desk: ImportDesk): Promise<boolean> {
  const { storage, company, clock, recordedBy } = desk;
  const { inputs, listen, settled } = together(work, () => {
    if (work.count.refused > 0 || work.stopped) throw new NotAllRead('not all rows can be posted');
  });
  try {
    const to = { company: company.id, clock, recordedBy };
    const kept = await postAllOrNothing(storage, to, inputs, listen);
    await settled();
    return kept;
  } catch (error) {
    if (!(error instanceof NotAllRead)) throw error;
    await settled();
    return false;
  }
}

/** The rows as the use cases want them that post together, with a listener that settles them. */
function together(work: TransactionImport, atEnd: () => void = () => undefined) {
  const waiting: ReadPortion[] = [];
  let writing = Promise.resolve();
  async function* inputs(): AsyncGenerator<readonly TransactionInput[]> {
    for await (const portion of work.portions()) {
      waiting.push(portion);
      yield portion.inputs;
      await writing;
    }
    atEnd();
  }
  const listen = (outcomes: readonly Outcome[]): void => {
    const portion = waiting.shift();
    if (portion !== undefined) writing = writing.then(() => work.settle(portion, outcomes));
  };
  return { inputs: inputs(), listen, settled: () => writing };
}

/** Rows of a file that were read: those to be posted, and what is wrong with the others. */
type ReadPortion = {
  readonly file: OpenedFile;
  readonly rows: RowPortion;
  readonly inputs: readonly TransactionInput[];
  /** For each input, which of the rows it is. */
  readonly rowOf: readonly number[];
  readonly unreadable: ReadonlyMap<number, readonly ImportRefusal[]>;
};

/** Reads the rows of files in order and counts what becomes of them. */
class TransactionImport {
  readonly count = new ImportCount();
  stopped = false;
  readonly #kind: TransactionKind;
  readonly #request: ImportRequest;
  readonly #files: readonly OpenedFile[];
  readonly #rejected: ReadonlyMap<OpenedFile, RejectedFile>;
  readonly #rowsInAll: number;

  constructor(
    kind: TransactionKind,
    request: ImportRequest,
    files: readonly OpenedFile[],
    rejected: ReadonlyMap<OpenedFile, RejectedFile>,
  ) {
    this.#kind = kind;
    this.#request = request;
    this.#files = files;
    this.#rejected = rejected;
    this.#rowsInAll = files.reduce((sum, { inspection }) => sum + inspection.rows, 0);
  }

  async *portions(): AsyncGenerator<ReadPortion> {
    for (const file of this.#files) {
      const read = this.#portionReader(file);
      for await (const rows of file.source.portions()) {
        if (this.#request.signal?.aborted === true) {
          this.stopped = true;
          return;
        }
        yield read(rows);
      }
    }
  }

  #portionReader(file: OpenedFile): (rows: RowPortion) => ReadPortion {
    const { reader } = file;
    const { row } = reader;
    const transactionOf = transactionReader(this.#kind, reader);
    return (rows) => {
      const inputs: TransactionInput[] = [];
      const rowOf: number[] = [];
      const unreadable = new Map<number, readonly ImportRefusal[]>();
      for (const [index, cells] of rows.rows.entries()) {
        const skipped = reader.next(cells, rows.lines[index] ?? 0);
        if (skipped !== undefined) {
          this.count.skip(skipped);
          continue;
        }
        const input = transactionOf(row);
        if (row.refusals.length > 0) unreadable.set(index, row.refusals);
        else {
          inputs.push(input);
          rowOf.push(index);
        }
      }
      return { file, rows, inputs, rowOf, unreadable };
    };
  }

  /** Takes note of what became of a portion, and writes its refused rows down. */
  async settle(portion: ReadPortion, outcomes: readonly Outcome[]): Promise<void> {
    const { file, rows, rowOf, unreadable } = portion;
    const refusedRows = new Map(unreadable);
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'refused') {
        const row = rowOf[index] ?? 0;
        const place = { file: file.source.name, line: rows.lines[row] ?? 0 };
        const refusals = outcome.refusals.map((refusal) => coreRefusal(refusal, place));
        refusedRows.set(row, refusals);
      } else if (outcome.status === 'posted') this.count.posted += 1;
      else this.count.alreadyThere += 1;
    }
    this.count.rows += rows.rows.length;
    await this.#reject(file, rows, refusedRows);
    this.#request.progress?.({
      file: file.source.name,
      rows: this.count.rows,
      rowsInAll: this.#rowsInAll,
      posted: this.count.posted,
      refused: this.count.refused,
    });
  }

  async #reject(
    file: OpenedFile,
    { rows, lines }: RowPortion,
    refused: ReadonlyMap<number, readonly ImportRefusal[]>,
  ): Promise<void> {
    if (refused.size === 0) return;
    const { row } = file.reader;
    const rejected: RejectedRow[] = [];
    for (const index of [...refused.keys()].toSorted((a, b) => a - b)) {
      const cells = rows[index] ?? [];
      const refusals = refused.get(index) ?? [];
      this.count.refuse(refusals);
      row.take(cells, lines[index] ?? 0);
      rejected.push(rejectedRow(cells, row, refusals));
    }
    await this.#rejected.get(file)?.write(rejected);
  }
}
