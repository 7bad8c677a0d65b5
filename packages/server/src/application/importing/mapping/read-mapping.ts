import { ok, type Result, refused } from 'perpetua-core';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type ImportRefusal, importRefusal } from '../import-refusals.ts';
import { dateReader } from './declared-dates.ts';
import { type Mapping, MappingForm, type Rule, RuleForm, type RulePart } from './mapping-form.ts';
import { parseTemplate } from './template-text.ts';

const MAPPING = Compile(MappingForm);
const RULE = Compile(RuleForm);

/** Reads the text of a mapping file; every fault of its form comes back with its place. */
export function readMapping(text: string): Result<Mapping, ImportRefusal> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return refused([fault('the mapping', error instanceof Error ? error.message : String(error))]);
  }
  return checkMapping(content);
}

/** The same for a mapping that was parsed already, for example in a request. */
export function checkMapping(content: unknown): Result<Mapping, ImportRefusal> {
  if (!MAPPING.Check(content)) return refused(faultsOf(MAPPING.Errors(content), ''));
  const refusals: ImportRefusal[] = [];
  const derived = readRules('derived', content.derived ?? {}, refusals);
  const fields = readRules('fields', content.fields ?? {}, refusals);
  const { numbers, dates, lookups = {} } = content;
  if (dates !== undefined && dateReader(dates) === undefined) refusals.push(dateFault('dates'));
  if (numbers !== undefined && numbers.decimal === numbers.thousands) {
    refusals.push(fault('numbers', 'one sign cannot be both'));
  }
  for (const [name, { key }] of Object.entries(lookups)) {
    const template = parseTemplate(key);
    if (typeof template === 'string') refusals.push(fault(`lookups.${name}.key`, template));
  }
  const { derived: _, fields: __, ...rest } = content;
  return refusals.length > 0 ? refused(refusals) : ok({ ...rest, derived, fields });
}

/** A fault of a mapping, said of the place it is in. */
export const fault = (where: string, what: string): ImportRefusal =>
  importRefusal('mapping-invalid', { where, fault: what });

const dateFault = (where: string): ImportRefusal =>
  fault(where, 'a form of dates has YYYY, MM or M, and DD or D, each once');

function readRules(
  part: string,
  rules: Readonly<Record<string, unknown>>,
  refusals: ImportRefusal[],
): ReadonlyMap<string, Rule> {
  return new Map(
    Object.entries(rules).map(([name, rule]) => {
      const where = `${part}.${name}`;
      const ways = Array.isArray(rule)
        ? rule.flatMap((way, index) => readWay(`${where}[${index}]`, way, refusals))
        : readWay(where, rule, refusals);
      if (ways.some(({ when }, index) => when === undefined && index < ways.length - 1)) {
        refusals.push(fault(where, 'what follows a part without "when" is never reached'));
      }
      return [name, ways] as const;
    }),
  );
}

function readWay(where: string, way: unknown, refusals: ImportRefusal[]): readonly RulePart[] {
  if (typeof way === 'string') return readWay(where, { from: way }, refusals);
  if (typeof way !== 'object' || way === null) {
    refusals.push(fault(where, 'a text, an object or a list of these is expected'));
    return [];
  }
  if (!RULE.Check(way)) {
    refusals.push(...faultsOf(RULE.Errors(way), where));
    return [];
  }
  refusals.push(...faultsOfPart(way).map((what) => fault(where, what)));
  if (way.dates !== undefined && dateReader(way.dates) === undefined) {
    refusals.push(dateFault(`${where}.dates`));
  }
  return [way];
}

/** What is wrong with the parts of a rule as they stand together. */
function faultsOfPart(part: RulePart): readonly string[] {
  const faults: string[] = [];
  const { from, multiply, sum, lookup, take, values, otherwise } = part;
  const sources = [from, multiply, sum].filter((source) => source !== undefined);
  if (sources.length !== 1) faults.push('exactly one of "from", "multiply" and "sum" is needed');
  if ((lookup === undefined) !== (take === undefined)) {
    faults.push('"lookup" and "take" belong together');
  }
  if (otherwise !== undefined && lookup === undefined && values === undefined) {
    faults.push('"otherwise" needs "values" or "lookup"');
  }
  if (from === undefined && (lookup !== undefined || values !== undefined)) {
    faults.push('"lookup" and "values" need "from"');
  }
  for (const text of sources.flat()) {
    const template = parseTemplate(text);
    if (typeof template === 'string') faults.push(template);
  }
  return faults;
}

type SchemaFault = ReturnType<ReturnType<typeof Compile<TSchema>>['Errors']>[number];

/** The faults of a schema in words; one that only repeats a deeper one is left out. */
function faultsOf(errors: readonly SchemaFault[], within: string): ImportRefusal[] {
  const said = new Map<string, ImportRefusal>();
  for (const { keyword, instancePath, params, message } of errors) {
    if (keyword === 'boolean' || keyword === 'anyOf') continue;
    const path = `${within}${instancePath.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`;
    const where = path.replace(/^\./, '') || 'the mapping';
    const extra: unknown = 'additionalProperties' in params ? params.additionalProperties : [];
    const names = Array.isArray(extra) ? extra.map(String) : [];
    if (names.length > 0) said.set(where, fault(where, `there is no ${names.join(', ')}`));
    else said.set(where, fault(where, wordsOf(params, message)));
  }
  return said.size > 0 ? [...said.values()] : [fault(within || 'the mapping', 'it is malformed')];
}

function wordsOf(params: object, message: string): string {
  const allowed: unknown = 'allowedValues' in params ? params.allowedValues : undefined;
  return Array.isArray(allowed)
    ? `it can be ${allowed.map((one) => JSON.stringify(one)).join(', ')}`
    : message;
}
