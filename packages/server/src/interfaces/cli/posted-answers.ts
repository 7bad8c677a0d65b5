import type { Refusal, Result } from 'perpetua-core';
import type { PostingAnswer } from '../../application/post-transactions.ts';
import { tellRefusals } from './command.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** Says what became of transactions that were posted together, or why nothing was. */
export function tellAnswers(
  terminal: Terminal,
  answers: Result<readonly PostingAnswer[], Refusal>,
  asJson: boolean,
): number {
  if (!answers.ok) return tellRefusals(terminal, answers.reasons);
  if (asJson) terminal.print(JSON.stringify(answers.value, null, 2));
  else terminal.print(answersText(answers.value));
  return EXIT.done;
}

/** The answers with their journals, one below the other. */
export const answersText = (answers: readonly PostingAnswer[]): string =>
  answers.map(textOf).join('\n');

function textOf(answer: PostingAnswer): string {
  if (!('lines' in answer)) return `${answer.status}  ${answer.key}`;
  const { status, key, cost, lines, caused = [] } = answer;
  const shown = [...lines, ...caused.flatMap((entry) => entry.lines)].map(
    ({ type, account, site, debit, credit }) =>
      `    ${debit === undefined ? `Cr ${account} ${credit ?? ''}` : `Dr ${account} ${debit}`}  at ${site}, ${type}`,
  );
  return [`${status}  ${key}  ${cost}`, ...shown].join('\n');
}
