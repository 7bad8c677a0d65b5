import {
  assert,
  DEFAULT_SOURCE,
  eventName,
  LEDGER_TYPES,
  NO_ITEM,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
  type TransactionLine,
} from 'perpetua-core';
import { answer, type PostingAnswer } from '../post-transactions.ts';
import { outcomesOfWhole, type WholePlace } from '../post-whole.ts';

/** A line as people enter it: on one side, above zero. */
export type ManualJournalLine = {
  readonly account: string;
  readonly debit?: string | undefined;
  readonly credit?: string | undefined;
  /** Where another than the site of the journal. */
  readonly site?: string | undefined;
  readonly text?: string | undefined;
};

/** A manual journal: accounts, amounts and what it is about. */
export type ManualJournal = {
  /** Names the journal for ever; sent again it is answered again. */
  readonly key: string;
  readonly source?: string | undefined;
  readonly postedOn: string;
  readonly documentDate?: string | undefined;
  readonly site: string;
  readonly reference?: string | undefined;
  /** The day on which it takes itself back. */
  readonly reverseOn?: string | undefined;
  readonly closingReason?: string | undefined;
  readonly lines: readonly ManualJournalLine[];
};

/**
 * Posts a manual journal whole, or with `dryRun` answers the same and keeps nothing. With `reverseOn`
 * its reversal is posted with it, on that day.
 *
 * Refuses, all at once and each of its line: accounts that are unknown, inactive or hold stock
 * (`line-account-holds-stock`, `004.40`), lines with two sides or none, sums that differ
 * (`journal-unbalanced`), and days whose periods take nothing.
 */
export async function postManualJournal(
  place: WholePlace,
  journal: ManualJournal,
  dryRun: boolean,
): Promise<Result<PostingAnswer, Refusal>> {
  const faults = sideFaults(journal.lines);
  const posted = await postOne(place, inputOf(journal), dryRun || faults.length > 0);
  if (faults.length === 0) return posted;
  // What the books say of the other lines is told with it; sums of half a journal say nothing.
  const others = posted.ok ? [] : posted.reasons.filter(isOfOtherLines(faults));
  return refused([...faults, ...others]);
}

const isOfOtherLines =
  (faults: readonly Refusal[]) =>
  ({ code, line }: Refusal): boolean =>
    code !== 'journal-unbalanced' && !faults.some((one) => one.line === line);

/** What a reversal says: which journal, when, and why it is in a soft-closed period. */
export type JournalReversal = Pick<
  ManualJournal,
  'key' | 'source' | 'postedOn' | 'documentDate' | 'reference' | 'closingReason'
>;

/**
 * Takes a manual journal back, with the reversal it may have caused: every line with its sides changed,
 * on a day of its own. Refuses a journal that is not there (`not-found`) or was taken back before
 * (`already-reversed`).
 */
export async function reverseManualJournal(
  place: WholePlace,
  original: string,
  reversal: JournalReversal,
  dryRun: boolean,
): Promise<Result<PostingAnswer, Refusal>> {
  const { storage, company } = place;
  const { source = DEFAULT_SOURCE } = reversal;
  const found = await storage.reading(company.id, async (session) => {
    const events = [{ source, key: original }];
    const loaded = await session.load({ items: [], places: [], events });
    return loaded.earlier.get(eventName(source, original))?.event;
  });
  if (found === undefined || found.type !== LEDGER_TYPES.journal)
    return refused([refusal('not-found', { what: `manual journal ${original} of ${source}` })]);
  const input = { ...given(reversal), reverses: original, site: found.site };
  return postOne(place, { ...OF_THE_LEDGER, ...input }, dryRun);
}

async function postOne(
  place: WholePlace,
  input: TransactionInput,
  dryRun: boolean,
): Promise<Result<PostingAnswer, Refusal>> {
  const outcomes = await outcomesOfWhole(place, [input], dryRun);
  if (!outcomes.ok) return outcomes;
  const [outcome] = outcomes.value;
  assert(outcome !== undefined, 'every transaction has an outcome');
  return ok(answer(outcome, place.company.currencyDecimals));
}

/** What all that is posted to the ledger by hand has in common. */
const OF_THE_LEDGER = { type: LEDGER_TYPES.journal, item: NO_ITEM.code } as const;

const inputOf = ({ lines, site, ...head }: ManualJournal): TransactionInput => ({
  ...OF_THE_LEDGER,
  ...given(head),
  site,
  lines: lines.map(({ account, debit, credit, site: own, text }): TransactionLine => {
    const amount = debit ?? (credit === undefined ? undefined : opposite(credit));
    return {
      account,
      ...(amount === undefined ? {} : { amount }),
      ...(own === undefined ? {} : { site: own }),
      ...(text === undefined ? {} : { text }),
    };
  }),
});

const opposite = (amount: string): string => `-${amount}`;

/** The fields that are said. */
function given({
  key,
  postedOn,
  ...rest
}: JournalReversal & Pick<Partial<ManualJournal>, 'reverseOn'>) {
  const said = Object.entries(rest).filter(([, text]) => text !== undefined);
  return { key, postedOn, ...Object.fromEntries(said) };
}

/** A line is a debit or a credit above zero, never both and never neither. */
const sideFaults = (lines: readonly ManualJournalLine[]): readonly Refusal[] =>
  lines.flatMap((line, index) => {
    const sides = wrongSides(line);
    return sides === undefined ? [] : [{ ...refusal('line-sides', { sides }), line: index + 1 }];
  });

function wrongSides({ debit, credit }: ManualJournalLine): string | undefined {
  if (debit !== undefined && credit !== undefined) return 'a debit and a credit';
  const amount = debit ?? credit;
  if (amount === undefined) return 'neither a debit nor a credit';
  return amount.startsWith('-') ? 'an amount below zero' : undefined;
}
