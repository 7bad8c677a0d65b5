import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError } from 'fastify';
import { refusal, refusalText } from 'perpetua-core';
import { brokenProblem, type Problem, problemOf } from './problem.ts';
import { faultTexts } from './schema-faults.ts';

/** A request body larger than this is refused before it is read whole. */
export const LARGEST_BODY = 32 * 1024 * 1024;

const MEBIBYTE = 1024 * 1024;

/** What is wrong with a request that no use case has seen yet: every fault, with its place. */
export function requestProblem(error: FastifyError): Problem {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return bodyTooLarge();
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return {
      ...malformed('The body must be JSON, with the content type application/json.'),
      status: 415,
    };
  }
  if (error.validation === undefined) {
    const problem = malformed(error.message);
    return { ...problem, status: error.statusCode ?? problem.status };
  }
  const faults = faultTexts(error.validation);
  return problemOf(faults.map((fault) => refusal('request-malformed', { fault })));
}

const malformed = (fault: string): Problem => problemOf([refusal('request-malformed', { fault })]);

function bodyTooLarge(): Problem {
  const { code, status, remedy } = refusalText(refusal('document-too-large'));
  const message = `The request is larger than ${LARGEST_BODY / MEBIBYTE} MiB.`;
  const problem = problemOf([refusal('document-too-large')]);
  const refusals = [{ code, message, remedy }];
  return { ...problem, status, title: message, detail: message, refusals };
}

const NO_REQUEST: ReadonlyMap<string, readonly [status: number, fault: string]> = new Map([
  ['HPE_HEADER_OVERFLOW', [431, 'The headers of the request are too long.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'The request did not arrive in time.']],
]);

/** Answers bytes that are no HTTP request, in the form every problem has, and hangs up. */
export function refuseNoRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, fault] = NO_REQUEST.get(error.code ?? '') ?? [400, 'This is no HTTP request.'];
  const body = JSON.stringify({ ...malformed(fault), status });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Trouble of the database in words people can act on. */
const SENTENCES: Readonly<Record<string, string>> = {
  '53100': 'The disk of the database is full.',
  '53200': 'The database is out of memory.',
  '53300': 'The database takes no more connections.',
  '57P01': 'The database is being stopped.',
  '57P02': 'The database ended and is starting again.',
  '57P03': 'The database is starting or stopping.',
  ECONNREFUSED: 'The database cannot be reached.',
  ENOENT: 'The database cannot be reached.',
};

/** What is told of a failure on our side or below; the rest stands in the log. */
export function failureOf(error: FastifyError): Problem {
  const known = SENTENCES[error.code];
  if (known !== undefined) return brokenProblem(known, 503);
  if (
    /Connection terminated|connection error|timeout exceeded|ECONNRESET|EPIPE/.test(error.message)
  ) {
    return brokenProblem('The connection to the database was lost.', 503);
  }
  return brokenProblem('An unexpected failure; see the log of the server.');
}
