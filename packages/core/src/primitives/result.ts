/** Either a value or the reasons why there is none. Refusals are values; nothing is thrown. */
export type Result<Value, Reason> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reasons: readonly Reason[] };

/** The value, as a result. */
export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
  ok: true,
  value,
});

/** The reasons, as a result. All that apply, most binding first. */
export const refused = <Reason>(
  reasons: readonly Reason[],
): { readonly ok: false; readonly reasons: readonly Reason[] } => ({ ok: false, reasons });
