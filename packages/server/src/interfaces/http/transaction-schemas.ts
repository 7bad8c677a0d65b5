import { Type } from '@fastify/type-provider-typebox';
import { LARGEST_REQUEST, type PostingMode } from '../../application/post-transactions.ts';
import { Reason } from './problem-schema.ts';
import { freeText, oneLine } from './text-schemas.ts';

/**
 * A figure of a transaction. Its form is read with the transaction and not here, so that a wrong
 * one is refused with its own row and harms no other.
 */
const Figure = (description: string) =>
  Type.String({ maxLength: 200, description: `${description} A decimal such as \`12.50\`.` });

const Word = (description: string) => oneLine({ maxLength: 200, description });

/** A parameter that is not known is refused: `dryrun` must not post what was to be tried out. */
export const DryRunQuery = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'] }),
    ),
  },
  { additionalProperties: false },
);

/** Lines a document may have; more goods than a bill of materials has are refused by themselves. */
const MOST_LINES = 2_000;

/** What goes into an assembly, comes out of it, or is added to its cost. */
export const Lines = Type.Array(
  Type.Object(
    {
      item: Type.Optional(Word('Goods: code of the item that goes in or comes out.')),
      quantity: Type.Optional(Figure('Stocking units of it.')),
      site: Type.Optional(Word('The site of the document; another one is refused.')),
      location: Type.Optional(Word('Location inside the site.')),
      share: Type.Optional(
        Figure('Its part of the sum of all shares. A share without an item is scrapped.'),
      ),
      amount: Type.Optional(Figure('A cost that is added, such as labour.')),
      account: Type.Optional(Word('Account of that cost, or of what is scrapped.')),
      reason: Type.Optional(Word('Adjustment reason of what is scrapped.')),
    },
    { additionalProperties: false },
  ),
  { maxItems: MOST_LINES, description: 'The other side of a document of several items.' },
);

/** One inventory transaction as it is sent. */
export const TransactionBody = Type.Object(
  {
    key: oneLine({
      minLength: 1,
      maxLength: 200,
      description: 'Names the transaction for ever; sent again it is answered again.',
    }),
    source: Type.Optional(
      Word('The system that sends it; keys are unique within a source. Default `api`.'),
    ),
    type: Word('A transaction type of the posting rules, such as `receive-from-vendor`.'),
    postedOn: Word('Business date, ISO day.'),
    documentDate: Type.Optional(Word('Date of the document when it differs.')),
    item: Word('Code of the item.'),
    site: Word('Code of the site.'),
    location: Type.Optional(Word('Location inside the site.')),
    toSite: Type.Optional(Word('Receiving site of a send.')),
    toLocation: Type.Optional(Word('Location the stock moves to inside the site.')),
    fromSite: Type.Optional(
      Word('Where withdrawn goods lie, or the sender of a manual stock receipt.'),
    ),
    quantity: Type.Optional(Figure('Stocking units.')),
    unitCost: Type.Optional(Figure('Cost of one unit, at most 8 decimals.')),
    amount: Type.Optional(
      Figure('Value instead of a unit cost, or the signed amount of a value-only type.'),
    ),
    reason: Type.Optional(Word('Adjustment reason.')),
    account: Type.Optional(Word('Account chosen on the line, where the type allows one.')),
    document: Type.Optional(Word('Order or transfer that carries the goods.')),
    reference: Type.Optional(
      freeText({ maxLength: 200, description: 'Free text, such as a purchase order.' }),
    ),
    party: Type.Optional(Word('Supplier or customer.')),
    original: Type.Optional(Word('Key of the transaction this one refers to.')),
    reverses: Type.Optional(Word('Key of the transaction this one reverses exactly.')),
    tax: Type.Optional(Figure('Tax of a supplier invoice.')),
    clears: Type.Optional(
      Word('Key of the transaction whose open amount on an account under review it clears.'),
    ),
    clearsSource: Type.Optional(Word('Source of that transaction, where another one.')),
    against: Type.Optional(Word('Key of the open transaction or receipt it is cleared against.')),
    againstSource: Type.Optional(Word('Source of that one, where another one.')),
    closingReason: Type.Optional(
      freeText({
        maxLength: 200,
        description: 'Why it still belongs into a period that is soft-closed.',
      }),
    ),
    lines: Type.Optional(Lines),
  },
  { additionalProperties: false },
);

export const TransactionsBody = Type.Object(
  {
    mode: Type.Optional(
      Type.Unsafe<PostingMode>({
        type: 'string',
        enum: ['authorise', 'record'],
        description:
          'authorise (default): checked and refused where a rule says no. record: it already happened; what cannot be posted is queued.',
      }),
    ),
    transactions: Type.Array(TransactionBody, { minItems: 1, maxItems: LARGEST_REQUEST }),
  },
  { additionalProperties: false },
);

const Line = Type.Object({
  type: Type.String(),
  account: Type.String(),
  center: Type.String(),
  site: Type.String(),
  debit: Type.Optional(Type.String()),
  credit: Type.Optional(Type.String()),
});

/** In what the books differ after a late fact, or after anything that is tried out. */
export const LateChanges = Type.Object({
  events: Type.Integer({ description: 'Events posted, corrections of costs among them.' }),
  repriced: Type.Integer({ description: 'Earlier movements that are worth something else.' }),
  isComplete: Type.Boolean(),
  ledger: Type.Array(
    Type.Object({
      period: Type.String(),
      account: Type.String(),
      site: Type.String(),
      amount: Type.String({ description: 'Debits less credits.' }),
    }),
  ),
  stock: Type.Array(
    Type.Object({
      item: Type.String(),
      site: Type.String(),
      bucket: Type.String(),
      account: Type.String(),
      quantityBefore: Type.String(),
      quantityAfter: Type.String(),
      valueBefore: Type.String(),
      valueAfter: Type.String(),
    }),
  ),
});

/** The answer to one transaction. Fields of a refusal and of a posting exclude one another. */
export const AnswerBody = Type.Object({
  key: Type.String(),
  status: Type.Union([
    Type.Literal('posted'),
    Type.Literal('duplicate'),
    Type.Literal('refused'),
    Type.Literal('queued'),
  ]),
  event: Type.Optional(Type.Integer()),
  entry: Type.Optional(Type.Integer()),
  cost: Type.Optional(Type.String()),
  shownCost: Type.Optional(
    Type.Object(
      { stream: Type.String(), cost: Type.String() },
      {
        description:
          'What the sale shows as its cost, where the policy `sales-cost` names another stream than the one that values stock; it posts nothing.',
      },
    ),
  ),
  lines: Type.Optional(Type.Array(Line)),
  caused: Type.Optional(
    Type.Array(
      Type.Object({
        line: Type.Optional(
          Type.Integer({ description: 'The line of the document that it posts.' }),
        ),
        type: Type.String(),
        item: Type.String(),
        entry: Type.Integer(),
        cost: Type.String(),
        lines: Type.Array(Line),
      }),
    ),
  ),
  warnings: Type.Optional(Type.Array(Type.String())),
  isLate: Type.Optional(Type.Literal(true)),
  restated: Type.Optional(LateChanges),
  code: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  remedy: Type.Optional(Type.String()),
  refusals: Type.Optional(Type.Array(Reason)),
});

export const AnswersBody = Type.Object({ results: Type.Array(AnswerBody) });
