import type { FoundCompany } from '../../application/find-company.ts';
import { importFile } from '../../application/importing/import-file.ts';
import type { DocumentKind } from '../../application/importing/import-kinds.ts';
import type { CliBooks, CliServices } from './cli-books.ts';
import { outcomeText, tellImportRefusals } from './import.ts';
import { EXIT } from './terminal.ts';

/** A file whose rows are one document, and what the command says of all of them. */
type DocumentFile = {
  readonly kind: DocumentKind;
  readonly file: string;
  readonly defaults: Readonly<Record<string, string | undefined>>;
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
};

/** Takes a document out of a file, whole or not at all; gives the exit code. */
export async function importDocumentFile(
  { terminal, files }: CliServices,
  { storage, desks, clock, actor: recordedBy }: CliBooks,
  company: FoundCompany,
  { kind, file, defaults, dryRun = false, json = false }: DocumentFile,
): Promise<number> {
  const given = Object.entries(defaults).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text] as const],
  );
  const desk = { storage, desk: desks.of(company.id), company, clock, files, recordedBy };
  const request = { kind, files: [file], defaults: Object.fromEntries(given), dryRun };
  const done = await importFile(request, desk);
  if (!done.ok) return tellImportRefusals(terminal, done.reasons, json);
  terminal.print(json ? JSON.stringify(done.value, null, 2) : outcomeText(done.value));
  return done.value.refused === 0 ? EXIT.done : EXIT.refused;
}
