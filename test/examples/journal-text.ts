import {
  assert,
  CAUSED_TYPES,
  eventShape,
  formatDecimal,
  isDocumentType,
  isTransactionType,
  type RefusalText,
  type TransactionInput,
} from '../../packages/core/src/index.ts';
import type { Example } from './example.ts';
import type { PeriodStep } from './example-steps.ts';
import type { PostedBooks, PostedEvent, PostedLine } from './posted-books.ts';

/** Where an entry would have a number and has none. */
const NO_ENTRY = '–';

/** How wide the columns of one journal are. */
type Layout = {
  readonly number: number;
  readonly type: number;
  readonly account: number;
  readonly name: number;
  readonly site: number;
  readonly amount: number;
  /** 0 where the journal does not say why. */
  readonly why: number;
  readonly decimals: number;
  readonly names: ReadonlyMap<string, string>;
};

/**
 * The journal of an example as text, in the order of its transactions: what was sent, the lines of
 * the entry, below it what it caused, and below that what it made of earlier costs because it came
 * late. A refused transaction stands in its place with the reason.
 */
export function journalText(example: Example, books: PostedBooks): string {
  const journal = { layout: layoutOf(example, books), origins: originsOf(books) };
  const shown = new Set<PostedEvent>();
  const withFamily = (event: PostedEvent) => {
    const family = books.events.filter((one) => journal.origins.get(one)?.at(-1) === event);
    return family.flatMap((one) => {
      shown.add(one);
      return eventText(one, journal);
    });
  };
  /** What a change of the configuration posted by itself, up to an event. */
  const ofChanges = (upTo: number) =>
    books.events
      .filter((one) => one.number < upTo && !shown.has(one) && isOfChange(one))
      .flatMap(withFamily);
  const lines = example.story.flatMap((one) => {
    if ('period' in one) return [periodText(one, journal.layout)];
    const event = books.events.find(({ sent }) => sent?.key === one.key);
    if (event === undefined)
      return refusedText(one, books.refused.get(one.key) ?? [], journal.layout);
    return [...ofChanges(event.number), ...withFamily(event)];
  });
  lines.push(...ofChanges(Number.POSITIVE_INFINITY));
  assert(
    shown.size === books.events.length,
    'every event of the books has its place in the journal',
  );
  return lines.join('\n');
}

/** How a journal is laid out, and what each of its events goes back to. */
type Journal = {
  readonly layout: Layout;
  readonly origins: ReadonlyMap<PostedEvent, readonly PostedEvent[]>;
};

/**
 * What each event goes back to: itself, what caused it, or, of corrected costs, the late facts that
 * made them others, the last of which it stands below.
 */
function originsOf({ events }: PostedBooks): Journal['origins'] {
  const numbered = new Map(events.map((event) => [event.number, event]));
  const ownOrigin = (event: PostedEvent): PostedEvent =>
    event.causedBy === undefined ? event : (numbered.get(event.causedBy) ?? event);
  return new Map(
    events.map((event) => {
      const facts = event.dueTo.flatMap((number) => numbered.get(number) ?? []);
      const origins = facts.length === 0 ? [ownOrigin(event)] : facts.map(ownOrigin);
      return [event, [...new Set(origins)]];
    }),
  );
}

/** A revaluation that nobody sent and no transaction caused. */
const isOfChange = ({ type, sent, causedBy }: PostedEvent): boolean =>
  type === CAUSED_TYPES.costRevaluation && sent === undefined && causedBy === undefined;

function layoutOf(
  { setup, story, currencyDecimals: decimals, showsWhy }: Example,
  { events }: PostedBooks,
): Layout {
  const { accounts = [], sites = [] } = setup;
  const lines = events.flatMap((event) => event.lines);
  const used = accounts.filter(({ code }) => lines.some(({ account }) => account === code));
  const types = [...events, ...story].map(({ type }) => type);
  return {
    number: widest([NO_ENTRY, ...events.map(({ entry }) => String(entry))]),
    type: widest(types),
    account: widest(used.map(({ code }) => code)),
    name: widest(used.map(({ name }) => name)),
    // One site goes without saying.
    site: sites.length > 1 ? widest(sites.map(({ code }) => code)) : 0,
    amount: widest(lines.map(({ amount }) => formatDecimal(amount, decimals))),
    why: showsWhy ? widest(lines.map(({ why }) => why)) : 0,
    decimals,
    names: new Map(accounts.map(({ code, name }) => [code, name])),
  };
}

const widest = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map(({ length }) => length));

function eventText(event: PostedEvent, { layout, origins }: Journal): readonly string[] {
  const { entry, postedOn, type, sent, lines } = event;
  const number = entry === 0 ? NO_ENTRY : String(entry);
  const ofBooks = () => postedByBooksText(event, origins.get(event) ?? []);
  const about = [sent === undefined ? ofBooks() : sentText(sent, layout)];
  // Entries the books post by themselves move the numbers on; then the transaction's is named.
  const isOfRow = sent !== undefined && sent.source === undefined;
  if (isOfRow && sent.key !== number) about.push(`(transaction ${sent.key})`);
  const head = headText({ number, date: postedOn, type, about: about.join(' ') }, layout);
  return [head, ...lines.map((line) => lineText(line, type, layout))];
}

