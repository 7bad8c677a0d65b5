import { expect, test } from 'vitest';
import { companies } from './companies.ts';
import { type Door, request } from './request.ts';

const { signal } = new AbortController();

const answering =
  (body: string, status = 200): Door =>
  async () =>
    new Response(body, { status });

test('a request goes below /api/v1 and its answer is read', async () => {
  const asked: string[] = [];
  const door: Door = async (path, { headers }) => {
    asked.push(path, new Headers(headers).get('accept') ?? '');
    return Response.json({ companies: [] });
  };
  expect(await request('/companies', companies, signal, door)).toEqual({ ok: true, value: [] });
  expect(asked).toEqual(['/api/v1/companies', 'application/json, application/problem+json']);
});

test('a refusal comes back as a problem', async () => {
  const door = answering('{"code":"role-missing","message":"No.","remedy":"Ask."}', 403);
  expect(await request('/companies', companies, signal, door)).toMatchObject({
    ok: false,
    problem: { status: 403, code: 'role-missing', message: 'No.', remedy: 'Ask.' },
  });
});

test('a page instead of an answer is not understood', async () => {
  const door = answering('<!doctype html>');
  expect(await request('/companies', companies, signal, door)).toMatchObject({
    ok: false,
    problem: { status: 200, code: 'answer-not-understood' },
  });
});

test('a broken error page is still a problem', async () => {
  expect(await request('/x', companies, signal, answering('<h1>', 502))).toMatchObject({
    ok: false,
    problem: { status: 502, code: 'http-502' },
  });
});

test('no answer at all says that nobody answered', async () => {
  const door: Door = () => Promise.reject(new TypeError('fetch failed'));
  expect(await request('/companies', companies, signal, door)).toMatchObject({
    ok: false,
    problem: { status: 0, code: 'server-unreachable' },
  });
});

test('a request that was called off is no problem of the server', async () => {
  const abort = new AbortController();
  const door: Door = () => {
    abort.abort();
    return Promise.reject(new TypeError('aborted'));
  };
  await expect(request('/companies', companies, abort.signal, door)).rejects.toThrow(/abort/i);
});
