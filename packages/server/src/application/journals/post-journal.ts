import {
  formatDecimal,
  type Money,
  money,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import type { CompanyName } from '../ports.ts';
import { keepDecision } from '../post-together.ts';
import { answer, type PostingAnswer } from '../post-transactions.ts';
import type { WholePlace } from '../post-whole.ts';
import {
  contentOf,
  type DecidedJournal,
  type DecidedLine,
  decideJournal,
  decideLines,
  type InventoryJournal,
} from './decide-journal.ts';

/** What a line was posted as, and by how much it changed the value of stock. */
type PostedJournalLine = {
  readonly line: number;
  readonly item: string;
  /** More or less value of stock; of an average correction the difference that was adjusted. */
  readonly change: string;
  readonly results: readonly PostingAnswer[];
};

export type PostedJournal = {
  readonly status: 'posted' | 'duplicate' | 'preview';
  readonly name: string;
  /** The change of value of all lines together. */
  readonly change: string;
  readonly lines: readonly PostedJournalLine[];
};

/**
 * Posts an inventory journal (`000.62`, `000.64`): all lines as one, or nothing and every reason why
 * not, each with its line. Sent again under its name it is answered again; with another content it
 * is refused (`journal-exists`).
 */
export function postJournal(
  { storage, clock, actor, company }: WholePlace,
  journal: InventoryJournal,
): Promise<Result<PostedJournal, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const decided = await decideJournal(session, journal);
    if (!decided.ok) return decided;
    const { isKnown, books, decision, lines, firstEvent } = decided.value;
    if (isKnown) return ok(toldJournal(journal, 'duplicate', decided.value, company));
    const postedAt = clock();
    const by = { recordedAt: postedAt, recordedBy: actor };
    await keepDecision(session, books, decision, by);
    await session.keepJournal({
      name: journal.name,
      content: contentOf(journal),
      lines: lines.map(({ outcomes: _, ...line }) => line),
      firstEvent,
      postedAt,
      postedBy: actor,
    });
    return ok(toldJournal(journal, 'posted', decided.value, company));
  });
}

/** What posting a journal would come to on the books as they are; nothing is kept. */
export function previewJournal(
  { storage, company }: WholePlace,
  journal: InventoryJournal,
): Promise<Result<PostedJournal, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const decided = await decideJournal(session, journal);
    if (!decided.ok) return decided;
    const status = decided.value.isKnown ? 'duplicate' : 'preview';
    return ok(toldJournal(journal, status, decided.value, company));
  });
}

/** A journal as it was posted; refused when there is none of the name. */
export function readJournal(
  { storage, company }: Pick<WholePlace, 'storage' | 'company'>,
  name: string,
): Promise<Result<PostedJournal, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const known = await session.journals.find(name);
    if (known === undefined)
      return refused([refusal('not-found', { what: `inventory journal ${name}` })]);
    const decided = await decideLines(session, known.lines, true);
    return decided.ok ? ok(toldJournal({ name }, 'posted', decided.value, company)) : decided;
  });
}

function toldJournal(
  { name }: Pick<InventoryJournal, 'name'>,
  status: PostedJournal['status'],
  { lines }: DecidedJournal,
  { currencyDecimals }: CompanyName & { readonly currencyDecimals: number },
): PostedJournal {
  const text = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  const changes = lines.map(changeOf);
  return {
    status,
    name,
    change: text(changes.reduce((sum, change) => sum + change, 0n)),
    lines: lines.map(({ line, item, outcomes }, index) => ({
      line,
      item,
      change: text(changes[index] ?? 0n),
      results: outcomes.map((outcome) => answer(outcome, currencyDecimals)),
    })),
  };
}

/** By how much a line made stock worth more, or less. */
function changeOf({ inputs, outcomes }: DecidedLine): Money {
  const changes = outcomes.map((outcome, index) => {
    if (outcome.status === 'refused') return 0n;
    const isOut = inputs[index]?.quantity?.startsWith('-') === true;
    return isOut ? -outcome.cost : outcome.cost;
  });
  return money(changes.reduce((sum, change) => sum + change, 0n));
}
