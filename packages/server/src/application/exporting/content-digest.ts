import { createHash } from 'node:crypto';
import { compareTexts } from '../reading/report.ts';
import type { AccountTotal, ExportedJournal, ExportLine, GlExport } from './gl-export.ts';

/** What is kept of the content of a batch. */
type Digested = Pick<GlExport, 'entries' | 'lines' | 'amount' | 'accounts' | 'sha256'>;

/**
 * Adds up and digests the journals of a batch as they pass. The digest is that of one line of JSON
 * per line of the journals, so it is the same whatever form they are written in.
 */
export class ContentDigest {
  readonly #hash = createHash('sha256');
  readonly #accounts = new Map<string, AccountTotal>();
  #lines = 0;
  #debit = 0n;
  #credit = 0n;

  /** Takes the next journals. A journal that does not balance is a fault of our own. */
  add(journals: readonly ExportedJournal[]): void {
    for (const journal of journals) {
      this.#hash.update(journal.lines.map((line) => canonicalLine(journal, line)).join(''));
      for (const line of journal.lines) this.#count(line);
      if (this.#debit !== this.#credit)
        throw new Error(`exported journal ${journal.journal} does not balance`);
    }
  }

  /** @param entries how many journal entries the lines stand for */
  result(entries: number): Digested {
    const accounts = [...this.#accounts.values()].toSorted(
      (a, b) => compareTexts(a.account, b.account) || compareTexts(a.center, b.center),
    );
    const sha256 = this.#hash.copy().digest('hex');
    return { entries, lines: this.#lines, amount: this.#debit, accounts, sha256 };
  }

  #count({ account, center, debit, credit }: ExportLine): void {
    const name = `${account}\n${center}`;
    const before = this.#accounts.get(name) ?? { account, center, debit: 0n, credit: 0n };
    this.#accounts.set(name, {
      ...before,
      debit: before.debit + (debit ?? 0n),
      credit: before.credit + (credit ?? 0n),
    });
    this.#lines += 1;
    this.#debit += debit ?? 0n;
    this.#credit += credit ?? 0n;
  }
}

function canonicalLine(
  { journal, postedOn, key, document, reference }: ExportedJournal,
  { type, account, center, site, debit, credit }: ExportLine,
): string {
  const amounts = [debit?.toString() ?? null, credit?.toString() ?? null];
  const cells = [journal, postedOn, type, key, document, reference, account, center, site];
  return `${JSON.stringify([...cells, ...amounts])}\n`;
}
