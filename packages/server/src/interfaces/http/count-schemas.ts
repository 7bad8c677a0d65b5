import { COUNT_MOMENTS, COUNT_STATES, type CountMoment, type CountState } from 'perpetua-core';
import { LARGEST_COUNT } from '../../application/counting/start-count.ts';
import { Type } from './api.ts';
import { freeText, oneLine } from './text-schemas.ts';

const closed = { additionalProperties: false } as const;

const Word = (description: string) => oneLine({ minLength: 1, maxLength: 60, description });
const Figure = (description: string) => Type.String({ maxLength: 60, description });
const Key = (description: string) => oneLine({ minLength: 1, maxLength: 200, description });

const Moment = Type.Unsafe<CountMoment>({
  type: 'string',
  enum: [...COUNT_MOMENTS],
  description:
    'What a counted quantity stands against: `start`, what lay there when the count began; `entry`, what lies there now, so that what moved since is added back.',
});

export const CountParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  count: Type.String({ maxLength: 60 }),
});

export const LineParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  count: Type.String({ maxLength: 60 }),
  line: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }),
});

export const CountBody = Type.Object(
  {
    name: Word('Names the count for ever; asked for again it is answered again.'),
    site: Word('The site that is counted.'),
    postedOn: Type.String({
      maxLength: 10,
      description: 'The count day, ISO: all adjustments are dated on it.',
    }),
    locations: Type.Optional(Type.Array(Word('Location to be counted.'), { maxItems: 10_000 })),
    warehouse: Type.Optional(Word('A warehouse: its gateway and all its locations.')),
    groups: Type.Optional(Type.Array(Type.Integer(), { maxItems: 999 })),
    categories: Type.Optional(Type.Array(Word('Category of items.'), { maxItems: 1_000 })),
    items: Type.Optional(
      Type.Array(Word('Item; it is on the sheet also where nothing is recorded of it.'), {
        maxItems: LARGEST_COUNT,
      }),
    ),
    blind: Type.Optional(Type.Boolean({ description: 'Sheets do not show what is recorded.' })),
    moment: Type.Optional(Moment),
  },
  closed,
);

/** A line by its number, by its place, or by both. */
const LineNameFields = {
  line: Type.Optional(Type.Integer({ minimum: 1, description: 'Number of the line.' })),
  item: Type.Optional(Word('Code of the item, where the line is named by its place.')),
  location: Type.Optional(Word('Location; absent: the site itself.')),
} as const;

const LineName = Type.Object(LineNameFields, closed);

const LineNames = (description: string) =>
  Type.Optional(Type.Array(LineName, { minItems: 1, maxItems: LARGEST_COUNT, description }));

export const EntriesBody = Type.Object(
  {
    counter: Type.Optional(
      Word('Who counted. A later entry of the same counter takes the place of the earlier one.'),
    ),
    key: Type.Optional(Key('Names what is entered; sent again it is answered again.')),
    lines: Type.Array(
      Type.Object(
        {
          ...LineNameFields,
          quantity: Figure('Units that were counted, as a decimal.'),
          moment: Type.Optional(Moment),
          also: Type.Optional(
            Type.Boolean({
              description:
                'Added to what the counter entered for the line before; needs a key for the whole.',
            }),
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: LARGEST_COUNT },
    ),
  },
  closed,
);

const Tolerance = Type.Object(
  {
    quantity: Type.Optional(Figure('Units.')),
    percent: Type.Optional(Figure('Percent of what is recorded.')),
    value: Type.Optional(Figure('Value of the difference, in currency.')),
  },
  { ...closed, description: 'A difference keeps within all the bounds that are given.' },
);

export const RecountBody = Type.Object(
  {
    lines: LineNames('These lines. Without lines and tolerance: all that are disputed.'),
    tolerance: Type.Optional(Tolerance),
  },
  closed,
);

export const AcceptBody = Type.Object(
  {
    key: Type.Optional(Key('Names the acceptance; sent again it is answered again.')),
    lines: LineNames('These lines and no others. Without them, all that are counted.'),
    except: LineNames('All but these lines.'),
    tolerance: Type.Optional(Tolerance),
    uncounted: Type.Optional(
      Type.Unsafe<'leave' | 'zero'>({
        type: 'string',
        enum: ['leave', 'zero'],
        description: 'zero: what nobody counted is not there. Without it, it stays open.',
      }),
    ),
    postedOn: Type.Optional(
      Type.String({
        maxLength: 10,
        description:
          'Day of the adjustments, ISO, where the count day is closed or takes nothing late.',
      }),
    ),
  },
  closed,
);

export const CancelBody = Type.Object(
  { because: freeText({ minLength: 1, maxLength: 500, description: 'Why it is cancelled.' }) },
  closed,
);

export const AcceptQuery = Type.Object(
  { dryRun: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])) },
  closed,
);

