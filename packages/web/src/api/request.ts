import { type Answer, answerNotUnderstood, problemFrom, serverUnreachable } from './problem.ts';
import { type Reader, read } from './reading.ts';

/** How a request reaches the server; the browser's `fetch` unless a test brings its own. */
export type Door = (path: string, init: RequestInit) => Promise<Response>;

const ACCEPTED = 'application/json, application/problem+json';

/**
 * Asks the API for a resource below `/api/v1` and reads the answer. Whatever goes wrong comes back
 * as a problem; only a request that its asker called off ends in an exception.
 */
export async function request<T>(
  path: string,
  reader: Reader<T>,
  signal: AbortSignal,
  door: Door = fetch,
): Promise<Answer<T>> {
  let response: Response;
  let body: unknown;
  try {
    response = await door(`/api/v1${path}`, { headers: { accept: ACCEPTED }, signal });
    body = parsed(await response.text());
  } catch {
    signal.throwIfAborted();
    return { ok: false, problem: serverUnreachable() };
  }
  if (!response.ok) return { ok: false, problem: problemFrom(response.status, body) };
  const reading = read(reader, body);
  if (reading.ok) return reading;
  return { ok: false, problem: answerNotUnderstood(response.status, reading.faults) };
}

/** The JSON in a text, or nothing where it is none. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
