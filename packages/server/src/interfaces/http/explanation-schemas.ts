import { COST_NODE_KINDS, COST_SOURCES, type CostNodeKind, type CostSource } from 'perpetua-core';
import { Type } from './api.ts';

const Text = Type.String();
const Amount = (description: string) =>
  Type.String({ description: `${description} A decimal such as \`12.50\`.` });
const Word = Type.String({ maxLength: 200 });

/** A transaction named by its key, with its source where several share it, or by its number. */
const named = {
  key: Type.Optional(Word),
  source: Type.Optional(Word),
  event: Type.Optional(Word),
};
const closed = { additionalProperties: false };

export const CostQuery = Type.Object(named, closed);
export const EffectQueryBody = Type.Object(
  { ...named, after: Type.Optional(Word), limit: Type.Optional(Word) },
  closed,
);

const NamedEvent = Type.Object({
  event: Type.Integer(),
  source: Text,
  key: Text,
  type: Text,
  postedOn: Text,
});
const Named = Type.Union([NamedEvent, Type.Null()]);
const where = { item: Text, site: Text, bucket: Text, account: Text, document: Text };

const part = {
  kind: Type.Unsafe<CostNodeKind>({ type: 'string', enum: [...COST_NODE_KINDS] }),
  transaction: Named,
  movement: Type.Integer({ description: '0 where the part comes of no movement alone.' }),
  on: Type.String({ description: 'Its day in the order of costs; empty where it has none.' }),
  pool: Type.Union([Type.Object(where), Type.Null()]),
  of: Type.Object(
    { quantity: Text, value: Text },
    { description: 'The whole of which this is the part.' },
  ),
  value: Amount('The part of the cost.'),
  count: Type.Integer({ description: 'How many parts `others` stands for.' }),
  isCut: Type.Boolean({ description: 'Whether there is more below that was not followed.' }),
};

const CostPartBody = Type.Object({
  ...part,
  parts: Type.Array(
    Type.Object(part, {
      additionalProperties: true,
      description: 'Of the same form, with `parts` of their own. They sum to `value`.',
    }),
  ),
});

export const CostExplanationBody = Type.Object({
  ...NamedEvent.properties,
  movements: Type.Array(
    Type.Object({
      movement: Type.Integer(),
      ...where,
      place: Text,
      quantity: Text,
      costed: Type.Unsafe<CostSource>({ type: 'string', enum: [...COST_SOURCES] }),
      costedOn: Type.String({ description: 'The day in the order of costs.' }),
      posted: Amount('What it was posted at.'),
      corrections: Type.Array(
        Type.Object({
          transaction: Named,
          change: Amount('What it changed.'),
          dueTo: Type.Array(NamedEvent),
        }),
      ),
      value: Amount('Posted and corrections together.'),
      cost: CostPartBody,
    }),
  ),
});

const changes = {
  own: Amount('Of the transaction itself.'),
  corrected: Amount('Of the corrections due to it.'),
};

export const EffectExplanationBody = Type.Object({
  ...NamedEvent.properties,
  ...changes,
  left: Amount('Both together: what came to stock in the end.'),
  stillThere: Type.Union([Text, Type.Null()], {
    description:
      'What of its own amount is still in stock; null of a correction, and too far back to tell.',
  }),
  isOpen: Type.Boolean({ description: 'Whether costs still have to be run again because of it.' }),
  stock: Type.Array(Type.Object({ ...where, ...changes, left: Amount('Both together.') })),
  accounts: Type.Array(
    Type.Object({
      account: Text,
      name: Text,
      site: Text,
      postedOn: Text,
      ...changes,
      amount: Amount('Debits less credits. All lines sum to nothing.'),
    }),
  ),
  corrections: Type.Integer({ description: 'How many corrections are due to it.' }),
  togetherWith: Type.Array(NamedEvent, {
    description: 'Other late facts that some of the corrections are due to as well.',
  }),
  repriced: Type.Array(
    Type.Object({
      transaction: Named,
      movement: Type.Integer(),
      costedOn: Text,
      item: Text,
      site: Text,
      bucket: Text,
      account: Text,
      asType: Type.Union([Text, Type.Null()], {
        description: 'The type of what follows of the transaction; null for its own value.',
      }),
      change: Amount('What was added to the value.'),
      correction: Named,
    }),
  ),
  next: Type.Union([Text, Type.Null()], {
    description: 'Where the list goes on: `after` of the next page.',
  }),
});
