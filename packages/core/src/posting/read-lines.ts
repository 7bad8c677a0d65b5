import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import { NO_LOCATION } from '../items/place.ts';
import {
  LARGEST_MONEY,
  LARGEST_QUANTITY,
  money,
  NO_QUANTITY,
  type Quantity,
} from '../primitives/money.ts';
import { type AssemblyShape, type EventShape, eventShape } from '../transactions/event-shape.ts';
import { ASSEMBLY_PARTS, type TransactionType } from '../transactions/posting-rules.ts';
import { type Refusal, type RefusalCode, refusal } from '../transactions/refusals.ts';
import {
  type AssemblyLine,
  LINE_FIELDS,
  type TransactionInput,
  type TransactionLine,
} from '../transactions/transaction.ts';
import { type SharedLine, sharesOf } from './assembly-shares.ts';

type Kind = AssemblyLine['kind'];

/** What reads a line as if it were a transaction of its own, and says of which line it speaks. */
type LineReader = {
  readonly refusals: readonly Refusal[];
  readonly item: (items: ReadonlyMap<string, Item>) => Item | undefined;
  readonly numbers: (shape: EventShape, item: Item | undefined) => { readonly quantity: Quantity };
  readonly fieldsOf: (shape: EventShape) => void;
  readonly references: (shape: EventShape) => void;
  readonly location: (site: string, location: string) => void;
  readonly number: (
    field: string,
    text: string | undefined,
    decimals: number,
    largest: bigint,
  ) => bigint | undefined;
  readonly refuse: (code: RefusalCode, details: Readonly<Record<string, string>>) => void;
};

/** What lines are read with: the document, what it can name, and who reads a line. */
type Desk = {
  readonly input: TransactionInput;
  readonly shape: EventShape;
  readonly assembly: AssemblyShape;
  readonly readerOf: (part: TransactionInput, line: number) => LineReader;
  readonly configuration: Configuration;
  readonly items: ReadonlyMap<string, Item>;
};

/** A line as it was read, before the shares of all of them are compared. */
type ReadLine = SharedLine & {
  readonly kind: Kind;
  readonly line: number;
  readonly amount: bigint;
  readonly told: TransactionLine;
};

/**
 * Reads the lines of a document of several items: what is wrong with any of them is said of its
 * line, all of it at once. The lines are complete where nothing is refused.
 */
export function readLines(desk: Desk): {
  readonly lines: readonly AssemblyLine[];
  readonly refusals: readonly Refusal[];
} {
  const { input, assembly, configuration } = desk;
  const refusals: Refusal[] = [];
  const read = (input.lines ?? []).map((told, index) => {
    const kind = kindOf(told);
    const reader = desk.readerOf(partOf(desk, kind, told), index + 1);
    const line = readLine(desk, reader, { kind, line: index + 1, told });
    refusals.push(...reader.refusals);
    return line;
  });
  refusals.push(...wrongNumberOfGoods(desk, read), ...repeatedGoods(desk, read));
  const sharing = read.filter(({ kind }) => kind !== 'cost');
  if (refusals.length > 0) return { lines: [], refusals };
  const shares = assembly.comesOut
    ? []
    : sharesOf(sharing, configuration.company.currencyDecimals, refusals);
  const parts = new Map(sharing.map(({ line }, index) => [line, shares[index]]));
  return { lines: read.flatMap((one) => lineOf(one, parts.get(one.line))), refusals };
}

/** Goods name an item, a cost its amount, and what is scrapped its share alone. */
function kindOf({ item, amount, share, quantity: units }: TransactionLine): Kind {
  if (item !== undefined) return 'goods';
  if (amount !== undefined) return 'cost';
  return share === undefined || units !== undefined ? 'goods' : 'scrap';
}

/** What a line of this kind is posted as. */
function typeOf({ shape, assembly }: Desk, kind: Kind): TransactionType {
  if (kind === 'cost') return shape.rule.type;
  if (kind === 'scrap') return ASSEMBLY_PARTS.scrapped;
  return assembly.comesOut ? ASSEMBLY_PARTS.goesIn : ASSEMBLY_PARTS.comesOut;
}

/** A line as the transaction it is posted as. */
function partOf(desk: Desk, kind: Kind, told: TransactionLine): TransactionInput {
  const { key, postedOn, site } = desk.input;
  const { share: _, item = '', ...fields } = told;
  return { ...fields, key, postedOn, item, site, type: typeOf(desk, kind) };
}

