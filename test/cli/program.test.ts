import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cliServices } from '../../packages/server/src/composition/cli-services.ts';
import { program } from '../../packages/server/src/interfaces/cli/program.ts';
import { processTerminal } from '../../packages/server/src/interfaces/cli/terminal.ts';
import { newFolder, perpetua } from './perpetua-program.ts';

const PAGES = new URL('../../packages/server/src/interfaces/cli/pages/', import.meta.url);

const pageNames = readdirSync(PAGES)
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.slice(0, -'.md'.length));

test('the overview lists every command that has a page, and every command has one', async () => {
  const { code, printed, noted } = await perpetua(['--help']);
  expect({ code, noted }).toEqual({ code: 0, noted: '' });
  const listed = [...printed.matchAll(/^ {2}([a-z-]+) (?:\[options\]|<|\[)/gm)].map(
    ([, name]) => name,
  );
  expect(listed.filter((name) => name !== 'help').toSorted()).toEqual(pageNames.toSorted());
  expect(printed).toContain('The inventory subledger that keeps the general ledger right.');
});

test('the help of every command tells its options and then its page', () => {
  const root = program(cliServices(processTerminal()), '0');
  for (const name of pageNames) {
    const command = root.commands.find((one) => one.name() === name);
    let help = '';
    command?.configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    command?.outputHelp();
    expect(help).toMatch(new RegExp(`^Usage: perpetua ${name} `));
    expect(help).toContain('-h, --help');
    expect(help).toContain(readFileSync(new URL(`${name}.md`, PAGES), 'utf8').trim());
  }
});

test('asking for help is no mistake, of the program or of a command', async () => {
  const { code, printed, noted } = await perpetua(['post', '--help']);
  expect({ code, noted }).toEqual({ code: 0, noted: '' });
  expect(printed).toContain('Reads one transaction a line as JSON');
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../packages/server/package.json', import.meta.url), 'utf8'),
  );
  expect(await perpetua(['--version'])).toMatchObject({ code: 0, printed: `${version}\n` });
});

test.each([
  ['nothing at all', [], /^Usage: perpetua /],
  ['a command there is not', ['frobnicate'], /unknown command 'frobnicate'/],
  ['an option there is not', ['post', '--frob'], /unknown option '--frob'/],
  ['an option without its value', ['post', '--company'], /argument missing/],
  ['one word too many', ['init', 'main'], /too many arguments|unexpected/i],
  [
    'a port that is none',
    ['serve', '--port', 'http'],
    /^--port takes a number from 0 to 65535, not http\./,
  ],
  [
    'a port beyond the last',
    ['serve', '--port', '65536'],
    /^--port takes a number from 0 to 65535, not 65536\./,
  ],
])('%s is wrong usage: exit code 2, and nothing is started', async (_, words, says) => {
  const folder = newFolder();
  const ended = await perpetua(words, { folder });
  expect(ended).toMatchObject({ code: 2, printed: '', noted: expect.stringMatching(says) });
  expect(readdirSync(folder)).toEqual([]);
});

test('a database that cannot be reached is a failure in one sentence, without a stack', async () => {
  const addresses = ['postgresql://localhost:1/books', 'postgresql://127.0.0.1:1/books'];
  for (const address of addresses) {
    const ended = await perpetua(['post'], { environment: { DATABASE_URL: address } });
    expect(ended).toMatchObject({ code: 1, printed: '' });
    expect(ended.noted.trim().split('\n')).toHaveLength(1);
    expect(ended.noted).toMatch(/^\S.*ECONNREFUSED/);
  }
});
