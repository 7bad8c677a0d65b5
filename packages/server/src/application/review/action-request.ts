import type { AccountRole, ReviewActionKind, ReviewLabel } from 'perpetua-core';

/** A transaction by source and key; without a source of what people and programs send. */
type TransactionName = { readonly source?: string | undefined; readonly key: string };

/** A part of an open amount and the account it goes to, by itself or as what a role has. */
export type ActionPart = {
  readonly amount: string;
  readonly account?: string | undefined;
  readonly role?: AccountRole | undefined;
};

/**
 * What is to be done with open lines. Amounts have no sign: they are parts of what is open of a line,
 * on its own side.
 */
export type ReviewActionRequest = {
  /** Names the action for ever; sent again it is answered again. */
  readonly key: string;
  readonly action: ReviewActionKind;
  /** Business date of what is posted; what is only said holds for the month of this day. */
  readonly postedOn: string;
  /** The lines by the numbers of their events; or else all of a label. */
  readonly lines?: readonly number[] | undefined;
  readonly label?: ReviewLabel | undefined;
  /** A part of what is open; absent: all of it. */
  readonly amount?: string | undefined;
  readonly account?: string | undefined;
  readonly role?: AccountRole | undefined;
  readonly parts?: readonly ActionPart[] | undefined;
  /** The receipt, or the goods that went back, that it is linked to or makes dearer. */
  readonly receipt?: TransactionName | undefined;
  readonly quantity?: string | undefined;
  /** The item whose goods are received late or become dearer, where another than that of the line. */
  readonly item?: string | undefined;
  /** The line it is matched with, by the number of its event. */
  readonly against?: number | undefined;
  /** Who sees to what is carried forward. */
  readonly owner?: string | undefined;
  readonly reason?: string | undefined;
};

/** A request in one fixed form, to tell another one with the same key. */
export const contentOf = ({ key: _, ...request }: ReviewActionRequest): string =>
  JSON.stringify(FIELDS.map((field) => request[field]));

const FIELDS = [
  'action', 'postedOn', 'lines', 'label', 'amount', 'account', 'role', 'parts', 'receipt', 'quantity', 'item',
  'against', 'owner', 'reason',
] as const satisfies readonly (keyof ReviewActionRequest)[]; // biome-ignore format: a list of names
