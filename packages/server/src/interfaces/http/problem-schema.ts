import { Type } from '@fastify/type-provider-typebox';
import { problemCodes } from './problem.ts';

const code = Type.Unsafe<string>({ type: 'string', enum: [...problemCodes()] });

/** One reason to say no. */
export const Reason = Type.Object({
  code,
  message: Type.String(),
  remedy: Type.String(),
  line: Type.Optional(
    Type.Integer({ description: 'The line of the document it is about, counted from 1.' }),
  ),
  place: Type.Optional(Type.String({ description: 'What the line is about: `F1 at A-01`.' })),
});

/** RFC 9457 with the code and the remedy of the refusal that leads, and all refusals. */
const ProblemBody = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code,
  remedy: Type.String(),
  refusals: Type.Array(Reason),
});

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemBody } },
});

/** What every route may answer instead of what was asked for. */
const PROBLEMS = {
  '4xx': problem('What was asked for is refused; all reasons are given.'),
  '5xx': problem('Something failed on this side; nothing was acknowledged.'),
} as const;

const ANSWER = { 200: Type.Unknown({ description: 'What was asked for.' }) } as const;

/** The responses of a route, with what every route may answer beside its own. */
export function responsesWithProblems(own: unknown): Readonly<Record<string, unknown>> {
  const responses: Readonly<Record<string, unknown>> = { ...Object(own) };
  const isDescribed = Object.keys(responses).some((status) => status.startsWith('2'));
  return { ...(isDescribed ? {} : ANSWER), ...PROBLEMS, ...responses };
}
