import { Type } from '@fastify/type-provider-typebox';
import { oneLine } from './text-schemas.ts';

const closed = { additionalProperties: false } as const;
const Code = oneLine({ minLength: 1, maxLength: 60 });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

/** Which warehouses and groups are synchronized, and how. */
export const SynchronizationBody = Type.Object(
  {
    site: Type.Optional(Code),
    warehouse: Type.Optional(Code),
    group: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
    overwrite: Type.Optional(Type.Boolean()),
    validFrom: Type.Optional(Day),
  },
  closed,
);

/** How many sets of locations of one group followed their warehouse, and how. */
export const SynchronizationCountBody = Type.Object({
  site: Type.String(),
  warehouse: Type.String(),
  group: Type.Integer(),
  origin: Type.String(),
  locations: Type.Integer(),
  created: Type.Integer(),
  overwritten: Type.Integer(),
  ended: Type.Integer(),
  kept: Type.Integer(),
});

const AssignedBody = Type.Union([
  Type.Object({
    account: Type.Union([Type.String(), Type.Null()]),
    center: Type.Optional(Type.String()),
  }),
  Type.Null(),
]);

const SynchronizationRowBody = Type.Object({
  site: Type.String(),
  warehouse: Type.String(),
  group: Type.Integer(),
  location: Type.String(),
  role: Type.String(),
  validFrom: Type.String(),
  before: AssignedBody,
  after: AssignedBody,
  outcome: Type.String(),
});

/** Counts, then rows, and how many rows are not listed. */
export const SynchronizedBody = Type.Object({
  counts: Type.Array(SynchronizationCountBody),
  rows: Type.Array(SynchronizationRowBody),
  rowsLeftOut: Type.Integer(),
});

/** A line of the journal that moves value with its account. */
export const ReclassifiedBody = Type.Object({
  type: Type.String(),
  site: Type.String(),
  debit: Type.String(),
  credit: Type.String(),
  amount: Type.String(),
  entries: Type.Integer(),
});

/** What a run came to: counts, then rows, then the journal. */
export const SynchronizationReportBody = Type.Object({
  changes: Type.Integer(),
  kept: Type.Boolean(),
  configurationVersion: Type.Integer(),
  ...SynchronizedBody.properties,
  reclassified: Type.Array(ReclassifiedBody),
  postedOn: Type.Union([Type.String(), Type.Null()]),
});
