import type { Delimiter } from '../application/importing/row-source.ts';

/** Delimiters that are recognised; a bar must be declared, it is too often part of a name. */
const RECOGNISED = [',', ';', '\t'] as const satisfies readonly Delimiter[];

/**
 * The delimiter of a header line: the one that makes most columns, quoted names apart. A tie comes
 * back as both; a header that none of them splits has one column.
 */
export function delimiterOf(header: string): Delimiter | readonly Delimiter[] {
  const bare = header.replace(/"(?:[^"]|"")*"?/g, '');
  const counted = RECOGNISED.map((delimiter) => ({
    delimiter,
    columns: bare.split(delimiter).length,
  }));
  const most = Math.max(...counted.map(({ columns }) => columns));
  const best = counted.filter(({ columns }) => columns === most).map(({ delimiter }) => delimiter);
  const [only = ','] = best;
  return best.length === 1 || most === 1 ? only : best;
}

/** The delimiter in words. */
export const delimiterInWords = (delimiter: Delimiter): string =>
  delimiter === '\t' ? 'tabs' : JSON.stringify(delimiter);
