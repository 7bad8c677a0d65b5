/** What the page speaks where the browser names no language it could be understood in. */
const FALLBACK = 'en-GB';

/** The reader's own conventions for figures, as the browser tells them. */
export const numberLocale = (language: string = navigator.language): string =>
  understood(language) ? language : FALLBACK;

/** Month names stay in the language of the page; an English reader keeps the own order of dates. */
export function dateLocale(language: string = navigator.language): string {
  return /^en\b/i.test(language) && understood(language) ? language : FALLBACK;
}

/**
 * Lets the browser name a language that can be understood, for what asks the browser itself: the
 * chart does as it is loaded, and is not drawn at all for a word that is no language tag.
 */
export function nameUnderstoodLanguage(): void {
  const language = numberLocale();
  if (navigator.language !== language)
    Object.defineProperty(navigator, 'language', { value: language, configurable: true });
}

/** A browser may hand on what its system says, such as `en-US@posix`, which is no language tag. */
function understood(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}
