import type { ColumnForm } from '../import-kinds.ts';
import { dateReader } from './declared-dates.ts';
import { numberReader, numbersInWords } from './declared-numbers.ts';
import { addExact, formatExact, multiplyExact, parseExact, roundExact } from './exact-decimal.ts';
import type { LookupTable } from './lookup-table.ts';
import type { Condition, Numbers, Rule, RulePart } from './mapping-form.ts';
import { FILE, LINE, type RowInHand, type Value } from './row-in-hand.ts';
import { columnsOf, parseTemplate, type TemplatePart } from './template-text.ts';

/** What the rules of a mapping may name, and what is told of them while they are put together. */
export type RuleContext = {
  /** The columns of the file. */
  readonly columns: ReadonlyMap<string, number>;
  /** Names made by `derived` so far, in their order. */
  readonly derived: readonly string[];
  /** The rules of these names, to see which columns they are made of. */
  readonly derivedRules: ReadonlyMap<string, Rule>;
  readonly lookups: ReadonlyMap<string, LookupTable>;
  readonly numbers: Numbers | undefined;
  readonly dates: string | undefined;
  /** Columns some rule names. */
  readonly used: Set<string>;
  /** Columns of the file whose texts become numbers although no form of numbers is declared. */
  readonly undeclared: Set<string>;
  readonly fault: (where: string, what: string) => void;
};

/** The field a rule is for. */
export type RuleTarget = {
  readonly where: string;
  readonly field: string;
  readonly form: ColumnForm;
};

/** Puts a rule together; faults are told to the context, and the value is then of no use. */
export function compileRule(rule: Rule, target: RuleTarget, context: RuleContext): Value {
  const ways = rule.map((part) => compilePart(part, target, context));
  const [first] = ways;
  if (first !== undefined && ways.length === 1 && rule[0]?.when === undefined) return first.value;
  return (row) => {
    for (const { holds, value } of ways) if (holds(row)) return value(row);
    return '';
  };
}

function compilePart(part: RulePart, target: RuleTarget, context: RuleContext) {
  const holds = compileCondition(part.when ?? {}, target.where, context);
  return { holds, value: compileWay(part, target, context) };
}

function compileWay(part: RulePart, target: RuleTarget, context: RuleContext): Value {
  const numbers = part.numbers ?? context.numbers;
  const isNumber = target.form === 'number' || part.round !== undefined || part.negate === true;
  if (part.from === undefined) return compileArithmetic(part, target, context, numbers);
  const template = templateOf(part.from, target, context);
  const found = lookUp(part, target, context, template.value);
  const mapped = mapValues(part, target, found);
  // What the mapping says itself is written plainly; only the texts of files have a form.
  const fromFile = template.columns.length > 0 && part.values === undefined;
  if (!fromFile) return isNumber ? reckoned(part, target, mapped) : mapped;
  if (isNumber) {
    if (numbers === undefined) noteUndeclared(part, template.columns, target, context);
    return reckoned(part, target, readNumber(mapped, target, numbers));
  }
  const dates = part.dates ?? (target.form === 'date' ? context.dates : undefined);
  return dates === undefined ? mapped : readDate(mapped, target, dates);
}

/** A number column with commas in it is refused before anything is posted. */
function noteUndeclared(
  { lookup, take }: RulePart,
  columns: readonly string[],
  { where }: RuleTarget,
  { undeclared, derivedRules, lookups, fault }: RuleContext,
): void {
  if (lookup === undefined) {
    for (const column of columns) noteColumn(column, undeclared, derivedRules);
    return;
  }
  const table = lookups.get(lookup);
  const comma = table?.commaNumbers.get(table.columns.get(take ?? '') ?? -1);
  if (comma !== undefined) {
    fault(
      where,
      `${lookup} has ${comma.value} in line ${comma.line}; declare "numbers", the comma could be a decimal sign or separate thousands`,
    );
  }
}

/** A number made of a derived name is made of the columns the name is made of. */
function noteColumn(
  column: string,
  undeclared: Set<string>,
  derivedRules: ReadonlyMap<string, Rule>,
): void {
  const rule = derivedRules.get(column);
  if (rule === undefined || undeclared.has(column)) {
    undeclared.add(column);
    return;
  }
  undeclared.add(column);
  const texts = rule.flatMap(({ from = '', multiply = [], sum = [] }) => [
    from,
    ...multiply,
    ...sum,
  ]);
  for (const text of texts) {
    const parts = parseTemplate(text);
    const named = typeof parts === 'string' ? [] : columnsOf(parts);
    for (const name of named) noteColumn(name, undeclared, derivedRules);
  }
}

function templateOf(
  text: string,
  { where }: RuleTarget,
  context: RuleContext,
): { readonly value: Value; readonly columns: readonly string[] } {
  const parsed = parseTemplate(text);
  const parts = typeof parsed === 'string' ? [] : parsed;
  const columns = columnsOf(parts);
  const values = parts.map((part) => partValue(part, where, context));
  const [only] = values;
  if (only !== undefined && values.length === 1) return { value: only, columns };
  return { value: (row) => values.map((value) => value(row)).join(''), columns };
}

