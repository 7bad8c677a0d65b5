import { request } from 'node:http';
import { connect } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { type HttpClient, httpClient, messagesOf, problemIn } from './http-client.ts';

const TRANSACTIONS = '/companies/sample/transactions';
const SALE = {
  type: 'otc-sale',
  postedOn: '2026-01-06',
  item: 'F2',
  site: 'DC',
  quantity: '1',
};

let books: ServedBooks;
let client: HttpClient;

beforeAll(async () => {
  books = await servedBooks();
  client = httpClient(books.address);
});

/** Sends a body of this many bytes, in one piece with its length announced or in chunks. */
function sendBytes(bytes: number, announced: boolean): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${books.address}/api/v1${TRANSACTIONS}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(announced ? { 'content-length': bytes } : {}),
      },
    });
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    if (announced) sent.flushHeaders();
    else sent.end(Buffer.alloc(bytes, ' '));
  });
}

/** What the server says to bytes that are no request. */
function sayRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(books.address);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let heard = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });
}

test.each([
  ['GET /frob'],
  ['GET /api/v1'],
  ['DELETE /companies'],
  ['PATCH /companies/sample/setup'],
  ['POST /companies/sample'],
  ['GET /companies/sample/transactions/17/lines'],
])('%s is no page', async (asked) => {
  const [method, path] = asked.split(' ');
  const answered = await client.send(asked);
  expect(problemIn(answered)).toMatchObject({ status: 404, code: 'not-found' });
  const full = path?.startsWith('/api') ? path : `/api/v1${path}`;
  expect(messagesOf(answered)).toEqual([`There is no page ${method} ${full}.`]);
});

test('a company there is not is said to be unknown, whatever is asked of it', async () => {
  const body = { transactions: [{ ...SALE, key: 'a' }] };
  const asked = [
    client.send('POST /companies/nobody/transactions', { body }),
    client.send('GET /companies/nobody/setup'),
    client.send('PUT /companies/nobody/setup', {
      body: { company: { code: 'nobody', name: 'N', currency: 'EUR' } },
    }),
    client.send('POST /companies/nobody/periods/2026-01/reopen', { body: { reason: 'r' } }),
    client.send('GET /companies/%00/setup'),
    client.send('GET /companies/..%2Fsample/setup'),
  ];
  for (const answered of await Promise.all(asked)) {
    expect(problemIn(answered)).toMatchObject({ status: 404, code: 'company-unknown' });
  }
});

test.each([
  ['no JSON at all', '{"transactions": ['],
  ['an empty body', ''],
  ['a prototype in disguise', '{"transactions":[], "__proto__": {"x": 1}}'],
  ['a list', '[]'],
  ['nothing', 'null'],
  ['an endless nesting', '['.repeat(100_000)],
])('%s is no request', async (_, body) => {
  const answered = await client.send(`POST ${TRANSACTIONS}`, { body });
  expect(problemIn(answered)).toMatchObject({ status: 400, code: 'request-malformed' });
  expect(messagesOf(answered)).toHaveLength(1);
});

test('a body of another media type is refused with the one that is taken', async () => {
  const headers = { 'content-type': 'text/csv' };
  const answered = await client.send(`POST ${TRANSACTIONS}`, { body: 'key;type', headers });
  expect(problemIn(answered)).toMatchObject({ status: 415, code: 'request-malformed' });
  expect(messagesOf(answered)).toEqual([
    'The body must be JSON, with the content type application/json.',
  ]);
});

test('wrong types, wrong words and unknown fields are told all at once, each with its place', async () => {
  const transactions = [
    { ...SALE, key: 'fine' },
    { ...SALE, key: 17, quantity: 1, colour: 'red' },
    { ...SALE, key: 'k'.repeat(201) },
    { ...SALE, key: '' },
    { key: 'alone' },
    { ...SALE, key: 'two\nlines' },
    { ...SALE, key: 'nul', document: 'a\0b' },
    { ...SALE, key: 'half', party: '\uD83D' },
    { ...SALE, key: 'note', reference: 'a\0b' },
    'sale',
  ];
  const answered = await client.send(`POST ${TRANSACTIONS}?dryrun=true`, {
    body: { mode: 'maybe', transactions, urgent: true },
  });
  expect(problemIn(answered)).toMatchObject({ status: 400, code: 'request-malformed' });
  expect(messagesOf(answered)).toEqual([
    '/ must NOT have additional properties (urgent)',
    '/mode must be equal to one of the allowed values: authorise, record',
    '/transactions/1 must NOT have additional properties (colour)',
    '/transactions/1/key must be string',
    '/transactions/1/quantity must be string',
    '/transactions/2/key must NOT have more than 200 characters',
    '/transactions/3/key must NOT have fewer than 1 characters',
    "/transactions/4 must have required property 'type'",
    "/transactions/4 must have required property 'postedOn'",
    "/transactions/4 must have required property 'item'",
    "/transactions/4 must have required property 'site'",
    '/transactions/5/key must be one line of whole characters',
    '/transactions/6/document must be one line of whole characters',
    '/transactions/7/party must be one line of whole characters',
    '/transactions/8/reference must be a text without NUL and without half characters',
    '/transactions/9 must be object',
  ]);
  // The neighbour without a fault was not posted either: the request as a whole was no request.
  const [fine] = await client.post([{ ...SALE, key: 'fine' }], { dryRun: true });
  expect(fine).toMatchObject({ status: 'posted' });
});

