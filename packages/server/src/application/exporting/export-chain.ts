import { ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { GlExport } from './gl-export.ts';

/** The batches of a target, with what may be done next. All of it follows from the rows. */
type Chain = readonly GlExport[];

/** What an export asks for. */
export type WantedExport = Pick<GlExport, 'target' | 'period' | 'source' | 'mode'>;

/** The batch that reversed this one, if any did. */
export const reversedBy = (exports: Chain, number: number): number | null =>
  exports.find(({ reverses }) => reverses === number)?.number ?? null;

/** Exports of a period that were not taken back, oldest first. */
const standing = (exports: Chain, period: string): Chain =>
  exports.filter(
    (one) =>
      one.period === period && one.reverses === null && reversedBy(exports, one.number) === null,
  );

/** The number the next batch of the target gets. */
export const nextNumber = (exports: Chain): number => (exports.at(-1)?.number ?? 0) + 1;

/**
 * The event after which the next batch begins: the last one that the standing batches of the same
 * source and period reached. Refuses a source that shares journals with another one of which the
 * target has a standing batch, since they would reach it twice.
 */
export function nextBeginning(
  exports: Chain,
  { target, period, source }: Pick<WantedExport, 'target' | 'period' | 'source'>,
): Result<number, Refusal> {
  const taken = standing(exports, period);
  const other = taken.find((one) => one.source !== source && sharesJournals(one.source, source));
  if (other !== undefined) {
    const details = { target, period, source, taken: other.source, number: String(other.number) };
    return refused([refusal('export-source-overlaps', details)]);
  }
  return ok(taken.findLast((one) => one.source === source)?.lastEvent ?? 0);
}

/** An entry type has one source; only `all` has journals in common with another. */
const sharesJournals = (one: GlExport['source'], other: GlExport['source']): boolean =>
  one === 'all' || other === 'all';

/**
 * The batch to be reversed, of all that the target has. Refuses one that is not there, that is a
 * reversal, that was reversed, and one whose journals were followed by those of a newer batch.
 */
export function reversible(
  exports: Chain,
  { target, number }: Pick<GlExport, 'target' | 'number'>,
): Result<GlExport, Refusal> {
  const found = exports.find((one) => one.number === number);
  const details = { target, number: String(number) };
  if (found === undefined) return refused([refusal('export-unknown', details)]);
  if (found.reverses !== null) return refused([refusal('export-is-reversal', details)]);
  const by = reversedBy(exports, number);
  if (by !== null)
    return refused([refusal('export-already-reversed', { ...details, by: String(by) })]);
  const { period, source } = found;
  const newest = standing(exports, period).findLast((one) => one.source === source);
  if (newest !== undefined && newest.number !== number) {
    const newer = { newest: String(newest.number), period, source };
    return refused([refusal('export-not-newest', { ...details, ...newer })]);
  }
  return ok(found);
}

/** Pairs of standing batches of one target that hold the same journals; there should be none. */
export function handedOverTwice(exports: Chain): readonly (readonly [GlExport, GlExport])[] {
  return [...new Set(exports.map(({ period }) => period))].flatMap((period) => {
    const taken = standing(exports, period);
    return taken.flatMap((one, index) =>
      taken
        .slice(index + 1)
        .filter((other) => overlap(one, other))
        .map((other) => [one, other] as const),
    );
  });
}

const overlap = (one: GlExport, other: GlExport): boolean =>
  (one.source === other.source || sharesJournals(one.source, other.source)) &&
  one.afterEvent < other.lastEvent &&
  other.afterEvent < one.lastEvent;

/** Whether a reversal gives back other journals than the batch it reverses held. */
export function returnsAnother(exports: Chain, { reverses, ...reversal }: GlExport): boolean {
  if (reverses === null) return false;
  const held = exports.find(({ number }) => number === reverses);
  return (
    held?.period !== reversal.period ||
    held.source !== reversal.source ||
    held.mode !== reversal.mode ||
    held.afterEvent !== reversal.afterEvent ||
    held.lastEvent !== reversal.lastEvent
  );
}
