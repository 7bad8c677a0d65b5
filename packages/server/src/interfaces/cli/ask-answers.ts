import * as prompts from '@clack/prompts';
import { COSTING_METHODS, currencyDecimals, NEGATIVE_STOCK } from 'perpetua-core';
import { GROUP_ACCOUNTS, SERVICE_COSTS } from '../../application/configuration/starter-setup.ts';
import {
  assistantQuestions,
  type Question,
  type QuestionKey,
} from '../../application/setup-assistant/questions.ts';
import type { GivenAnswers } from '../../application/setup-assistant/read-answers.ts';
import { siteIn } from './site-text.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** What was answered to each question, as a text; lists are parted by semicolons. */
type Texts = ReadonlyMap<QuestionKey, string>;

/**
 * Asks the questions of the setup assistant on the terminal. What the command line said already is
 * offered as the answer. Undefined without a terminal to ask on.
 */
export async function askAnswers(
  terminal: Terminal,
  said: GivenAnswers,
  year: string,
): Promise<GivenAnswers | undefined> {
  if (!process.stdin.isTTY) {
    terminal.note('There is no terminal to ask on: use --yes, or --from with a file.');
    return undefined;
  }
  prompts.intro('A company for Perpetua');
  const answers = new Map<QuestionKey, string>();
  for (const question of assistantQuestions(year)) {
    if (!isAsked(question, answers)) continue;
    for (const line of question.help) prompts.log.info(line);
    answers.set(question.key, await answerTo(question, said));
  }
  prompts.outro('Setting it up.');
  return givenOf(answers);
}

/** What depends on an earlier answer is asked only where that makes it one. */
function isAsked({ key }: Question, answers: Texts): boolean {
  if (key === 'entryType') return answers.get('integrated') === 'yes';
  if (key === 'serviceCost') return (answers.get('serviceGroups') ?? '') !== '';
  return key !== 'groupAccounts' || listIn(answers.get('groups') ?? '').length > 1;
}

async function answerTo(
  { key, kind, text: message, usual, choices }: Question,
  said: GivenAnswers,
): Promise<string> {
  const known = saidText(said, key) ?? usual;
  if (kind === 'yes-or-no') {
    const answer = await prompts.confirm({ message, initialValue: known === 'yes' });
    if (typeof answer === 'symbol') process.exit(EXIT.usage);
    return answer ? 'yes' : 'no';
  }
  if (kind === 'choice')
    return kept(await prompts.select({ message, options: [...choices], initialValue: known }));
  const more = kind === 'list' ? ' (parted by semicolons)' : '';
  const validate = (value: string | undefined) =>
    key === 'currency' && currencyDecimals(value ?? '') === undefined
      ? 'There is no such currency.'
      : undefined;
  return kept(await prompts.text({ message: `${message}${more}`, initialValue: known, validate }));
}

/** An answer, unless the questions were left. */
function kept(answer: string | symbol): string {
  if (typeof answer === 'symbol') process.exit(EXIT.usage);
  return answer;
}

function saidText(said: GivenAnswers, key: QuestionKey): string | undefined {
  if (key === 'sites')
    return said.sites?.map(({ code, name, kind }) => `${code}, ${name}, ${kind}`).join('; ');
  const value = said[key];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' || value === undefined ? value : value.join('; ');
}

const listIn = (text: string): readonly string[] =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function givenOf(answers: Texts): GivenAnswers {
  const text = (key: QuestionKey) => answers.get(key);
  const among = <Value extends string>(values: readonly Value[], key: QuestionKey) =>
    values.find((value) => value === text(key));
  return {
    code: text('code'),
    name: text('name'),
    currency: text('currency'),
    costingMethod: among(COSTING_METHODS, 'costingMethod'),
    negativeStock: among(NEGATIVE_STOCK, 'negativeStock'),
    year: text('year'),
    integrated: text('integrated') === 'yes',
    entryType: text('entryType'),
    groups: listIn(text('groups') ?? ''),
    serviceGroups: listIn(text('serviceGroups') ?? ''),
    groupAccounts: among(GROUP_ACCOUNTS, 'groupAccounts'),
    serviceCost: among(SERVICE_COSTS, 'serviceCost'),
    sites: listIn(text('sites') ?? '').map(siteIn),
  };
}
