import { type BookedEvent, TRANSACTION_FIELDS, type TransactionInput } from 'perpetua-core';

/** What was sent for an event, field by field; a caused event has hardly any of them. */
export function sentContent({ content }: Pick<BookedEvent, 'content'>): Partial<TransactionInput> {
  const value: unknown = JSON.parse(content);
  const given = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  return Object.fromEntries(
    TRANSACTION_FIELDS.flatMap((field) => {
      const text: unknown = given.get(field);
      return typeof text === 'string' ? [[field, text]] : [];
    }),
  );
}
