import {
  type AccountRole,
  accountRoles,
  REVIEW_ACTIONS,
  type ReviewActionKind,
  type ReviewLabel,
  reviewActionKinds,
  reviewLabels,
  type SourceCode,
} from 'perpetua-core';
import { Type } from './api.ts';
import { freeText, oneLine } from './text-schemas.ts';
import { AnswerBody } from './transaction-schemas.ts';

const closed = { additionalProperties: false } as const;

const Word = (description: string) => oneLine({ minLength: 1, maxLength: 200, description });
const Figure = (description: string) => Type.String({ maxLength: 60, description });
const Remark = (description: string) => freeText({ maxLength: 500, description });
const Period = (description: string) => Type.String({ maxLength: 40, description });

const Label = Type.Unsafe<ReviewLabel>({
  type: 'string',
  enum: [...reviewLabels()],
  description: 'All open lines of this label of the month.',
});
const Role = Type.Unsafe<AccountRole>({
  type: 'string',
  enum: [...accountRoles()],
  description: 'Or the account that a role has for the item and site of the line.',
});
const Source = Type.Unsafe<SourceCode>({ type: 'string', enum: ['IC', 'AP', 'SJ', 'GJ'] });

/** So many lines may one action name. */
const MOST_LINES = 1_000;

export const ReviewQuery = Type.Object(
  {
    period: Type.Optional(Period('The month, such as 2026-05; default the present one.')),
    site: Type.Optional(Word('Code of a site.')),
    label: Type.Optional(Label),
    source: Type.Optional(Source),
    text: Type.Optional(Word('A part of PO/Reference, document, party or item.')),
  },
  closed,
);

export const TrendQuery = Type.Object(
  {
    from: Type.Optional(Period('The first month; default eleven months before the last.')),
    to: Type.Optional(Period('The last month; default the present one.')),
  },
  closed,
);

export const DryRunQuery = Type.Object(
  { dryRun: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])) },
  closed,
);

export const ActionBody = Type.Object(
  {
    key: Word('Names the action for ever; sent again it is answered again.'),
    action: Type.Unsafe<ReviewActionKind>({
      type: 'string',
      enum: [...reviewActionKinds()],
      description: reviewActionKinds()
        .map((kind) => `${kind}: ${REVIEW_ACTIONS[kind][2]}.`)
        .join(' '),
    }),
    postedOn: Word('Business date of what is posted; what is only said holds for its month.'),
    lines: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1 }), {
        minItems: 1,
        maxItems: MOST_LINES,
        description: 'The lines, by the numbers of their events; or else a label.',
      }),
    ),
    label: Type.Optional(Label),
    amount: Type.Optional(Figure('A part of what is open, without sign; default all of it.')),
    account: Type.Optional(Word('The account it goes to.')),
    role: Type.Optional(Role),
    parts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            amount: Figure('Part of what is open, without sign.'),
            account: Type.Optional(Word('The account it goes to.')),
            role: Type.Optional(Role),
          },
          closed,
        ),
        { minItems: 1, maxItems: 100, description: 'Of a split: amounts with their accounts.' },
      ),
    ),
    receipt: Type.Optional(
      Type.Object(
        {
          key: Word('Key of the receipt, or of the goods that went back.'),
          source: Type.Optional(Word('Its source; default `api`.')),
        },
        closed,
      ),
    ),
    quantity: Type.Optional(Figure('Units; of a link by default all that are not invoiced.')),
    item: Type.Optional(Word('The item, where another than that of the line.')),
    against: Type.Optional(
      Type.Integer({ minimum: 1, description: 'The line it is matched with, by its event.' }),
    ),
    owner: Type.Optional(Word('Who sees to what is carried forward.')),
    reason: Type.Optional(Remark('Why; kept with the action and with what it posts.')),
  },
  closed,
);

export const UndoBody = Type.Object(
  {
    key: Word('Names the undoing for ever; sent again it is answered again.'),
    postedOn: Word('Business date of the reversals.'),
    reason: Type.Optional(Remark('Why.')),
  },
  closed,
);

export const SignOffBody = Type.Object(
  { reason: Type.Optional(Remark('A remark; asked for where a review is opened again.')) },
  closed,
);

export const ActionParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  action: Type.String({ maxLength: 9, pattern: '^[1-9][0-9]*$' }),
});

export const PeriodParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  period: Type.String({ maxLength: 40 }),
});

const Text = Type.String();
const Step = {
  item: Text,
  action: Text,
  amount: Text,
  account: Type.Optional(Text),
  receipt: Type.Optional(Type.Object({ source: Text, key: Text })),
  against: Type.Optional(Type.Integer()),
  quantity: Type.Optional(Text),
};

export const ListBody = Type.Object({
  period: Text,
  lastDay: Text,
  asKnown: Type.Object({ event: Type.Integer(), configuration: Type.Integer() }),
  balance: Text,
  unexplained: Text,
  lines: Type.Array(
    Type.Object({
      event: Type.Integer(),
      postedOn: Text,
      age: Type.Integer(),
      source: Text,
      type: Text,
      document: Text,
      reference: Text,
      party: Text,
      item: Text,
      name: Text,
      site: Text,
      account: Text,
      role: Text,
      amount: Text,
      open: Text,
      openNow: Text,
      reason: Type.Optional(Text),
      why: Text,
      label: Text,
      scenario: Text,
      cause: Text,
      remedy: Text,
      recordedBy: Text,
      state: Text,
      explanation: Type.Optional(
        Type.Object({ owner: Text, reason: Text, action: Type.Integer() }),
      ),
      suggestion: Type.Optional(Type.Object(Step)),
    }),
  ),
  notInvoiced: Type.Array(
    Type.Object({
      event: Type.Integer(),
      source: Text,
      key: Text,
      postedOn: Text,
      age: Type.Integer(),
      reference: Text,
      document: Text,
      party: Text,
      item: Text,
      name: Text,
      site: Text,
      account: Text,
      units: Text,
      open: Text,
    }),
  ),
  hints: Type.Array(Text),
});

export const ActionTold = Type.Object({
  status: Type.Union([Type.Literal('done'), Type.Literal('duplicate'), Type.Literal('preview')]),
  action: Type.Optional(Type.Integer()),
  key: Text,
  kind: Text,
  steps: Type.Array(Type.Object({ event: Type.Integer(), ...Step })),
  left: Type.Array(Type.Integer()),
  results: Type.Array(AnswerBody),
});

export const StandingTold = Type.Object({
  period: Text,
  state: Text,
  isDone: Type.Boolean(),
  unexplained: Type.Integer(),
  carried: Text,
  history: Type.Array(
    Type.Object({
      state: Text,
      by: Text,
      at: Text,
      carried: Type.Integer(),
      amount: Text,
      reason: Text,
    }),
  ),
});
