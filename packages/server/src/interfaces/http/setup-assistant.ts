import { COSTING_METHODS, NEGATIVE_STOCK } from 'perpetua-core';
import {
  GROUP_ACCOUNTS,
  MOST_STARTER_GROUPS,
  SERVICE_COSTS,
} from '../../application/configuration/starter-setup.ts';
import {
  createCompany,
  previewCompany,
  yearOf,
} from '../../application/setup-assistant/assistant.ts';
import {
  ASSISTANT_STEPS,
  assistantQuestions,
} from '../../application/setup-assistant/questions.ts';
import { readyCheck } from '../../application/setup-assistant/ready-check.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';
import { SetupBody } from './setup-schemas.ts';
import { oneLine } from './text-schemas.ts';

const closed = { additionalProperties: false } as const;
const Texts = Type.Array(Type.String());

const Words = <Word extends string>(words: readonly Word[]) =>
  Type.Optional(Type.Unsafe<Word>({ type: 'string', enum: [...words] }));

const Line = (maxLength: number) => Type.Optional(oneLine({ maxLength }));
const Descriptions = Type.Optional(
  Type.Array(oneLine({ minLength: 1, maxLength: 200 }), { maxItems: MOST_STARTER_GROUPS }),
);

/** The answers; what is left out takes what is usual. */
const AnswersBody = Type.Object(
  {
    code: Line(40),
    name: Line(200),
    currency: Line(3),
    costingMethod: Words(COSTING_METHODS),
    negativeStock: Words(NEGATIVE_STOCK),
    year: Line(4),
    integrated: Type.Optional(Type.Boolean()),
    entryType: Line(40),
    groups: Descriptions,
    serviceGroups: Descriptions,
    groupAccounts: Words(GROUP_ACCOUNTS),
    serviceCost: Words(SERVICE_COSTS),
    sites: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code: oneLine({ minLength: 1, maxLength: 20 }),
            name: oneLine({ minLength: 1, maxLength: 200 }),
            kind: oneLine({ maxLength: 40 }),
          },
          closed,
        ),
        { maxItems: 50 },
      ),
    ),
  },
  closed,
);

const QuestionsBody = Type.Object({
  steps: Type.Array(Type.Object({ step: Type.String(), settles: Type.String() })),
  questions: Type.Array(
    Type.Object({
      key: Type.String(),
      step: Type.String(),
      text: Type.String(),
      kind: Type.String(),
      help: Texts,
      choices: Type.Array(Type.Object({ value: Type.String(), label: Type.String() })),
      usual: Type.String(),
    }),
  ),
});

const ReadyBody = Type.Object({
  ready: Type.Boolean({ description: 'Whether the company can post.' }),
  rows: Type.Array(
    Type.Object({
      step: Type.String(),
      needs: Type.String(),
      done: Type.Boolean(),
      needed: Type.Boolean(),
      remedy: Type.String(),
    }),
  ),
});

const AssistedBody = Type.Object({
  company: Type.String(),
  configurationVersion: Type.Integer(),
  warnings: Texts,
  check: ReadyBody,
});

const PreviewBody = Type.Object({ setup: SetupBody, warnings: Texts });

/** The setup assistant: what it asks, what the answers make, and what a company still needs. */
export function setupAssistantRoutes(api: Api, books: HttpBooks): void {
  const questions = {
    summary: 'The questions of the setup assistant, with what is usual and what to weigh',
    response: described({ 200: QuestionsBody }),
  };
  api.get('/setup-assistant', { schema: questions }, (_, reply) =>
    reply.send({
      steps: Object.entries(ASSISTANT_STEPS).map(([step, settles]) => ({ step, settles })),
      questions: assistantQuestions(yearOf(books)),
    }),
  );
  const look = {
    summary: 'The setup that answers would lead to; nothing is kept',
    body: AnswersBody,
    response: described({ 200: PreviewBody }),
  };
  api.post('/setup-assistant/preview', { schema: look }, async ({ body }, reply) =>
    sendResult(reply, await previewCompany(books, body)),
  );
  const make = {
    summary: 'Make a company of the answers',
    description:
      'What is not answered takes what is usual, so that no answer at all makes a company that can post.',
    body: AnswersBody,
    response: described({ 201: AssistedBody }),
  };
  api.post('/setup-assistant', { schema: make }, async ({ body }, reply) => {
    const why = { changedBy: books.actor, reason: 'setup assistant' };
    const done = await createCompany(books, body, why, true);
    if (!done.ok) return sendProblem(reply, problemOf(done.reasons));
    const { made, check } = done.value;
    const { company, version, warnings } = made;
    const answer = { company: company.code, configurationVersion: version, warnings, check };
    return reply.status(201).send(answer);
  });
  const check = {
    summary: 'What a company still needs before it can post',
    params: CompanyParameters,
    response: described({ 200: ReadyBody }),
  };
  api.get('/companies/:company/ready-check', { schema: check }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      reply.send(await readyCheck(books, company)),
    ),
  );
}
