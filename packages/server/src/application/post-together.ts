import type { Decision, Outcome, TransactionInput } from 'perpetua-core';
import { CompanyBooks } from './company-books.ts';
import { decideSent } from './decide-sent.ts';
import type { BooksStorage, Clock, WritingSession } from './ports.ts';
import { restateAll, SLICE_OF_MOVEMENTS } from './restate-costs.ts';

/** Transactions in portions of at most a batch, as they come out of a file or a request. */
export type Portions =
  | AsyncIterable<readonly TransactionInput[]>
  | Iterable<readonly TransactionInput[]>;

/** Is told what became of a portion, before the next one is asked for. */
export type PortionListener = (outcomes: readonly Outcome[]) => void;

/** Which books a preview looks at, and whether its transactions are facts already. */
export type PreviewPlace = {
  readonly storage: BooksStorage;
  readonly company: number;
  readonly happened?: boolean;
};

/**
 * Decides transactions against the books as they are and keeps nothing: the preview of a request
 * or the dry run of a file. Later portions find what earlier ones would have done. Nobody is held
 * up by it, and a posting made meanwhile is not seen.
 */
export function previewTransactions(
  { storage, company, happened = false }: PreviewPlace,
  portions: Portions,
  listen: PortionListener,
): Promise<void> {
  return storage.reading(company, async (session) => {
    const books = await CompanyBooks.open(session, true);
    for await (const portion of portions) {
      const facts = new Set(happened ? portion : []);
      listen((await decideSent(books, portion, session, facts)).outcomes);
    }
  });
}

/**
 * Writes what was decided in a session that holds the lane, and runs the costs again that came late
 * by it: what belongs together is answered when its costs are right.
 */
export async function keepDecision(
  session: WritingSession,
  books: CompanyBooks,
  decision: Decision,
  { recordedAt, recordedBy }: { readonly recordedAt: Date; readonly recordedBy: string },
): Promise<void> {
  if (decision.events.length === 0) return;
  const { lane } = session;
  const after = await session.writeBatch({ decision, lane, recordedAt, recordedBy });
  const { desk } = books;
  await restateAll(session, after, { desk, recordedAt, recordedBy, movements: SLICE_OF_MOVEMENTS });
}

/** Ends a transaction that must not be kept. */
class NotKept extends Error {
  override readonly name = 'NotKept';
}

/**
 * Posts all transactions or none: one refusal and nothing of them was ever there. All portions are
 * still decided, so that every refusal is reported. Other writers of the company wait meanwhile.
 *
 * Returns whether everything was kept.
 */
export async function postAllOrNothing(
  storage: BooksStorage,
  {
    company,
    clock,
    recordedBy,
  }: { readonly company: number; readonly clock: Clock; readonly recordedBy: string },
  portions: Portions,
  listen: PortionListener,
): Promise<boolean> {
  try {
    await storage.writing(company, async (session) => {
      const books = await CompanyBooks.open(session);
      let { lane } = session;
      let refused = false;
      for await (const portion of portions) {
        const decision = await decideSent(books, portion, session);
        refused ||= decision.outcomes.some(({ status }) => status === 'refused');
        // Written after a refusal too, though nothing will be kept: later rows may name earlier ones.
        if (decision.events.length > 0) {
          lane = await session.writeBatch({ decision, lane, recordedAt: clock(), recordedBy });
        }
        listen(decision.outcomes);
      }
      await restateAll(session, lane, {
        desk: books.desk,
        recordedAt: clock(),
        recordedBy,
        movements: SLICE_OF_MOVEMENTS,
      });
      if (refused) throw new NotKept('a transaction was refused');
    });
    return true;
  } catch (error) {
    if (error instanceof NotKept) return false;
    throw error;
  }
}
