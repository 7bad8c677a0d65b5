import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { CONFORMANCE_DOCUMENTS } from '../test/conformance/rows/index.ts';
import { readOptions, USAGE } from './conformance/command-line.ts';
import { referencePage } from './conformance/reference-page.ts';
import { isAcceptable, judgeRows } from './conformance/row-states.ts';
import { terminalTable } from './conformance/terminal-table.ts';
import { readOutcomes } from './conformance/test-outcomes.ts';
import { type RunRefusal, readReportFile, runAllTests } from './conformance/test-run.ts';

const projectFolder = resolve(import.meta.dirname, '..');

/** The whole command; gives the exit code. */
function main(commandLine: readonly string[]): number {
  const options = readOptions(commandLine);
  if (!options.ok) return refuse(options.reasons);
  const { from, output, everyRow, help } = options.value;
  if (help) {
    console.log(USAGE);
    return 0;
  }
  if (from === null) console.error('running every test; this takes some minutes');
  const run = from === null ? runAllTests(projectFolder) : readReportFile(from);
  if (!run.ok) return refuse(run.reasons);
  const outcomes = readOutcomes(run.value, projectFolder);
  if (!outcomes.ok) return refuse(outcomes.reasons);

  const report = judgeRows(CONFORMANCE_DOCUMENTS, outcomes.value);
  const page = output ?? join(projectFolder, 'docs/reference/conformance.md');
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, referencePage(report));
  console.log(`${terminalTable(report, everyRow)}\n\nwritten: ${relative(process.cwd(), page)}`);
  return isAcceptable(report) ? 0 : 1;
}

function refuse(reasons: readonly RunRefusal[]): number {
  for (const { message, remedy } of reasons) console.error(`${message}; ${remedy}`);
  return 2;
}

process.exitCode = main(process.argv.slice(2));
