import { ok, type Refusal, type Result, refused } from 'perpetua-core';
import { nextNumber, reversible } from './export-chain.ts';
import type { GlExport } from './gl-export.ts';
import { digestOf, type ExportPlace, madeNow } from './make-export.ts';
import { type ExportName, openExport } from './open-export.ts';

/**
 * Reverses a batch: makes another one with the same journals, the sides of every line swapped. What
 * it held can be exported again. Only the newest standing batch of a target, source and period can
 * be reversed, so that what is out is always a stretch without a hole.
 *
 * Refuses a batch that is not there, is itself a reversal, was reversed already, or has a newer one
 * after it.
 */
export async function reverseExport(
  place: ExportPlace,
  name: ExportName,
  reason: string,
): Promise<Result<GlExport, Refusal>> {
  const { storage, company } = place;
  const opened = await openExport(place, name);
  if (!opened.ok) return opened;
  const { batch } = opened.value;
  const checked = reversible(opened.value.exports, batch);
  if (!checked.ok) return checked;
  const turned = { ...batch, reverses: batch.number };
  const digested = await digestOf(place, turned, batch.entries);
  return storage.writing(company, async (session) => {
    const exports = await session.glExports({ target: batch.target });
    const still = reversible(exports, batch);
    if (!still.ok) return refused(still.reasons);
    const number = nextNumber(exports);
    const made = { ...turned, ...digested, ...madeNow(place), number, reason };
    await session.addGlExport(made);
    return ok(made);
  });
}