/** What the books posted by themselves, and what it goes back to. */
function postedByBooksText(event: PostedEvent, origins: readonly PostedEvent[]): string {
  const { item, documentDate, dueTo } = event;
  const names = origins.filter((one) => one !== event).flatMap(originText);
  if (dueTo.length > 0) {
    const why = names.length === 0 ? 'by the change of method' : `because of ${names.join(', ')}`;
    const isNothing = event.entry === 0 ? ', nothing to post' : '';
    return `${item} of ${documentDate}, restated ${why}${isNothing}`;
  }
  const [[origin], [name]] = [origins, names];
  if (origin === undefined || name === undefined) return `${item}, by the change of method`;
  // What a document of several items caused says also for which, or for which of its lines.
  if (event.line !== undefined)
    return `line ${event.line}${item === '' ? '' : `, ${item}`}, caused by ${name}`;
  return assemblyOf(origin.type) === undefined ? `caused by ${name}` : `${item}, caused by ${name}`;
}

/** Its entry, or the transaction that had none; nothing of a change that posted none. */
function originText({ entry, sent }: PostedEvent): readonly string[] {
  if (entry !== 0) return [String(entry)];
  return sent === undefined ? [] : [`transaction ${sent.key}`];
}

function periodText({ type, postedOn: date, period }: PeriodStep, layout: Layout): string {
  return headText({ number: NO_ENTRY, date, type, about: period }, layout);
}

const assemblyOf = (type: string) =>
  isTransactionType(type) ? eventShape(type)?.assembly : undefined;

function refusedText(
  transaction: TransactionInput,
  refusals: readonly RefusalText[],
  layout: Layout,
): readonly string[] {
  const { postedOn: date, type, key } = transaction;
  const about = `${sentText(transaction, layout)} (transaction ${key})`;
  const indent = ' '.repeat(layout.number + 4);
  return [
    headText({ number: NO_ENTRY, date, type, about }, layout),
    ...refusals.map(({ message }) => `${indent}refused: ${message}`),
  ];
}

function headText(
  head: {
    readonly number: string;
    readonly date: string;
    readonly type: string;
    readonly about: string;
  },
  { number, type }: Layout,
): string {
  return `${head.number.padStart(number)}  ${head.date}  ${head.type.padEnd(type)}  ${head.about}`;
}

/** What was sent, in one line: `10 FRAME-1 @ 12.00`, then places, documents and references. */
function sentText(sent: TransactionInput, { site: showsSites }: Layout): string {
  if (isDocument(sent.type)) return documentText(sent, showsSites > 0);
  const goods = [sent.quantity, sent.item].filter((part) => part !== undefined).join(' ');
  const cost = sent.unitCost === undefined ? '' : ` @ ${sent.unitCost}`;
  const value = sent.amount === undefined ? '' : ` for ${sent.amount}`;
  const others = linesText(sent);
  const more = [
    showsSites === 0 && sent.location === undefined ? undefined : placesText(sent),
    sent.document,
    prefixed('original ', sent.original),
    prefixed('reverses ', sent.reverses),
    prefixed('clears ', sent.clears),
    prefixed('against ', sent.against),
    prefixed('tax ', sent.tax),
    prefixed('reason ', sent.reason),
    prefixed('account ', sent.account),
    prefixed('takes itself back on ', sent.reverseOn),
  ];
  const about = `${goods}${cost}${value}${others}`.trim();
  return [about, ...more].filter((part) => part !== undefined && part !== '').join(', ');
}

/** Whose it is and what it says of itself; its lines are told by what they post. */
function documentText(
  { party, site, document, reference, reverses, taxEntry, lines = [] }: TransactionInput,
  showsSite: boolean,
): string {
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  const parts = [
    party,
    showsSite ? site : undefined,
    document,
    prefixed('reference ', reference),
    taxEntry,
    reverses === undefined ? count : `reverses ${reverses}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

const isDocument = (type: string): boolean => isTransactionType(type) && isDocumentType(type);

/** `from 2 FRAME-1 and 1 CASE and cost 7.50`: the other side of a document of several items. */
function linesText({ type, lines = [] }: TransactionInput): string {
  if (lines.length === 0) return '';
  // A manual journal says by the texts of its lines what it is about.
  if (isTransactionType(type) && eventShape(type)?.isLedger === true)
    return lines.flatMap(({ text }) => text ?? []).join(', ');
  const texts = lines.map(({ item, quantity, share, amount }) => {
    if (item === undefined) return amount === undefined ? `scrap (${share})` : `cost ${amount}`;
    return `${quantity} ${item}${share === undefined ? '' : ` (${share})`}`;
  });
  return ` ${assemblyOf(type)?.comesOut === true ? 'from' : 'into'} ${texts.join(' and ')}`;
}

const prefixed = (word: string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : `${word}${text}`;

/** `DC/A-01 to SHOP`: where the goods are, and where they go or come from. */
function placesText({ site, location, toSite, toLocation, fromSite }: TransactionInput): string {
  const place = location === undefined ? site : `${site}/${location}`;
  const from = fromSite === undefined ? '' : ` from ${fromSite}`;
  const goesTo = toSite ?? toLocation;
  const to = goesTo === undefined ? '' : ` to ${goesTo}`;
  return `${place}${from}${to}`;
}

function lineText(line: PostedLine, headType: string, layout: Layout): string {
  const amount = formatDecimal(line.amount, layout.decimals);
  const [debit, credit] = line.side === 'debit' ? [amount, ''] : ['', amount];
  return [
    ' '.repeat(layout.number + 2),
    line.account.padEnd(layout.account),
    (layout.names.get(line.account) ?? '').padEnd(layout.name),
    ...(layout.site === 0 ? [] : [line.site.padEnd(layout.site)]),
    debit.padStart(layout.amount),
    credit.padStart(layout.amount),
    ...(layout.why === 0 ? [] : [line.why.padEnd(layout.why)]),
    // Of a pair each side is a transaction type of its own.
    line.type === headType ? '' : line.type,
  ]
    .join('  ')
    .trimEnd();
}
