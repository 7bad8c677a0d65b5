import { formatDecimal } from 'perpetua-core';
import type { ExportedJournal } from '../../application/exporting/gl-export.ts';
import type { OpenedExport } from '../../application/exporting/open-export.ts';
import { accountNamer } from './account-names.ts';
import { headLines, namesOf, signedAmount } from './plain-text.ts';

/** A journal file of hledger; it says which sign is the decimal point. */
export const hledgerExport = (opened: OpenedExport): AsyncGenerator<string> => {
  const { currency, currencyDecimals: decimals } = opened.company;
  const sample =
    decimals === 0 ? '1000.' : formatDecimal(1000n * 10n ** BigInt(decimals), decimals);
  return journalFile(opened, ['decimal-mark .', `commodity ${sample} ${currency}`]);
};

/** A journal file of ledger; what it uses is declared, so that it passes when ledger is strict. */
export const ledgerExport = (opened: OpenedExport): AsyncGenerator<string> => {
  const { currency, currencyDecimals: decimals } = opened.company;
  const sample = formatDecimal(1000n * 10n ** BigInt(decimals), decimals);
  const commodity = [`commodity ${currency}`, `    format ${sample} ${currency}`];
  return journalFile(opened, [...commodity, ...TAGS.map((name) => `tag ${name}`)]);
};

/** The tags of transactions and lines; ledger wants to know of them when it is strict. */
const TAGS = ['batch', 'key', 'document', 'reference', 'site', 'type'];

/** What both programs read: debits are positive, credits negative; what is not an amount is a tag. */
async function* journalFile(
  opened: OpenedExport,
  directives: readonly string[],
): AsyncGenerator<string> {
  const nameOf = accountNamer(opened.chart);
  const accounts = opened.batch.accounts.map((total) => `account ${nameOf(total)}`);
  const head = headLines(opened).map((line) => `; ${line}`);
  yield `${[...head, '', ...directives, ...accounts].join('\n')}\n`;
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
  const lines = [
    `${journal.postedOn} * (${journal.journal}) ${journal.type}${turned}`,
    ...tags({ batch: `${batch.target}-${batch.number}`, key, document, reference }),
    ...journal.lines.flatMap((line) => [
      `    ${nameOf(line)}    ${signedAmount(line, company)} ${company.currency}`,
      ...tags(namesOf(journal, line)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

const tags = (values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const text = tagText(value);
    return text === '' ? [] : [`    ; ${name}: ${text}`];
  });

/** Brackets hold dates and commas end tags in these comments, so they give way to blanks. */
const tagText = (value: string): string => value.replace(/[\p{Cc}[\],]+/gu, ' ').trim();
