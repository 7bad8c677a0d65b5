import { diff } from 'node:util';

/** Lines around a difference that are shown with it. */
const CONTEXT = 2;

/**
 * The lines in which two texts differ, with a few lines around them: `-` before what is written,
 * `+` before what the books say. Empty when the texts are the same.
 */
export function textDifference(written: string, found: string): readonly string[] {
  const changes = diff(written.split('\n'), found.split('\n'));
  const isNear = (index: number) =>
    changes.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(([kind]) => kind !== 0);
  return changes.flatMap(([kind, line], index) => {
    if (!isNear(index)) return [];
    return [`${kind === 0 ? ' ' : kind > 0 ? '-' : '+'} ${line}`];
  });
}
