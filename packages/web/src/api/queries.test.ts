import { expect, test } from 'vitest';
import { serverUnreachable } from './problem.ts';
import { createQueryClient, overviewQuery, ProblemError, problemOf } from './queries.ts';

test('a problem survives its way through the query library', () => {
  const problem = serverUnreachable();
  expect(problemOf(new ProblemError(problem))).toBe(problem);
});

test('a failure of the page itself is shown as one', () => {
  expect(problemOf(new RangeError('oh'))).toMatchObject({
    code: 'page-failed',
    message: 'The page itself failed: oh',
  });
});

test('a refusal is not asked again, a silent server twice', () => {
  const retry = createQueryClient().getDefaultOptions().queries?.retry;
  if (typeof retry !== 'function') throw new Error('retry is decided by a function');
  const silent = new ProblemError(serverUnreachable());
  const refused = new ProblemError({ ...serverUnreachable(), status: 403 });
  expect([0, 1, 2].map((failures) => retry(failures, silent))).toEqual([true, true, false]);
  expect(retry(0, refused)).toBe(false);
});

test('each company has figures of its own', () => {
  expect(overviewQuery('a').queryKey).not.toEqual(overviewQuery('b').queryKey);
});
