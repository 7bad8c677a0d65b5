import { expect, test } from 'vitest';
import { answerNotUnderstood, mayPass, problemFrom, serverUnreachable } from './problem.ts';

test('a problem is shown as the server wrote it', () => {
  const body = {
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    code: 'period-closed',
    message: 'The period of 2026-01-05 is closed.',
    remedy: 'Post in an open period.',
    refusals: [{ code: 'period-closed', message: 'Line 3.' }],
  };
  expect(problemFrom(409, body)).toEqual({
    status: 409,
    code: 'period-closed',
    message: 'The period of 2026-01-05 is closed.',
    remedy: 'Post in an open period.',
    refusals: [{ code: 'period-closed', message: 'Line 3.', remedy: undefined }],
  });
});

test('an answer of somebody in between is told by its status', () => {
  expect(problemFrom(502, undefined)).toMatchObject({
    code: 'http-502',
    message: 'The server answered 502.',
    remedy: expect.stringContaining('Try again'),
  });
  expect(problemFrom(404, { title: 'Not Found' })).toMatchObject({
    code: 'http-404',
    message: 'Not Found',
    remedy: undefined,
  });
});

test('many faults are told by the first of them', () => {
  const faults = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(answerNotUnderstood(200, faults).message).toBe(
    'The answer has another form than expected: a; b; c; d; e; and 2 more.',
  );
});

test('only what may pass is tried again', () => {
  expect(mayPass(serverUnreachable())).toBe(true);
  expect(mayPass(problemFrom(503, undefined))).toBe(true);
  expect(mayPass(problemFrom(403, undefined))).toBe(false);
  expect(mayPass(answerNotUnderstood(200, ['a']))).toBe(false);
});
