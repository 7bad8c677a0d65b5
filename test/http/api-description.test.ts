import { REFUSALS } from 'perpetua-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenBooks, openBooks } from '../../packages/server/src/composition/open-books.ts';
import { type HttpServer, httpServer } from '../../packages/server/src/interfaces/http/server.ts';
import { connectionStringOf } from '../../packages/server/src/storage/embedded/server-door.ts';
import { MIGRATED } from '../support/books.ts';
import { testDatabase } from '../support/database.ts';

type Operation = {
  readonly summary?: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
};

type Description = {
  readonly openapi: string;
  readonly info: Readonly<Record<string, string>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

let books: OpenBooks;
let server: HttpServer;
let description: Description;

beforeAll(async () => {
  const { connection } = await testDatabase(MIGRATED);
  books = await openBooks({
    databaseUrl: connectionStringOf(connection),
    dataFolder: '',
    log: () => undefined,
    actor: 'test',
  });
  server = await httpServer({ books });
  await server.ready();
  const answered = await server.inject('/api/openapi.json');
  description = JSON.parse(answered.body);
});

afterAll(async () => {
  await server.close();
  await books.close();
});

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Every route that is served below `/api/v1`, as the description would name it: `get /api/v1/…`. */
function servedRoutes(): readonly string[] {
  const routes: string[] = [];
  const above: string[] = [];
  for (const line of server.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', path = '', methods = ''] =
      /^(.*?)(\/\S*|[\w*.-]\S*) \((.*)\)$/.exec(line) ?? [];
    const depth = indent.length / 4;
    above.splice(depth - 1, above.length, path);
    const full = above.join('').replace(/:(\w+)/g, '{$1}');
    if (!full.startsWith('/api/v1')) continue;
    for (const method of methods.toLowerCase().split(', ')) {
      if (METHODS.includes(method)) routes.push(`${method} ${full}`);
    }
  }
  return routes;
}

const operations = (): readonly (readonly [name: string, operation: Operation])[] =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  );

test('the API is described as OpenAPI 3.1, and every route that is served is in it', () => {
  expect(description).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Perpetua', version: '1' },
  });
  const served = servedRoutes();
  expect(served).toContain('post /api/v1/companies/{company}/transactions');
  expect(served).toContain('post /api/v1/companies/{company}/periods/{period}/close');
  expect(
    operations()
      .map(([name]) => name)
      .toSorted(),
  ).toEqual(served.toSorted());
});

test('every route says what it does, takes and answers; every path has its parameters', () => {
  for (const [name, { summary, parameters = [], requestBody, responses }] of operations()) {
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map((one) => one.name);
    const named = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    expect({
      name,
      summary,
      inPath: inPath.toSorted(),
      takesBody: requestBody !== undefined,
    }).toEqual({
      name,
      summary: expect.stringMatching(/^[A-Z].{6,}[^.]$/),
      inPath: named.toSorted(),
      // A commit says nothing but itself.
      takesBody: /^(post|put|patch) /.test(name) && !name.endsWith('/commit'),
    });
    expect([name, ...Object.keys(responses)]).toEqual([
      name,
      expect.stringMatching(/^20\d$/),
      '4XX',
      '5XX',
    ]);
  }
});

test('a problem is described with the codes of all refusals, and nothing is referred to in vain', () => {
  const schema = { properties: { code: { enum: [...Object.keys(REFUSALS), 'failure'] } } };
  for (const [name, { responses }] of operations()) {
    expect({ name, problem: responses['4XX'] }).toMatchObject({
      name,
      problem: { content: { 'application/problem+json': { schema } } },
    });
  }
  const text = JSON.stringify(description);
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
  const inVain = references.filter(
    (path) =>
      path.split('/').reduce<unknown>((at, name) => Object(at)[name], description) === undefined,
  );
  expect(inVain).toEqual([]);
});

test('every text of the patterns is a regular expression, and every limit is told', () => {
  const patterns = [...JSON.stringify(description).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)];
  expect(patterns.length).toBeGreaterThan(10);
  for (const [, pattern = ''] of patterns) {
    expect(() => new RegExp(JSON.parse(pattern), 'u')).not.toThrow();
  }
  const post = description.paths['/api/v1/companies/{company}/transactions']?.['post'];
  expect(post?.requestBody).toMatchObject({
    content: {
      'application/json': {
        schema: {
          properties: {
            transactions: {
              maxItems: 10_000,
              items: { properties: { key: { maxLength: 200 } }, additionalProperties: false },
            },
          },
        },
      },
    },
  });
});

test('the browsable documentation is served whole, from this machine alone', async () => {
  const page = await server.inject('/api/docs/');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toMatch(/^text\/html/);
  const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, source = '']) => source,
  );
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) {
    expect(source).not.toMatch(/^(https?:)?\/\//);
    const { pathname } = new URL(source, 'http://x/api/docs/');
    const part = await server.inject(pathname);
    expect({ pathname, status: part.statusCode }).toEqual({ pathname, status: 200 });
    expect(part.body.length).toBeGreaterThan(1000);
  }
});
