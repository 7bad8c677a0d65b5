import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { countCommand } from '../../packages/server/src/interfaces/cli/count.ts';
import { inventoryJournalCommand } from '../../packages/server/src/interfaces/cli/inventory-journal.ts';
import { reportCommand } from '../../packages/server/src/interfaces/cli/report.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandsInProcess, commandsInProcess } from './commands-in-process.ts';
import { newFolder } from './perpetua-program.ts';

let commands: CommandsInProcess;
let folder: string;

beforeAll(async () => {
  commands = await commandsInProcess();
  folder = newFolder();
  const why = { changedBy: 'test', reason: 'test' };
  const made = await setUpCompany(commands.books, sampleSetup(), why);
  if (!made.ok) throw new Error(JSON.stringify(made.reasons));
});

afterAll(() => commands.close());

const count = (...words: readonly string[]) => commands.run(countCommand, words);
const journal = (...words: readonly string[]) => commands.run(inventoryJournalCommand, words);

test('000.62 000.64 an inventory journal is posted from a file on the command line', async () => {
  const opening = join(folder, 'opening.csv');
  writeFileSync(
    opening,
    'item,location,quantity,unitCost\nF1,A-01,100,12.00\nA1,,20,4.00\nK1,,2.500,8.00\n',
  );
  const goLive = ['go-live', opening, '--purpose', 'opening', '--site', 'DC'];
  const tried = await journal(...goLive, '--posted-on', '2026-01-01', '--dry-run');
  expect(tried).toMatchObject({ code: 0 });
  expect(tried.printed).toMatch(/^ +3 would be posted$/m);
  const posted = await journal(...goLive, '--posted-on', '2026-01-01');
  expect(posted.printed).toMatch(/^ +3 rows\n +3 posted\n +0 refused$/m);
  const again = await journal(...goLive, '--posted-on', '2026-01-01');
  expect(again.printed).toMatch(/^ +3 were there already$/m);
  const correction = join(folder, 'correction.csv');
  writeFileSync(correction, 'item,unitCost\nF1,12.50\n');
  const words = ['--purpose', 'average-correction', '--site', 'DC', '--posted-on', '2026-01-02'];
  const wrong = await journal('price', correction, ...words);
  expect(wrong.code).toBe(1);
  expect(wrong.printed).toContain('field-missing');
  const right = await journal('price', correction, ...words, '--reason', 'Found');
  expect(right.code).toBe(0);
  const value = await commands.run(reportCommand, ['inventory-value', '--format', 'json']);
  expect(JSON.parse(value.printed).rows).toContainEqual(
    expect.objectContaining({ item: 'F1', quantity: '100', value: '1250.00' }),
  );
});

test('003.53 costing 5.5 a count is begun, printed, entered, looked at and accepted on the command line', async () => {
  const start = ['start', 'january', '--site', 'DC', '--posted-on', '2026-01-31'];
  expect(await count(...start)).toMatchObject({
    code: 0,
    printed: 'started: january of DC, 2026-01-31: 3 lines, 3 uncounted\n',
  });
  const sheet = join(folder, 'january.csv');
  const written = await count('sheet', 'january', '--out', sheet);
  expect(written).toMatchObject({ code: 0, noted: `The sheet of january is in ${sheet}.\n` });
  const text = readFileSync(sheet, 'utf8');
  expect(text).toContain('january,3,A-01,F1,Frame,100,\r\n');
  writeFileSync(
    sheet,
    text.replace('Frame,100,', 'Frame,100,97').replace('Case,20,', 'Case,20,20'),
  );
  const entered = await count('enter', 'january', sheet, '--counter', 'Ann');
  expect(entered.code).toBe(0);
  expect(entered.printed).toMatch(/^ +2 entered\n +1 passed over: not counted$/m);
  const second = await count('enter', 'january', '--line', 'F1@A-01=98', '--counter', 'Bob');
  expect(second).toMatchObject({
    code: 0,
    printed: 'entered: 1 line; 3 lines, 1 uncounted, 1 disputed, 1 counted\n',
  });
  const disputed = await count('show', 'january', '--state', 'disputed');
  expect(disputed.printed).toMatch(/3 +A-01 +F1 +disputed +100 +Ann: 97; Bob: 98$/m);
  expect(await count('recount', 'january')).toMatchObject({
    printed: 'to be counted again: 1 line; 3 lines, 1 uncounted, 1 to recount, 1 counted\n',
  });
  await count('enter', 'january', '--line', 'F1@A-01=98', 'K1=2.500');
  const shown = await count('show', 'january');
  expect(shown.printed).toContain('3 lines, 3 counted\n');
  expect(shown.printed).toMatch(/^open +1 +0\.00 +25\.00 +-25\.00$/m);
  const tight = await count('accept', 'january', '--within-value', '10', '--dry-run');
  expect(tight.printed).toContain('would be accepted: 2 lines, 2 as recorded');
  expect(tight.printed).toContain('left open: 1 line beyond the tolerance');
  const accepted = await count('accept', 'january');
  expect(accepted.code).toBe(0);
  expect(accepted.printed).toMatch(/^ +3 +A-01 +F1 +100 +98 +-2 +-25\.00$/m);
  expect(accepted.printed).toContain('found 0.00, missing 25.00, net -25.00\n3 lines, 3 accepted');
  const again = await count('accept', 'january', '--json');
  expect(JSON.parse(again.printed)).toMatchObject({ status: 'duplicate', net: '-25.00' });
});

test('what is refused and what is wrong usage is told, with the line and the exit code', async () => {
  await count('start', 'february', '--site', 'DC', '--posted-on', '2026-02-28', '--blind');
  const wrong = await count('enter', 'february', '--line', 'F1@A-01=many', 'X9=1');
  expect(wrong).toMatchObject({ code: 1, printed: '' });
  expect(wrong.noted).toContain(
    'number-invalid: Line 1, F1 at A-01: quantity is not a decimal number: many.',
  );
  expect(wrong.noted).toContain('item-unknown: Line 2, X9: There is no item X9.');
  const nothing = await count('accept', 'february');
  expect(nothing.noted).toContain(
    'nothing-to-accept: Nothing of count february can be accepted: no line is counted.',
  );
  const cancelled = await count('cancel', 'february', '--because', 'postponed');
  expect(cancelled.printed).toBe('cancelled: february; 3 lines, 3 uncounted\n');
  for (const [words, sentence] of [
    [['dance'], 'It is start, list, show, sheet, enter, recount, accept, cancel; not dance.'],
    [['start', 'x'], 'start takes --site.'],
    [['enter', 'x', '--line', 'F1'], '--line takes item@location=units, not F1.'],
    [['cancel', 'x'], 'cancel takes --because.'],
    [['enter', 'x', '--line', 'F1=1', '--moment', 'noon'], '--moment is start or entry; not noon.'],
    [['start', 'x', '--site', 'DC', '--group', 'one'], 'one is no number.'],
  ] as const) {
    expect(await count(...words)).toMatchObject({ code: 2, noted: `${sentence}\n` });
  }
});
