import { Type } from '@fastify/type-provider-typebox';
import { MOST_TRIED } from '../../application/what-if/what-if.ts';
import { SetupBody } from './setup-schemas.ts';
import { AnswerBody, LateChanges, TransactionBody } from './transaction-schemas.ts';

/** Either transactions or a change of the setup, as they would be sent themselves. */
export const WhatIfBody = Type.Object(
  {
    transactions: Type.Optional(Type.Array(TransactionBody, { minItems: 1, maxItems: MOST_TRIED })),
    setup: Type.Optional(SetupBody),
    reclassifyOn: Type.Optional(
      Type.String({ maxLength: 10, description: 'Day on which value moves with the change.' }),
    ),
  },
  { additionalProperties: false },
);

/** What it would make of the books. */
export const WhatIfAnswerBody = Type.Object({
  ...LateChanges.properties,
  results: Type.Array(AnswerBody),
  warnings: Type.Array(Type.String()),
});
