import { type TSchema, Type, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Refusal, Result } from 'perpetua-core';
import { type FoundCompany, findCompany } from '../../application/find-company.ts';
import type { BooksStorage } from '../../application/ports.ts';
import { problemOf, sendProblem } from './problem.ts';

/** A place to hang routes on, typed by their schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export const CompanyParameters = Type.Object({ company: Type.String({ maxLength: 40 }) });

/** Sends the value, or the reasons why there is none. */
export function sendResult<Value>(
  reply: FastifyReply,
  result: Result<Value, Refusal>,
  status = 200,
): FastifyReply {
  return result.ok
    ? reply.status(status).send(result.value)
    : sendProblem(reply, problemOf(result.reasons));
}

/** Finds the company of the path, or answers that there is none. */
export async function withCompany(
  storage: BooksStorage,
  code: string,
  reply: FastifyReply,
  work: (company: FoundCompany) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const found = await findCompany(storage, code);
  return found.ok ? work(found.value) : sendProblem(reply, problemOf(found.reasons));
}

/**
 * Responses for the API description. Their types are those of the use cases; the serializer checks
 * nothing of what our own code answers.
 */
export const described = (responses: Readonly<Record<string, TSchema>>): unknown => responses;

export { Type };
