/**
 * A statement that is prepared once on every connection and planned no more than a few times. Worth
 * it for what is asked over and over with a few rows each; the name follows from the text.
 */
export function prepared(text: string): { readonly name: string; readonly text: string } {
  let name = NAMES.get(text);
  if (name === undefined) {
    name = `prepared-${NAMES.size + 1}`;
    NAMES.set(text, name);
  }
  return { name, text };
}

const NAMES = new Map<string, string>();