export const LinesQuery = Type.Object(
  {
    state: Type.Optional(Type.Unsafe<CountState>({ type: 'string', enum: [...COUNT_STATES] })),
    differing: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
    after: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$' })),
    limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,4}$' })),
  },
  closed,
);

export const SheetQuery = Type.Object(
  {
    format: Type.Optional(Type.String({ maxLength: 20 })),
    all: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
  },
  closed,
);

// Answers -----------------------------------------------------------------------------------------

const Texts = Type.Array(Type.String());

const CountTold = Type.Object({
  name: Type.String(),
  site: Type.String(),
  postedOn: Type.String(),
  scope: Type.Object({
    locations: Type.Optional(Texts),
    warehouse: Type.Optional(Type.String()),
    groups: Type.Optional(Type.Array(Type.Integer())),
    categories: Type.Optional(Texts),
    items: Type.Optional(Texts),
  }),
  blind: Type.Boolean(),
  moment: Type.String(),
  state: Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('cancelled')]),
  knownEvent: Type.Integer({ description: 'The last event the frozen quantities know of.' }),
  startedAt: Type.String(),
  startedBy: Type.String(),
  endedAt: Type.Optional(Type.String()),
  endedBy: Type.Optional(Type.String()),
  endedBecause: Type.Optional(Type.String()),
});

const Progress = Type.Object({
  lines: Type.Integer(),
  uncounted: Type.Integer(),
  'to-recount': Type.Integer(),
  disputed: Type.Integer(),
  counted: Type.Integer(),
  accepted: Type.Integer(),
});

export const CountsTold = Type.Object({ counts: Type.Array(CountTold) });

export const StartedTold = Type.Object({
  status: Type.Union([Type.Literal('started'), Type.Literal('duplicate')]),
  count: CountTold,
  progress: Progress,
});

export const CancelledTold = Type.Object({ count: CountTold, progress: Progress });

const Totals = Type.Object({
  lines: Type.Integer(),
  found: Type.String(),
  missing: Type.String(),
  net: Type.String(),
  refused: Type.Integer(),
});

export const ShownTold = Type.Object({
  count: CountTold,
  progress: Progress,
  open: Totals,
  accepted: Totals,
  movedLines: Type.Integer(),
  lateLines: Type.Integer(),
});

const LineFields = {
  line: Type.Integer(),
  item: Type.String(),
  name: Type.String(),
  location: Type.Optional(Type.String()),
} as const;

const FigureFields = { counter: Type.String(), quantity: Type.String(), moved: Type.String() };

export const LinesTold = Type.Object({
  lines: Type.Array(
    Type.Object({
      ...LineFields,
      state: Type.String(),
      round: Type.Integer(),
      recorded: Type.String(),
      counted: Type.Optional(Type.String()),
      difference: Type.Optional(Type.String()),
      value: Type.Optional(Type.String()),
      movedSince: Type.String(),
      late: Type.String(),
      ofOthers: Type.Boolean(),
      found: Type.Boolean(),
      figures: Type.Array(Type.Object(FigureFields)),
      event: Type.Optional(Type.Integer()),
      refusals: Type.Optional(Type.Array(Type.Unknown())),
    }),
  ),
  next: Type.Union([Type.Integer(), Type.Null()]),
});

export const HistoryTold = Type.Object({
  line: Type.Object(LineFields),
  entries: Type.Array(
    Type.Object({
      sheet: Type.Integer(),
      round: Type.Integer(),
      ...FigureFields,
      also: Type.Boolean(),
      enteredAt: Type.String(),
      enteredBy: Type.String(),
    }),
  ),
});

export const EnteredTold = Type.Object({
  status: Type.Union([Type.Literal('entered'), Type.Literal('duplicate')]),
  sheet: Type.Integer(),
  entered: Type.Integer(),
  found: Type.Integer(),
  progress: Progress,
});

export const RecountedTold = Type.Object({
  lines: Type.Array(Type.Integer()),
  progress: Progress,
});

export const AcceptedTold = Type.Object({
  status: Type.Union([
    Type.Literal('accepted'),
    Type.Literal('duplicate'),
    Type.Literal('preview'),
  ]),
  count: Type.String(),
  state: Type.String(),
  acceptance: Type.Optional(Type.Integer()),
  key: Type.Optional(Type.String()),
  acceptedAt: Type.Optional(Type.String()),
  acceptedBy: Type.Optional(Type.String()),
  lines: Type.Integer(),
  agreed: Type.Integer(),
  found: Type.String(),
  missing: Type.String(),
  net: Type.String(),
  adjustments: Type.Array(
    Type.Object({
      ...LineFields,
      recorded: Type.String(),
      counted: Type.String(),
      difference: Type.String(),
      value: Type.String(),
      event: Type.Optional(Type.Integer()),
    }),
  ),
  beyondTolerance: Type.Integer(),
  ofOthers: Type.Integer(),
  progress: Progress,
  uncounted: Type.Array(Type.Object(LineFields)),
  warnings: Texts,
});