function readLine(
  desk: Desk,
  reader: LineReader,
  { kind, line, told }: Pick<ReadLine, 'kind' | 'line' | 'told'>,
): ReadLine {
  const { site } = desk.input;
  const shape = eventShape(typeOf(desk, kind));
  refuseStrangeFields(desk, reader, { kind, told });
  if (told.site !== undefined && told.site !== site)
    reader.refuse('line-at-another-site', { site: told.site, own: site });
  if (told.location) reader.location(site, told.location);
  if (kind === 'scrap' && shape !== undefined) reader.fieldsOf(shape);
  if (kind !== 'goods' && shape !== undefined) reader.references(shape);
  const item = kind === 'goods' ? itemOf(desk, reader, told) : undefined;
  const units =
    kind === 'goods' && shape !== undefined ? reader.numbers(shape, item).quantity : NO_QUANTITY;
  const { currencyDecimals } = desk.configuration.company;
  const share = reader.number('share', told.share, SHARE_DECIMALS, LARGEST_QUANTITY);
  if (share !== undefined && share < 0n)
    reader.refuse('share-negative', { value: told.share ?? '' });
  const amount =
    kind === 'cost' ? reader.number('amount', told.amount, currencyDecimals, LARGEST_MONEY) : 0n;
  if (amount !== undefined && amount < 0n)
    reader.refuse('cost-negative', { value: told.amount ?? '' });
  return { kind, line, told, item, quantity: units, share, amount: amount ?? 0n };
}

const SHARE_DECIMALS = 6;

function itemOf(
  { input, items }: Desk,
  reader: LineReader,
  { item: code }: TransactionLine,
): Item | undefined {
  if (code === undefined || code === '') {
    reader.refuse('field-missing', { type: input.type, field: 'item' });
    return undefined;
  }
  if (code === input.item) reader.refuse('made-of-itself', { item: code });
  return reader.item(items);
}

/** The fields of each kind of line, and what it is about instead of the others. */
// biome-ignore format: a table reads as a table
const FIELDS: Readonly<Record<Kind, readonly [fields: string, about: string]>> = {
  goods: ['item quantity site location share', 'the line is about goods'],
  cost:  ['amount account site',               'the line adds a cost'],
  scrap: ['share account reason site',         'the line scraps a share'],
};

function refuseStrangeFields(
  { input: { type }, assembly }: Desk,
  reader: LineReader,
  { kind, told }: Pick<ReadLine, 'kind' | 'told'>,
): void {
  const [fields, about] = FIELDS[kind];
  const taken = fields.split(' ');
  const strange = LINE_FIELDS.filter((field) => told[field] && !taken.includes(field));
  for (const field of strange) reader.refuse('field-not-allowed', { type, field, because: about });
  const refuseShare = (because: string) =>
    reader.refuse('field-not-allowed', { type, field: 'share', because });
  if (assembly.comesOut && told.share !== undefined)
    refuseShare('all that goes in comes out as one item');
  else if (kind === 'scrap' && !assembly.mayScrap) refuseShare('nothing of it is scrapped');
}

function wrongNumberOfGoods(
  { input: { type }, assembly: { mostGoods } }: Desk,
  read: readonly ReadLine[],
): readonly Refusal[] {
  const count = read.filter(({ kind }) => kind === 'goods').length;
  if (count === 0) return [refusal('lines-missing', { type })];
  if (count <= mostGoods) return [];
  const limit = mostGoods === 1 ? 'one line' : `${mostGoods} lines`;
  return [refusal('lines-too-many', { type, limit, count: String(count) })];
}

/** What comes out is one receipt, so that taking it back finds all of it again. */
function repeatedGoods({ assembly }: Desk, read: readonly ReadLine[]): readonly Refusal[] {
  if (assembly.comesOut) return [];
  const named = new Set<string>();
  return read.flatMap(({ line, item }) => {
    if (item === undefined) return [];
    const isRepeated = named.has(item.code);
    named.add(item.code);
    return isRepeated ? [{ ...refusal('line-repeated', { item: item.code }), line }] : [];
  });
}

/** A line as it is posted; nothing where it was refused. */
function lineOf(
  { kind, line, item, quantity, amount, told }: ReadLine,
  parts: Quantity = NO_QUANTITY,
): readonly AssemblyLine[] {
  const { account, location = NO_LOCATION, reason = '' } = told;
  if (kind === 'cost') return [{ kind, line, amount: money(amount), account }];
  if (kind === 'scrap') return [{ kind, line, parts, reason, account }];
  return item === undefined ? [] : [{ kind, line, item, quantity, location, parts }];
}
