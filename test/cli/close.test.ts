import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { postTransactions } from '../../packages/server/src/application/post-transactions.ts';
import { closeCommand } from '../../packages/server/src/interfaces/cli/close.ts';
import { manualJournalCommand } from '../../packages/server/src/interfaces/cli/manual-journal.ts';
import { queueCommand } from '../../packages/server/src/interfaces/cli/queue.ts';
import { reportCommand } from '../../packages/server/src/interfaces/cli/report.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandsInProcess, commandsInProcess } from './commands-in-process.ts';

let commands: CommandsInProcess;
const folder = mkdtempSync(join(tmpdir(), 'perpetua-close-'));

/** Sends transactions that happened, as a warehouse does. */
async function record(transactions: Parameters<typeof postTransactions>[1]['transactions']) {
  const { storage, desks, clock } = commands.books;
  const [company] = await storage.companies();
  if (company === undefined) throw new Error('there is a company');
  const place = { storage, clock, company, currencyDecimals: 2, desk: desks.of(company.id) };
  const told = await postTransactions(place, { mode: 'record', transactions }, false);
  return told.ok ? told.value.map(({ status }) => status) : told.reasons;
}

beforeAll(async () => {
  commands = await commandsInProcess();
  const setup = { ...sampleSetup(), periods: { first: '2026-01', last: '2026-03' } };
  const done = await setUpCompany(commands.books, setup, { changedBy: 'test', reason: 'test' });
  if (!done.ok) throw new Error(JSON.stringify(done.reasons));
});

afterAll(() => commands.close());

const RECEIPT = {
  type: 'receive-from-vendor',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50',
};

test('a month is brought to its close on the command line: checklist, queue, accrual, close, reopen', async () => {
  expect(
    await record([
      { ...RECEIPT, key: 'in', postedOn: '2026-01-05' },
      { ...RECEIPT, key: 'late', postedOn: '2026-01-31', item: 'F9' },
      { key: 'out', type: 'sale', item: 'F1', site: 'DC', postedOn: '2026-01-20', quantity: '12' },
    ]),
  ).toEqual(['posted', 'queued', 'posted']);

  const list = await commands.run(closeCommand, []);
  expect(list.printed).toMatch(/^2026-01 +2026 +2026-01-01 +2026-01-31 +open/m);
  const trial = await commands.run(closeCommand, ['2026-01', '--dry-run']);
  expect(trial.code).toBe(1);
  expect(trial.printed).toContain('blocks  The exception queue is empty');
  expect(trial.printed).toContain('F1 at DC');
  expect(trial.printed).toContain('2026-01 is open; it cannot be closed yet');
  const early = await commands.run(closeCommand, ['2026-01', '--reason', 'month end']);
  expect(early).toMatchObject({ code: 1, printed: '' });
  expect(early.noted).toContain('period-not-ready: Period 2026-01 cannot be closed');

  const queue = await commands.run(queueCommand, ['list']);
  expect(queue.printed).toContain('late');
  expect(queue.printed).toContain('item-unknown');
  const repair = ['repair', 'late', '--set', 'item=F1', '--reason', 'misread label'];
  expect(await commands.run(queueCommand, repair)).toMatchObject({ code: 0 });
  const shown = await commands.run(queueCommand, ['show', 'late']);
  expect(shown.printed).toContain('misread label');

  const rent = join(folder, 'rent.csv');
  writeFileSync(rent, 'account,debit,credit,text\n5800,900,,Rent\n2100,,900,Landlord\n');
  const accrual = ['rent', rent, '--posted-on', '2026-01-31', '--site', 'DC'];
  const posted = await commands.run(manualJournalCommand, [
    ...accrual,
    '--reverse-on',
    '2026-02-01',
  ]);
  expect(posted.code).toBe(0);
  const balance = async (day: string) => {
    const words = ['trial-balance', '--as-of', day, '--format', 'csv'];
    const { printed } = await commands.run(reportCommand, words);
    return printed
      .split('\r\n')
      .find((line) => line.startsWith('5800'))
      ?.trim();
  };
  expect(await balance('2026-01-31')).toMatch(/900\.00$/);
  expect(await balance('2026-02-01')).toMatch(/,0\.00$/);

  const closed = await commands.run(closeCommand, ['2026-01', '--reason', 'month end']);
  expect(closed).toMatchObject({
    code: 0,
    printed: '2026-01 (2026-01-01 to 2026-01-31) is closed\n',
  });
  expect(await record([{ ...RECEIPT, key: 'too late', postedOn: '2026-01-31' }])).toEqual([
    'queued',
  ]);
  const back = ['2026-01', '--reopen', '--reason', 'a bill was forgotten'];
  expect(await commands.run(closeCommand, back)).toMatchObject({ code: 0 });
  await commands.books.retrying.settled();
  // Opened again, what waited for it is in the books without anybody's doing.
  expect((await commands.run(queueCommand, ['show', 'too late'])).printed).toContain('posted');
  const taken = ['rent-back', '--reverses', 'rent', '--posted-on', '2026-02-03'];
  expect(await commands.run(manualJournalCommand, taken)).toMatchObject({
    code: 0,
    noted: '',
  });
});

test('what cannot be meant is wrong usage, and nothing is changed by it', async () => {
  for (const words of [
    ['--soft'],
    ['2026-03'],
    ['2026-03', '--soft', '--reopen', '--reason', 'x'],
    ['2026-03', '--dry-run', '--reopen'],
  ])
    expect(await commands.run(closeCommand, words)).toMatchObject({ code: 2, printed: '' });
  expect(await commands.run(manualJournalCommand, ['x'])).toMatchObject({ code: 2 });
  const both = ['x', 'file.csv', '--reverses', 'y'];
  expect(await commands.run(manualJournalCommand, both)).toMatchObject({ code: 2 });
  const unknown = await commands.run(manualJournalCommand, ['x', '--reverses', 'y']);
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.noted).toContain('not-found: There is no manual journal y of api.');
  const wrong = join(folder, 'wrong.csv');
  writeFileSync(wrong, 'account,debit,credit\n1300,5,\n2100,,5\n5800,1,1\n');
  const words = ['wrong', wrong, '--posted-on', '2026-03-01', '--site', 'DC'];
  const refused = await commands.run(manualJournalCommand, words);
  expect(refused.code).toBe(1);
  expect(refused.printed).toContain('Account 1300 holds stock');
  expect(refused.printed).toContain('a debit and a credit');
});
