import { type Static, Type } from 'typebox';
import { DELIMITERS, ENCODINGS, FILE_FORMS } from '../row-source.ts';

const strict = { additionalProperties: false } as const;
const Text = Type.String();
const Texts = Type.Record(Type.String(), Type.String());

const DESCRIPTION = {
  form: Type.Optional(Type.Enum([...FILE_FORMS])),
  encoding: Type.Optional(Type.Enum([...ENCODINGS])),
  delimiter: Type.Optional(Type.Enum([...DELIMITERS])),
  quotes: Type.Optional(Type.Boolean()),
  sheet: Type.Optional(Text),
  columns: Type.Optional(Type.Array(Text, { minItems: 1 })),
};

/** How decimal numbers are written. */
const NumbersForm = Type.Object(
  {
    decimal: Type.Enum(['.', ',']),
    thousands: Type.Optional(Type.Enum(['.', ',', ' ', "'"])),
  },
  strict,
);

/** What cells must hold: a text, one of several, or none of them. All named columns must agree. */
const ConditionForm = Type.Record(
  Type.String(),
  Type.Union([
    Text,
    Type.Array(Text),
    Type.Object({ not: Type.Union([Text, Type.Array(Text)]) }, strict),
  ]),
);

/** One way to make a value, in the order in which its parts are applied. */
export const RuleForm = Type.Object(
  {
    when: Type.Optional(ConditionForm),
    from: Type.Optional(Text),
    multiply: Type.Optional(Type.Array(Text, { minItems: 2 })),
    sum: Type.Optional(Type.Array(Text, { minItems: 2 })),
    lookup: Type.Optional(Text),
    take: Type.Optional(Text),
    values: Type.Optional(Texts),
    otherwise: Type.Optional(Text),
    numbers: Type.Optional(NumbersForm),
    negate: Type.Optional(Type.Boolean()),
    round: Type.Optional(Type.Integer({ minimum: 0, maximum: 8 })),
    dates: Type.Optional(Text),
  },
  strict,
);

const LookupForm = Type.Object({ file: Text, key: Text, ...DESCRIPTION }, strict);
const SkipForm = Type.Object({ when: ConditionForm, because: Text }, strict);

/** The mapping as a whole. Rules are checked one by one, so that each fault is said of its own. */
export const MappingForm = Type.Object(
  {
    about: Type.Optional(Text),
    kind: Type.Optional(Text),
    file: Type.Optional(Type.Object(DESCRIPTION, strict)),
    numbers: Type.Optional(NumbersForm),
    dates: Type.Optional(Text),
    lookups: Type.Optional(Type.Record(Type.String(), LookupForm)),
    derived: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    skip: Type.Optional(Type.Array(SkipForm)),
    fields: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    ignore: Type.Optional(Type.Union([Type.Literal('others'), Type.Array(Text)])),
  },
  strict,
);

export type Numbers = Static<typeof NumbersForm>;
export type Condition = Static<typeof ConditionForm>;
export type RulePart = Static<typeof RuleForm>;
export type LookupDescription = Static<typeof LookupForm>;

/** A rule as it is used: ways to make a value, of which the first whose `when` holds is taken. */
export type Rule = readonly RulePart[];

/** A mapping that was read and is well formed; what it names was not looked up yet. */
export type Mapping = Omit<Static<typeof MappingForm>, 'derived' | 'fields'> & {
  readonly derived: ReadonlyMap<string, Rule>;
  readonly fields: ReadonlyMap<string, Rule>;
};
