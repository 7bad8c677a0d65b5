import { Type } from '@fastify/type-provider-typebox';
import { type CalendarPattern, calendarPatterns } from 'perpetua-core';

const closed = { additionalProperties: false } as const;

/** What a setup says of periods: months in a stretch, and fiscal years that are drawn up. */
export const PeriodsOfSetup = {
  periods: Type.Optional(
    Type.Object(
      {
        first: Type.String({ pattern: '^\\d{4}-\\d{2}$' }),
        last: Type.String({ pattern: '^\\d{4}-\\d{2}$' }),
      },
      closed,
    ),
  ),
  fiscalYears: Type.Optional(
    Type.Array(
      Type.Object(
        {
          year: Type.String({ pattern: '^\\d{4}$' }),
          first: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
          pattern: Type.Unsafe<CalendarPattern>({
            type: 'string',
            enum: [...calendarPatterns()],
          }),
          longYear: Type.Optional(
            Type.Boolean({ description: 'The last period of weeks has one more.' }),
          ),
        },
        closed,
      ),
      {
        maxItems: 20,
        description:
          'Fiscal years whose periods are opened, where they are not the months of the calendar year',
      },
    ),
  ),
};
