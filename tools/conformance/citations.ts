/** A number in the form our rows have; the long form also catches slips such as `000.511`. */
const NUMBER = /(?<!\d[.,']?)\b00\d\.[A-Za-z0-9]+/g;

/** One number at the start of what is left of a title, ended by a blank, a comma or the end. */
const LEADING_NUMBER = /^[\s,]*(00\d\.[A-Za-z0-9]+)(?=[\s,]|$)/;

/** What a test title says about rows. */
type TitleCitations = {
  /** The rows the test answers for: the run of numbers at the start of its title. */
  readonly claimed: readonly string[];
  /** Every number in the title, claimed or only mentioned. */
  readonly cited: readonly string[];
  /** The title without its claims: what the test says in words. */
  readonly sentence: string;
};

/** Reads the rows from a test title: `000.27 000.33 every journal balances` claims two. */
export function readTitle(title: string): TitleCitations {
  const claimed: string[] = [];
  let rest = title;
  for (let next = LEADING_NUMBER.exec(rest); next !== null; next = LEADING_NUMBER.exec(rest)) {
    const [run, number = ''] = next;
    claimed.push(number);
    rest = rest.slice(run.length);
  }
  const mentioned = rest.match(NUMBER) ?? [];
  return {
    claimed: [...new Set(claimed)],
    cited: [...new Set([...claimed, ...mentioned])],
    sentence: rest.replace(/^[\s,]+/, '').trim(),
  };
}

/** What is wrong with the numbers of one title, one sentence each; empty when nothing is. */
export function wrongCitations(title: string, known: ReadonlySet<string>): readonly string[] {
  const { claimed, cited } = readTitle(title);
  const unknown = cited
    .filter((number) => !known.has(number))
    .map((number) => `${number} is not a row`);
  const startsWithNumber = /^\s*00\d\.\w/.test(title);
  if (startsWithNumber && claimed.length === 0 && unknown.length === 0) {
    return ['a number at the start must be followed by a blank or a comma'];
  }
  return unknown;
}
