/** What a spreadsheet takes for the beginning of a formula or a command. */
const DANGEROUS = /^[=+\-@\t\r\0]/;

/** A text that stays a text in a spreadsheet: what could be run gets an apostrophe in front. */
export const harmless = (text: string): string => (DANGEROUS.test(text) ? `'${text}` : text);

/** A cell of a CSV file after RFC 4180. */
export const csvCell = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
