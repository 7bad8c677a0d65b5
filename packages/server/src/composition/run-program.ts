import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../interfaces/cli/program.ts';
import { EXIT, processTerminal } from '../interfaces/cli/terminal.ts';
import { PostgresStartFailure } from '../storage/embedded/start-failure.ts';
import { cliServices } from './cli-services.ts';

/** Runs the command line and sets the exit code: 0 done, 1 refused or failed, 2 wrong usage. */
export async function runProgram(words: readonly string[]): Promise<void> {
  const terminal = processTerminal();
  try {
    await program(cliServices(terminal), version()).parseAsync(words);
  } catch (error) {
    terminal.note(sentenceOf(error));
    process.exitCode = EXIT.refused;
  }
}

function version(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  const content: unknown = JSON.parse(text);
  return typeof content === 'object' && content !== null && 'version' in content
    ? String(content.version)
    : '';
}

/** A failure in words; what we did not foresee comes with its stack. */
function sentenceOf(error: unknown): string {
  if (error instanceof PostgresStartFailure) return `${error.message}\n  ${error.remedy}`;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return `${error.message} (${error.code})`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
