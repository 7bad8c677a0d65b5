import { type DecimalText, isDecimalText } from '../formats/decimal-text.ts';

/** A decimal text in a test; a typing error in it ends the test. */
export function amount(text: string): DecimalText {
  if (!isDecimalText(text)) throw new Error(`${text} is not a decimal text`);
  return text;
}
