import { type DecimalText, signOf } from './decimal-text.ts';
import { numberLocale } from './locale.ts';

/** How figures are written: what separates groups and decimals, and how long groups are. */
export type FigureForm = {
  readonly group: string;
  readonly decimal: string;
  readonly minus: string;
  /** Length of the group next to the decimal sign, and of all groups before it (India: 3 and 2). */
  readonly lengths: readonly [nearest: number, further: number];
};

const forms = new Map<string, FigureForm>();

/** The form of a locale, learnt from what Intl makes of a sample. */
export function figureFormOf(locale: string): FigureForm {
  const known = forms.get(locale);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat(locale, {
    useGrouping: 'always',
    minimumFractionDigits: 1,
    numberingSystem: 'latn',
  }).formatToParts(-123_456_789_012);
  const sign = (type: Intl.NumberFormatPartTypes) =>
    parts.find((part) => part.type === type)?.value ?? '';
  const groups = parts.filter((part) => part.type === 'integer').map((part) => part.value.length);
  const nearest = groups.at(-1) ?? 3;
  const form: FigureForm = {
    group: sign('group'),
    decimal: sign('decimal'),
    minus: sign('minusSign'),
    lengths: groups.length < 3 ? [nearest, nearest] : [nearest, groups.at(-2) ?? nearest],
  };
  forms.set(locale, form);
  return form;
}

/**
 * Writes a decimal text for reading: `1234567.5` becomes `1,234,567.5` in English. Its digits are
 * moved apart and nothing else: every digit is kept, none is added, none passes through floating
 * point. A zero has no sign.
 */
export function figure(number: DecimalText, form: FigureForm = readersForm()): string {
  const [whole = '', fraction] = number.replace('-', '').split('.');
  const sign = signOf(number) < 0 ? form.minus : '';
  const grouped = groupsOf(whole, form.lengths).join(form.group);
  return `${sign}${grouped}${fraction === undefined ? '' : form.decimal + fraction}`;
}

/** Writes a whole number of things: `100000` becomes `100,000` in English. */
export function wholeNumber(number: number, form: FigureForm = readersForm()): string {
  return groupsOf(String(number), form.lengths).join(form.group);
}

/** A number with its noun: `1 position`, `2,000 positions`. */
export function counted(number: number, one: string, many: string, form?: FigureForm): string {
  return `${wholeNumber(number, form ?? readersForm())} ${number === 1 ? one : many}`;
}

/** A short, rounded figure for the axis of a chart, where space is scarce: `1.2M`. */
export function axisFigure(number: number, locale: string = numberLocale()): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 2 }).format(
    number,
  );
}

const readersForm = (): FigureForm => figureFormOf(numberLocale());

function groupsOf(digits: string, [nearest, further]: FigureForm['lengths']): string[] {
  const groups: string[] = [];
  let end = digits.length;
  for (let length = nearest; end > 0; length = further) {
    groups.unshift(digits.slice(Math.max(0, end - length), end));
    end -= length;
  }
  return groups;
}
