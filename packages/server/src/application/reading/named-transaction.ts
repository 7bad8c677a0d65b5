import { type Refusal, type Result, refused } from 'perpetua-core';
import { type Asked, malformed } from './filters.ts';
import type { EventLine, ReadingSession } from './ports.ts';
import { findEvent } from './transactions.ts';

/** The names a transaction goes by, one of which is given: its key, with its source, or its number. */
export type AskedTransaction = Asked<'key' | 'source' | 'event'>;

/**
 * The transaction that was asked for. Refuses `request-malformed` where none or two are named, and
 * `not-found`.
 */
export async function namedTransaction(
  session: ReadingSession,
  { key, source, event }: AskedTransaction,
): Promise<Result<EventLine, Refusal>> {
  if ((key === undefined) === (event === undefined))
    return refused([malformed('name one transaction, by its key or by its event')]);
  if (event !== undefined) {
    if (source !== undefined)
      return refused([malformed('source belongs to a key, and event is a number of its own')]);
    if (!/^\d{1,15}$/.test(event))
      return refused([malformed(`event is the number of a transaction, not ${event}`)]);
    return findEvent(session, { event: Number(event) });
  }
  return findEvent(session, { key: key ?? '', source });
}
