import type { InjectOptions } from 'fastify';
import { afterAll } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/company-setup.ts';
import { PostingDesks } from '../../packages/server/src/application/posting-desks.ts';
import { type HttpServer, httpServer } from '../../packages/server/src/interfaces/http/server.ts';
import { type TestBooks, testBooks } from '../support/books.ts';

/** What a request was answered with. */
export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The parsed body; a text that is no JSON stays a text. */
  readonly body: unknown;
};

/** Books with the HTTP interface in front of them. */
export type ServedBooks = TestBooks & {
  readonly server: HttpServer;
  readonly send: (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answered>;
};

const opened: HttpServer[] = [];

// Registered after the books' own, so it runs before their connections end.
afterAll(async () => {
  for (const server of opened.splice(0)) await server.close();
});

export async function servedBooks(setup?: CompanySetup): Promise<ServedBooks> {
  const books = await testBooks(setup);
  const { storage, clock } = books;
  const desks = new PostingDesks(storage, clock, 'test');
  const server = await httpServer({ books: { storage, desks, clock, actor: 'test' } as never });
  opened.push(server);
  const send: ServedBooks['send'] = async (method, path, body, headers = {}) => {
    const options: InjectOptions = {
      method,
      url: path,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const answer = await server.inject(options);
    let parsed: unknown = answer.body;
    try {
      parsed = JSON.parse(answer.body);
    } catch {}
    return { status: answer.statusCode, headers: answer.headers, body: parsed };
  };
  return { ...books, server, send };
}
