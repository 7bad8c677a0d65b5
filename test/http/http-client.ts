import { REFUSALS } from 'perpetua-core';
import { expect } from 'vitest';
import type { PostingAnswer } from '../../packages/server/src/application/post-transactions.ts';
import type { Problem } from '../../packages/server/src/interfaces/http/problem.ts';

/** What a request was answered with. */
export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; a text when it is no JSON. */
  readonly body: unknown;
};

/** A request: its method and path, and what it carries. */
type Asked = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends requests below `/api/v1` of one address. */
export type HttpClient = {
  readonly send: (request: string, asked?: Asked) => Promise<Answered>;
  /** Posts transactions to the company and gives the answer to each; fails when there are none. */
  readonly post: (
    transactions: readonly unknown[],
    options?: { readonly mode?: 'authorise' | 'record'; readonly dryRun?: boolean },
  ) => Promise<readonly PostingAnswer[]>;
};

/** A client of a served company. */
export function httpClient(address: string, company = 'sample'): HttpClient {
  const send: HttpClient['send'] = async (request, { body, headers = {} } = {}) => {
    const [method = 'GET', path = ''] = request.split(' ');
    const answer = await fetch(`${address}${path.startsWith('/api') ? path : `/api/v1${path}`}`, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: textOf(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: parsed(text) };
  };
  return {
    send,
    post: async (transactions, { mode, dryRun = false } = {}) => {
      const body = mode === undefined ? { transactions } : { mode, transactions };
      const query = dryRun ? '?dryRun=true' : '';
      return resultsOf(await send(`POST /companies/${company}/transactions${query}`, { body }));
    },
  };
}

/** A text is sent as it is, so that broken JSON can be sent too. */
const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function resultsOf({ status, body }: Answered): readonly PostingAnswer[] {
  const { results, detail } = Object(body);
  if (status !== 200 || !Array.isArray(results)) throw new Error(`${status}: ${detail ?? body}`);
  return results;
}

/** The problem of an answer, whose form every problem has: a media type, a code, what to do. */
export function problemIn({ status, headers, body }: Answered): Problem {
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  // Its fields are compared right below.
  const problem = body as Problem;
  expect([...Object.keys(REFUSALS), 'failure']).toContain(problem.code);
  expect(problem.remedy).not.toBe('');
  for (const { code, message, remedy } of problem.refusals) {
    expect(Object.keys(REFUSALS)).toContain(code);
    expect(message).not.toBe('');
    expect(remedy).not.toBe('');
  }
  return problem;
}

/** What a problem says, reason by reason. */
export const messagesOf = (answered: Answered): readonly string[] =>
  problemIn(answered).refusals.map(({ message }) => message);
