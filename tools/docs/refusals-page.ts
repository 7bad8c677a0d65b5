import { REFUSALS } from '../../packages/core/src/index.ts';
import { markdownTable, type ReferencePage } from './reference-page.ts';

/** All reasons to say no, in order of precedence. */
export const REFUSALS_PAGE: ReferencePage = {
  file: 'refusals.md',
  title: 'Refusals',
  printedFrom: ['packages/core/src/transactions/refusals.ts'],
  blocks: () => [
    INTRODUCTION,
    markdownTable(
      ['#', 'code', 'status', 'message', 'what to do'],
      Object.entries(REFUSALS).map(([code, [status, message, remedy]], index) => [
        String(index + 1),
        `\`${code}\``,
        String(status),
        message,
        remedy,
      ]),
    ),
  ],
};

const INTRODUCTION = `Every reason Perpetua gives for not doing something. What is refused leaves no trace in the books.

The order is that of precedence: when several reasons apply, all of them are given, in this order, and
the first decides the HTTP status. Words in braces are filled in with what the request was about. The
same code, message and remedy appear over HTTP, on the command line and in the browser.`;
