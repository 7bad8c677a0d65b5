import { existsSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ok, type Result, refused } from '../../packages/core/src/primitives/result.ts';
import type { RunRefusal, TestRun } from './test-run.ts';

/** How one test ended. */
export type TestOutcome = {
  readonly title: string;
  /** The test file, as a path from the project folder. */
  readonly file: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** The first line of what went wrong; empty when nothing did. */
  readonly message: string;
};

/** A test file that failed as a whole: it did not load, or its set-up or clean-up broke. */
export type BrokenFile = { readonly file: string; readonly message: string };

export type TestOutcomes = {
  readonly tests: readonly TestOutcome[];
  readonly brokenFiles: readonly BrokenFile[];
};

/**
 * The tests of vitest's JSON report, with files named from the project folder. Refused when the
 * report cannot be believed: it is no report, it holds no test file, or the run went wrong in a
 * place the report does not speak of, such as the set-up of the whole run.
 */
export function readOutcomes(
  { report, succeeded }: TestRun,
  projectFolder: string,
): Result<TestOutcomes, RunRefusal> {
  const files = list(field(parseJson(report), 'testResults'));
  if (files === null) {
    return refused([
      {
        message: 'the file is not a JSON report of vitest',
        remedy: 'write one with vitest run --reporter=json --outputFile=<file>',
      },
    ]);
  }
  const read = files.map((file) => readFile(file, projectFolder));
  const tests = read.flatMap((file) => file.tests);
  const brokenFiles = read.flatMap((file) => file.brokenFiles);
  if (files.length === 0) {
    return refused([{ message: 'no test ran', remedy: 'run npx vitest run to see why' }]);
  }
  const somethingFailed = brokenFiles.length > 0 || tests.some((test) => test.status === 'failed');
  if (succeeded === false && !somethingFailed) {
    return refused([
      { message: 'vitest failed outside any test', remedy: 'run npx vitest run to see why' },
    ]);
  }
  return ok({ tests, brokenFiles });
}

function readFile(result: unknown, projectFolder: string): TestOutcomes {
  const file = pathInProject(text(field(result, 'name')), projectFolder);
  const tests = (list(field(result, 'assertionResults')) ?? []).map((test) => readTest(test, file));
  const failedWithoutATest =
    text(field(result, 'status')) === 'failed' && tests.every((test) => test.status !== 'failed');
  if (!failedWithoutATest) return { tests, brokenFiles: [] };

  const message = firstLine(text(field(result, 'message'))) || 'its set-up or clean-up failed';
  return {
    // When a set-up breaks, vitest calls the tests behind it skipped. Nobody chose to skip them.
    tests: tests.map((test) =>
      test.status === 'skipped' ? { ...test, status: 'failed', message } : test,
    ),
    brokenFiles: [{ file, message }],
  };
}

function readTest(test: unknown, file: string): TestOutcome {
  const status = text(field(test, 'status'));
  const messages = list(field(test, 'failureMessages')) ?? [];
  return {
    title: text(field(test, 'title')),
    file,
    status: status === 'passed' || status === 'failed' ? status : 'skipped',
    message: firstLine(text(messages[0])),
  };
}

/**
 * The path of a test file from the project folder. A report made elsewhere names another folder;
 * then the longest ending that is a file here is taken.
 */
function pathInProject(path: string, projectFolder: string): string {
  const inside = relative(projectFolder, path).replaceAll('\\', '/');
  if (!inside.startsWith('..') && !isAbsolute(inside)) return inside;
  const parts = path.split(/[/\\]/);
  for (let start = 1; start < parts.length; start += 1) {
    const ending = parts.slice(start).join('/');
    if (existsSync(join(projectFolder, ending))) return ending;
  }
  return basename(path);
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    // Not JSON is one of the ways of not being a report; the caller says so.
    return null;
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const list = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? value : null);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const firstLine = (message: string): string =>
  (stripVTControlCharacters(message).split('\n')[0] ?? '').trim();