test('a parameter that is misspelt is refused, so that nothing is posted that was to be tried out', async () => {
  const body = { transactions: [{ ...SALE, key: 'tried' }] };
  for (const query of [
    'dryrun=true',
    'dryRun=yes',
    'dryRun=',
    'dryRun=true&dryRun=true',
    'dry=1',
  ]) {
    const answered = await client.send(`POST ${TRANSACTIONS}?${query}`, { body });
    expect({ query, ...problemIn(answered) }).toMatchObject({
      query,
      status: 400,
      code: 'request-malformed',
    });
  }
  expect(await client.post([{ ...SALE, key: 'tried' }])).toMatchObject([{ status: 'posted' }]);
});

test('texts in any script, and keys of two hundred characters, come back as they were sent', async () => {
  const keys = [
    '🕶'.repeat(100),
    'k'.repeat(200),
    'Brille „Größe 54“',
    '眼鏡',
    "'; drop table event; --",
    '{}\\"',
  ];
  const transactions = keys.map((key) => ({ ...SALE, key, reference: 'two\n\tlines' }));
  const posted = await client.post(transactions);
  expect(posted.map(({ key, status }) => [key, status])).toEqual(
    keys.map((key) => [key, 'posted']),
  );
  const again = await httpClient(books.address).post(transactions);
  expect(again).toEqual(
    posted.map((answer) => ({ ...answer, status: 'duplicate', warnings: undefined })),
  );
});

test('more than ten thousand transactions are too many, however many and whatever they are', async () => {
  const many = (count: number) => ({
    transactions: Array.from({ length: count }, (_, index) => ({ ...SALE, key: `m${index}` })),
  });
  const answered = await client.send(`POST ${TRANSACTIONS}`, { body: many(10_001) });
  expect(problemIn(answered)).toMatchObject({ status: 413, code: 'document-too-large' });
  expect(messagesOf(answered)).toEqual(['10001 transactions in one request; the limit is 10000.']);
  const nothings = { transactions: Array.from({ length: 200_000 }, () => 0) };
  expect(messagesOf(await client.send(`POST ${TRANSACTIONS}`, { body: nothings }))).toEqual([
    '200000 transactions in one request; the limit is 10000.',
  ]);
  const [first, ...others] = await client.post(many(10_000).transactions, { dryRun: true });
  expect(first).toMatchObject({ key: 'm0', status: 'posted', cost: '40.00' });
  expect(others).toHaveLength(9_999);
});

test.each([
  ['announced', true],
  ['sent in chunks', false],
])('a body of 33 MB, %s, is refused before it is read whole', async (_, announced) => {
  const { status, text } = await sendBytes(33 * 1024 * 1024, announced);
  expect(status).toBe(413);
  expect(JSON.parse(text)).toMatchObject({
    code: 'document-too-large',
    detail: 'The request is larger than 32 MiB.',
    remedy: 'Send it in parts, or import it as a file.',
  });
  expect((await client.send('GET /companies')).status).toBe(200);
});

test('what is no address and what is no HTTP is refused in the same form', async () => {
  const answered = await client.send('GET /companies/%ff/setup');
  expect(problemIn(answered)).toMatchObject({ status: 400, code: 'request-malformed' });
  for (const raw of [
    'frob\r\n\r\n',
    `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
  ]) {
    const said = await sayRaw(raw);
    expect(said).toMatch(/^HTTP\/1\.1 4(00|31) /);
    expect(said).toContain('content-type: application/problem+json');
    const [, body = ''] = said.split('\r\n\r\n');
    expect(JSON.parse(body)).toMatchObject({
      code: 'request-malformed',
      remedy: expect.any(String),
    });
  }
});
