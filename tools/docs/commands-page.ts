import { cliServices } from '../../packages/server/src/composition/cli-services.ts';
import { pageOf } from '../../packages/server/src/interfaces/cli/command.ts';
import { program } from '../../packages/server/src/interfaces/cli/program.ts';
import { processTerminal } from '../../packages/server/src/interfaces/cli/terminal.ts';
import { markdownTable, type ReferencePage } from './reference-page.ts';

/** The commands with their options; the text of each is the same page its `--help` shows. */
export const COMMANDS_PAGE: ReferencePage = {
  file: 'commands.md',
  title: 'Commands',
  printedFrom: ['packages/server/src/interfaces/cli/'],
  blocks: () => {
    const { commands } = program(cliServices(processTerminal()), '');
    return [
      INTRODUCTION,
      ...commands.flatMap((command) => {
        const words = command.registeredArguments
          .map((argument) => ` <${argument.name()}>`)
          .join('');
        return [
          `## perpetua ${command.name()}${words}`,
          command.description(),
          markdownTable(
            ['option', 'meaning'],
            command.options.map(({ flags, description }) => [`\`${flags}\``, description]),
          ),
          ['```text', pageOf(command.name()).trimEnd(), '```'].join('\n'),
        ];
      }),
    ];
  },
};

const INTRODUCTION = `Every command takes \`--help\`. Exit code 0: done; 1: refused, or a difference was found; 2: the
command was not understood. Results go to standard output, everything else to standard error. With
\`DATABASE_URL\` set, that PostgreSQL is used instead of the embedded one.`;
