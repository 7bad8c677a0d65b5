import { list, object, optional, type ReadBy, read, text } from './reading.ts';

/** One reason to say no, as the server gives it. */
type RefusalText = {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | undefined;
};

/** Why an answer could not be had: what a person is shown instead of it. */
export type Problem = RefusalText & {
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  readonly refusals: readonly RefusalText[];
};

/** What came of a request. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

const refusalText = object((field) => ({
  code: field('code', text),
  message: field('message', text),
  remedy: field('remedy', optional(text)),
}));

const problemBody = object((field) => ({
  title: field('title', optional(text)),
  code: field('code', optional(text)),
  message: field('message', optional(text)),
  detail: field('detail', optional(text)),
  remedy: field('remedy', optional(text)),
  refusals: field('refusals', optional(list(refusalText))),
}));

/**
 * The problem in an answer with an error status (RFC 9457). A proxy or a crash may answer with
 * anything: what is missing is filled with what the status alone says.
 */
export function problemFrom(status: number, body: unknown): Problem {
  const reading = read(problemBody, body);
  const given: Partial<ReadBy<typeof problemBody>> = reading.ok ? reading.value : {};
  return {
    status,
    code: given.code ?? `http-${status}`,
    message: given.message ?? given.detail ?? given.title ?? `The server answered ${status}.`,
    remedy: given.remedy ?? remedyOf(status),
    refusals: given.refusals ?? [],
  };
}

/** Nobody answered: the server is not running, or the network is down. */
export function serverUnreachable(): Problem {
  return {
    status: 0,
    code: 'server-unreachable',
    message: 'The server did not answer.',
    remedy: 'See that it runs (npm start, or perpetua serve), then try again.',
    refusals: [],
  };
}

/** The server answered something this page was not made for. */
export function answerNotUnderstood(status: number, faults: readonly string[]): Problem {
  const shown = faults.slice(0, MOST_FAULTS);
  const more = faults.length - shown.length;
  const rest = more > 0 ? `; and ${more} more` : '';
  return {
    status,
    code: 'answer-not-understood',
    message: `The answer has another form than expected: ${shown.join('; ')}${rest}.`,
    remedy: 'Reload the page. If that does not help, page and server are of different versions.',
    refusals: [],
  };
}

/** Whether the same request may well succeed in a moment. */
export const mayPass = ({ status }: Problem): boolean =>
  status === 0 || status === 429 || status === 502 || status === 503 || status === 504;

const MOST_FAULTS = 5;

function remedyOf(status: number): string | undefined {
  if (status === 401) return 'Sign in again.';
  if (status >= 500) return 'Try again; if it happens again, the log of the server says why.';
  return undefined;
}
