import { ASSEMBLIES, keysOf } from 'perpetua-core';
import { type AssemblyType, postAssembly } from '../../application/post-assembly.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { AnswerBody, DryRunQuery, Lines, TransactionBody } from './transaction-schemas.ts';

/** A transaction of several items; what it has in common with any is described there. */
const AssemblyBody = Type.Object(
  {
    type: Type.Unsafe<AssemblyType>({
      type: 'string',
      enum: keysOf(ASSEMBLIES),
      description:
        'assembly: the item comes out of the goods of the lines. disassembly, item-transfer: they come out of the item.',
    }),
    ...Type.Pick(TransactionBody, [
      'key',
      'source',
      'postedOn',
      'documentDate',
      'item',
      'site',
      'location',
      'document',
      'reference',
    ]).properties,
    quantity: Type.Required(Type.Pick(TransactionBody, ['quantity'])).properties.quantity,
    lines: Lines,
  },
  { additionalProperties: false },
);

/** Assemblies, disassemblies and transfers between items: each posted whole or not at all. */
export function assemblyRoutes(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Post an assembly, a disassembly or a transfer from one item to another',
    description:
      'All goods move at one site and at once. What goes in is what comes out, to the minor unit; a refusal names its line. With `dryRun=true` the answer is the same and nothing is kept. It is reversed as a transaction that names it in `reverses`.',
    params: CompanyParameters,
    querystring: DryRunQuery,
    body: AssemblyBody,
    response: described({ 200: AnswerBody }),
  };
  api.post('/companies/:company/assemblies', { schema }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const { currencyDecimals } = company;
      const { storage, clock } = books;
      const place = { company, currencyDecimals, desk: books.desks.of(company.id), storage, clock };
      return sendResult(reply, await postAssembly(place, body, query.dryRun === 'true'));
    }),
  );
}
