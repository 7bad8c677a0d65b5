import { type BusinessDate, parseBusinessDate } from 'perpetua-core';

/** Reads a text of a declared form as an ISO day; undefined when it is not of that form. */
export type DateReader = (text: string) => BusinessDate | undefined;

const TOKEN = /YYYY|MM?|DD?|hh|mm|ss|[^YMDhms]|[YMDhms]/g;

const DIGITS: Readonly<Record<string, string>> = {
  YYYY: String.raw`(?<year>\d{4})`,
  MM: String.raw`(?<month>\d{2})`,
  M: String.raw`(?<month>\d{1,2})`,
  DD: String.raw`(?<day>\d{2})`,
  D: String.raw`(?<day>\d{1,2})`,
  hh: String.raw`\d{2}`,
  mm: String.raw`\d{2}`,
  ss: String.raw`\d{2}`,
};

/**
 * A reader for a form such as `DD.MM.YYYY` or `YYYY-MM-DD hh:mm:ss`; hours, minutes and seconds
 * are passed over. Undefined when the form does not name year, month and day once each. Years of
 * two digits have no form: the century would be a guess.
 */
export function dateReader(form: string): DateReader | undefined {
  const tokens = form.match(TOKEN) ?? [];
  const count = (...names: string[]): number =>
    tokens.filter((token) => names.includes(token)).length;
  if (count('YYYY') !== 1 || count('MM', 'M') !== 1 || count('DD', 'D') !== 1) return undefined;
  const source = tokens.map((token) => DIGITS[token] ?? token.replace(/\W/g, String.raw`\$&`));
  const pattern = new RegExp(`^${source.join('')}$`);
  return (text) => {
    const { year = '', month = '', day = '' } = pattern.exec(text)?.groups ?? {};
    return parseBusinessDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  };
}
