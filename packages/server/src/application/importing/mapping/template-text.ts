/** A template taken apart: what stands as it is, and the columns named in braces. */
export type TemplatePart = string | { readonly column: string };

const PIECE = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g;

/**
 * Takes a template such as `po:{PurchaseOrderID}` apart. Braces that mean themselves are doubled.
 * Comes back as a sentence when a brace is left over.
 */
export function parseTemplate(text: string): readonly TemplatePart[] | string {
  const parts: TemplatePart[] = [];
  for (const [piece, column] of text.matchAll(PIECE)) {
    if (column !== undefined) parts.push({ column });
    else if (piece === '{' || piece === '}') return `a brace is left over in ${text}`;
    else parts.push(piece === '{{' ? '{' : piece === '}}' ? '}' : piece);
  }
  return parts;
}

/** The columns a template names. */
export const columnsOf = (parts: readonly TemplatePart[]): readonly string[] =>
  parts.flatMap((part) => (typeof part === 'string' ? [] : [part.column]));
