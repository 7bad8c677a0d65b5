import { DEFAULT_SOURCE, STOCK_JOURNAL_TYPES } from '../../packages/core/src/index.ts';

const CONFIRMED: readonly string[] = Object.values(STOCK_JOURNAL_TYPES);

/** Whether an event stands in the story by a key of its own: it was sent, or confirmed as proposed. */
export const isSent = (source: string, type: string): boolean =>
  source === DEFAULT_SOURCE || CONFIRMED.includes(type);
