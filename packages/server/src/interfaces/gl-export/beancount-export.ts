import { FIRST_DAY } from 'perpetua-core';
import type { ExportedJournal } from '../../application/exporting/gl-export.ts';
import type { OpenedExport } from '../../application/exporting/open-export.ts';
import { accountNamer, newAccounts } from './account-names.ts';
import { headLines, namesOf, signedAmount } from './plain-text.ts';

/**
 * A file of beancount. An account must be opened, and once only: a batch opens those that no batch
 * of the target before it has opened, so that the files of a target can be included together.
 */
export async function* beancountExport(opened: OpenedExport): AsyncGenerator<string> {
  const { currency } = opened.company;
  const head = headLines(opened).map((line) => `; ${line}`);
  const opens = newAccounts(opened).map((name) => `${FIRST_DAY} open ${name} ${currency}`);
  yield `${[...head, '', ...opens].join('\n')}\n`;
  const nameOf = accountNamer(opened.chart);
  for await (const journals of opened.journals())
    yield journals.map((journal) => `\n${transactionText(opened, journal, nameOf)}`).join('');
}

function transactionText(
  { batch, company }: OpenedExport,
  journal: ExportedJournal,
  nameOf: ReturnType<typeof accountNamer>,
): string {
  const { key, document, reference } = journal;
  const turned = batch.reverses === null ? '' : ' (reversed)';
  const name = `${batch.target}-${batch.number}`;
  const lines = [
    `${journal.postedOn} * ${quoted(`${journal.type}${turned}`)}`,
    ...metadata(2, { batch: name, journal: journal.journal, key, document, reference }),
    ...journal.lines.flatMap((line) => [
      `  ${nameOf(line)}    ${signedAmount(line, company)} ${company.currency}`,
      ...metadata(4, namesOf(journal, line)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

const metadata = (indent: number, values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) =>
    value === '' ? [] : [`${' '.repeat(indent)}${name}: ${quoted(value)}`],
  );

/** A string of beancount. It takes line ends, but a note reads better on one line. */
const quoted = (text: string): string =>
  `"${text
    .replace(/\p{Cc}+/gu, ' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')}"`;