function partValue(part: TemplatePart, where: string, context: RuleContext): Value {
  return typeof part === 'string' ? () => part : columnValue(part.column, where, context);
}

/** The text of a column, or of a name that a mapping made. */
function columnValue(name: string, where: string, context: RuleContext): Value {
  if (name === LINE) return (row) => row.firstLine;
  if (name === FILE) return (row) => row.firstFile;
  context.used.add(name);
  const derived = context.derived.indexOf(name);
  if (derived >= 0) return (row) => row.derived[derived] ?? '';
  const index = context.columns.get(name);
  if (index !== undefined) return (row) => row.cell(index);
  context.fault(
    where,
    `there is no column ${name}; there is ${[...context.columns.keys()].join(', ')}`,
  );
  return () => '';
}

/** Whether a row is meant: every named column holds one of its texts, or none of them. */
export function compileCondition(
  condition: Condition,
  where: string,
  context: RuleContext,
): (row: RowInHand) => boolean {
  const tests = Object.entries(condition).map(([name, wanted]) => {
    const value = columnValue(name, `${where}.when`, context);
    const negated = typeof wanted === 'object' && !Array.isArray(wanted);
    const texts = new Set([negated ? wanted.not : wanted].flat());
    return (row: RowInHand) => texts.has(value(row)) !== negated;
  });
  return (row) => tests.every((test) => test(row));
}

function lookUp(
  { lookup, take = '', otherwise }: RulePart,
  { where, field }: RuleTarget,
  context: RuleContext,
  key: Value,
): Value {
  if (lookup === undefined) return key;
  const table = context.lookups.get(lookup);
  if (table === undefined) {
    context.fault(where, `there is no lookup ${lookup}`);
    return key;
  }
  const column = table.columns.get(take);
  if (column === undefined) {
    context.fault(where, `${table.name} has no column ${take}`);
    return key;
  }
  return (row) => {
    const name = key(row);
    if (name === '') return '';
    const found = table.rows.get(name);
    if (found !== undefined) return (found[column] ?? '').trim();
    if (otherwise === undefined) {
      row.refuse('lookup-missing', field, { lookup: table.name, key: name });
    }
    return otherwise ?? '';
  };
}

function mapValues({ values, otherwise }: RulePart, { field }: RuleTarget, value: Value): Value {
  if (values === undefined) return value;
  const words = new Map(Object.entries(values));
  return (row) => {
    const text = value(row);
    const word = words.get(text) ?? otherwise;
    if (word === undefined && text !== '') row.refuse('value-unmapped', field, { value: text });
    return word ?? '';
  };
}

function readNumber(value: Value, { field }: RuleTarget, numbers: Numbers | undefined): Value {
  if (numbers === undefined) return value;
  const read = numberReader(numbers);
  const form = numbersInWords(numbers);
  return (row) => {
    const text = value(row);
    if (text === '') return '';
    const number = read(text);
    if (number === undefined) row.refuse('number-form', field, { value: text, form });
    return number ?? '';
  };
}

function readDate(value: Value, { field }: RuleTarget, form: string): Value {
  const read = dateReader(form);
  return (row) => {
    const text = value(row);
    if (text === '') return '';
    const date = read?.(text);
    if (date === undefined) row.refuse('date-form', field, { value: text, form });
    return date ?? '';
  };
}

/** Turns the sign and rounds, where the rule says so. */
function reckoned({ negate = false, round }: RulePart, { field }: RuleTarget, value: Value): Value {
  if (!negate && round === undefined) return value;
  return (row) => {
    const text = value(row);
    if (text === '') return '';
    const number = parseExact(text);
    if (number === undefined) {
      row.refuse('number-form', field, { value: text, form: 'a decimal with a point' });
      return '';
    }
    const signed = negate ? { ...number, units: -number.units } : number;
    return formatExact(round === undefined ? signed : roundExact(signed, round));
  };
}

function compileArithmetic(
  part: RulePart,
  target: RuleTarget,
  context: RuleContext,
  numbers: Numbers | undefined,
): Value {
  const combine = part.multiply === undefined ? addExact : multiplyExact;
  const operands = (part.multiply ?? part.sum ?? []).map((text) => {
    const { value, columns } = templateOf(text, target, context);
    if (columns.length === 0) return value;
    if (numbers === undefined) noteUndeclared({}, columns, target, context);
    return readNumber(value, target, numbers);
  });
  return reckoned(part, target, (row) => {
    const texts = operands.map((operand) => operand(row));
    // Half of what is needed is no number: the field stays empty, and whoever needs it says so.
    if (texts.includes('')) return '';
    const numbersOfRow = texts.map(parseExact);
    const wrong = numbersOfRow.indexOf(undefined);
    if (wrong >= 0) {
      const value = texts[wrong] ?? '';
      row.refuse('number-form', target.field, { value, form: 'a decimal with a point' });
      return '';
    }
    const known = numbersOfRow.filter((number) => number !== undefined);
    return formatExact(known.reduce(combine));
  });
}
