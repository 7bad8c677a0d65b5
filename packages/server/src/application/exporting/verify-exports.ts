import type { Condition, Finding } from '../inspection.ts';
import { OffendingRows } from '../offending-rows.ts';
import { handedOverTwice, returnsAnother } from './export-chain.ts';
import type { GlExport } from './gl-export.ts';
import { digestOf, type ExportPlace } from './make-export.ts';

const AS_IT_WAS: Condition = {
  invariant: 'I11',
  title: 'Every batch for another ledger can be had again as it was handed over',
  why: 'Another ledger holds these journals. A row is a batch whose lines are not those of its digest.',
};

const ONCE: Condition = {
  invariant: 'I4',
  title: 'No journal was handed to the same ledger twice',
  why: 'It would be booked twice there. A row is a batch that holds journals of another standing one, or a reversal that gives back other journals than its batch held.',
};

/**
 * Verifies every batch of a company: what it holds is read from the log and digested again, and no
 * two standing batches of a target hold the same journal (`003.48`).
 *
 * @param listen is told each finding as it is made, since every exported journal is read
 */
export async function verifyExports(
  place: Pick<ExportPlace, 'reading' | 'company'>,
  listen: (finding: Finding) => void,
): Promise<readonly Finding[]> {
  const { reading, company } = place;
  const exports = await reading.reading(company, (session) => session.glExports({}));
  const once = onceFinding(exports);
  listen(once);
  const asItWas = await contentFinding(place, exports);
  listen(asItWas);
  return [once, asItWas];
}

function onceFinding(exports: readonly GlExport[]): Finding {
  const rows = new OffendingRows();
  for (const [target, chain] of Map.groupBy(exports, (one) => one.target)) {
    for (const [one, other] of handedOverTwice(chain))
      rows.add({ target, batch: String(other.number), what: `shares journals with ${one.number}` });
    for (const { number, reverses } of chain.filter((one) => returnsAnother(chain, one)))
      rows.add({ target, batch: String(number), what: `does not give back batch ${reverses}` });
  }
  return rows.of(ONCE);
}

async function contentFinding(
  place: Pick<ExportPlace, 'reading' | 'company'>,
  exports: readonly GlExport[],
): Promise<Finding> {
  const rows = new OffendingRows();
  for (const batch of exports) {
    const { target, number, sha256: kept } = batch;
    const { sha256: found } = await digestOf(place, batch, batch.entries);
    if (found !== kept) rows.add({ target, batch: String(number), kept, found });
  }
  return rows.of(AS_IT_WAS);
}
