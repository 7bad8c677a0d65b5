import { postGoodsReceivedNote } from '../../application/documents/goods-received-note.ts';
import { addPurchaseOrder, findPurchaseOrder } from '../../application/documents/purchase-order.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { freeText, oneLine } from './text-schemas.ts';
import { AnswersBody, DryRunQuery } from './transaction-schemas.ts';

const Word = (description: string) => oneLine({ minLength: 1, maxLength: 200, description });
const Figure = (description: string) => Type.String({ maxLength: 200, description });
const closed = { additionalProperties: false };

const NoteBody = Type.Object(
  {
    note: oneLine({
      minLength: 1,
      maxLength: 190,
      description: 'Names the note for ever; invoices link to its lines as `note#1`, `note#2` …',
    }),
    postedOn: Word('Business date, ISO day.'),
    documentDate: Type.Optional(Word('Date of the note when it differs.')),
    site: Word('The site that receives.'),
    party: Word('The vendor.'),
    order: Type.Optional(Word('The purchase order whose lines came.')),
    reference: Type.Optional(
      freeText({ maxLength: 200, description: 'Of lines that are of no order here.' }),
    ),
    lines: Type.Array(
      Type.Object(
        {
          orderLine: Type.Optional(
            Type.Integer({ minimum: 1, description: 'Line of the order: it says item and price.' }),
          ),
          item: Type.Optional(Word('Code of the item, where no line of an order says it.')),
          quantity: Figure('Stocking units.'),
          location: Type.Optional(Word('Location inside the site.')),
          unitCost: Type.Optional(Figure('Price of one unit, without tax.')),
          amount: Type.Optional(Figure('Price of all units, instead of a unit price.')),
          original: Type.Optional(Word('A line of an invoice that came first, such as `INV-1#2`.')),
        },
        closed,
      ),
      { maxItems: 10_000 },
    ),
  },
  closed,
);

const OrderBody = Type.Object(
  {
    order: oneLine({ minLength: 1, maxLength: 150, description: 'Names the order for ever.' }),
    orderedOn: Word('Day of the order.'),
    site: Word('The site that is to receive.'),
    party: Word('The vendor.'),
    lines: Type.Array(
      Type.Object(
        {
          item: Word('Code of the item.'),
          quantity: Figure('Stocking units.'),
          unitPrice: Figure('Price of one unit, without tax.'),
        },
        closed,
      ),
      { maxItems: 10_000 },
    ),
  },
  closed,
);

/** Purchase orders: kept as they are sent, and read with what came of them. */
export function purchaseOrderRoutes(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Keep a purchase order',
    description: 'An order is never changed. Sent again it is answered again.',
    params: CompanyParameters,
    body: OrderBody,
  };
  api.post('/companies/:company/purchase-orders', { schema }, ({ params, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await addPurchaseOrder({ ...books, company }, body)),
    ),
  );
  const reading = {
    summary: 'A purchase order: what was ordered, received and invoiced, and what is still to come',
    params: Type.Object({ company: Type.String({ maxLength: 40 }), order: Type.String() }),
  };
  api.get('/companies/:company/purchase-orders/:order', { schema: reading }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await findPurchaseOrder({ ...books, company }, params.order)),
    ),
  );
}

/** Goods received notes: all their lines are received, or none. */
export function goodsReceivedNoteRoutes(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Receive goods from a vendor by a note, whole or not at all',
    description:
      'Each line is a receipt from the vendor at its price, which an invoice can be linked to. Refused while `goodsReceivedNotes` is off; that can be turned on when every group has a purchase variance account.',
    params: CompanyParameters,
    querystring: DryRunQuery,
    body: NoteBody,
    response: described({ 200: AnswersBody }),
  };
  api.post(
    '/companies/:company/goods-received-notes',
    { schema },
    ({ params, query, body }, reply) =>
      withCompany(books.storage, params.company, reply, async (company) => {
        const posted = await postGoodsReceivedNote(
          { ...books, company },
          body,
          query.dryRun === 'true',
        );
        return sendResult(
          reply,
          posted.ok ? { ok: true, value: { results: posted.value } } : posted,
        );
      }),
  );
}
