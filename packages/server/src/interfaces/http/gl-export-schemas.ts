import { Type } from '@fastify/type-provider-typebox';
import { EXPORT_MODES, EXPORT_SOURCES } from '../../application/exporting/gl-export.ts';
import type { ExportOutcome } from '../../application/exporting/make-export.ts';

const Text = Type.String();
const AccountBody = Type.Object({
  account: Text,
  center: Text,
  accountWithCenter: Text,
  debit: Text,
  credit: Text,
});
/** What never changes of a batch. */
const BatchFields = {
  target: Text,
  number: Type.Integer(),
  kind: Type.Unsafe<'export' | 'reversal'>({ type: 'string', enum: ['export', 'reversal'] }),
  reverses: Type.Union([Type.Integer(), Type.Null()]),
  period: Text,
  source: Text,
  mode: Text,
  entries: Type.Integer(),
  lines: Type.Integer(),
  debit: Text,
  credit: Text,
  madeAt: Text,
  madeBy: Text,
  reason: Text,
  afterEvent: Type.Integer(),
  lastEvent: Type.Integer(),
  sha256: Text,
};
/** A batch with its totals by account and center. */
export const BatchBody = Type.Object({ ...BatchFields, accounts: Type.Array(AccountBody) });
/** The batches of a company, each with the number of the one that reversed it. */
export const ListBody = Type.Object({
  exports: Type.Array(
    Type.Object({ ...BatchFields, reversedBy: Type.Union([Type.Integer(), Type.Null()]) }),
  ),
});
/** A batch that was made or would be; without one there was nothing to export. */
export const OutcomeBody = Type.Object({
  status: Type.Unsafe<ExportOutcome['status']>({
    type: 'string',
    enum: ['made', 'would-be-made', 'nothing-to-export'],
  }),
  export: Type.Optional(BatchBody),
});
/** GL sources with the entry types that belong to each. */
export const SourcesBody = Type.Object({
  sources: Type.Array(
    Type.Object({
      source: Text,
      code: Text,
      name: Text,
      entryTypes: Type.Array(Type.Object({ entryType: Text, name: Text })),
    }),
  ),
});

const closed = { additionalProperties: false } as const;

/** What a batch is asked for. */
export const AskedBody = Type.Object(
  {
    target: Type.String({ maxLength: 200, description: 'whom the journals are for, such as sap' }),
    period: Type.String({ maxLength: 200, description: 'a month, such as 2026-01' }),
    source: Type.Optional(
      Type.String({ maxLength: 200, description: `${EXPORT_SOURCES.join(', ')}; inventory` }),
    ),
    mode: Type.Optional(
      Type.String({ maxLength: 200, description: `${EXPORT_MODES.join(', ')}; detailed` }),
    ),
  },
  closed,
);

/** The place of a batch in an address. */
export const BatchParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  target: Type.String({ maxLength: 200 }),
  number: Type.String({ maxLength: 15 }),
});
