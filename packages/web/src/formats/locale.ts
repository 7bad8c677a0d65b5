/** The reader's own conventions for figures, as the browser tells them. */
export const numberLocale = (): string => navigator.language;

/** Month names stay in the language of the page; an English reader keeps the own order of dates. */
export function dateLocale(language: string = navigator.language): string {
  return /^en\b/i.test(language) ? language : 'en-GB';
}
