import type { FastifyReply } from 'fastify';
import { REFUSALS, type Refusal, refusalText } from 'perpetua-core';
import { type ToldReason, toldReason } from '../../application/post-transactions.ts';

/** A problem as RFC 9457 describes it, with the refusal's code and remedy. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly remedy: string;
  readonly refusals: readonly ToldReason[];
};

/** Refusals as one problem: the most binding one leads, all of them are listed. */
export function problemOf(refusals: readonly Refusal[]): Problem {
  const first = refusals[0];
  if (first === undefined) return brokenProblem('A refusal came without a reason.');
  const { code, status, message, remedy } = refusalText(first);
  return {
    type: `urn:perpetua:refusal:${code}`,
    title: message,
    status,
    detail: refusals.length === 1 ? message : `${message} (and ${refusals.length - 1} more)`,
    code,
    remedy,
    refusals: refusals.map(toldReason),
  };
}

/** Something broke on our side or below; the details are in the server's log. */
export function brokenProblem(detail: string, status = 500): Problem {
  return {
    type: 'urn:perpetua:failure',
    title: 'The request could not be carried out.',
    status,
    detail,
    code: 'failure',
    remedy:
      'Nothing was acknowledged. Send it again with the same keys; what was posted is answered again.',
    refusals: [],
  };
}

/** Sends a problem with its media type. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.status(problem.status).type('application/problem+json').send(problem);
}

/** The codes a problem may carry, for the API description. */
export const problemCodes = (): readonly string[] => [...Object.keys(REFUSALS), 'failure'];
