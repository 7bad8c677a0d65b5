/** A site as it is typed: code, name and kind, parted by commas; a name and a kind may be left out. */
export function siteIn(text: string): {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
} {
  const [code = '', name = code, kind = 'warehouse'] = text.split(',').map((part) => part.trim());
  return { code, name, kind };
}
