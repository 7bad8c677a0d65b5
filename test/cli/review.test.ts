import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { reviewCommand } from '../../packages/server/src/interfaces/cli/review.ts';
import { MONTH, reviewSetup } from '../http/review-company.ts';
import { type CommandsInProcess, commandsInProcess } from './commands-in-process.ts';

let commands: CommandsInProcess;

beforeAll(async () => {
  commands = await commandsInProcess();
  const { books } = commands;
  const why = { changedBy: 'test', reason: 'test' };
  const done = await setUpCompany(books, reviewSetup(), why);
  if (!done.ok) throw new Error(JSON.stringify(done.reasons));
  await books.desks.of(done.value.company.id).post(MONTH);
});

afterAll(() => commands.close());

const review = (...words: readonly string[]) => commands.run(reviewCommand, words);
const MAY = ['--period', '2026-05'] as const;

test('004.02 the month is listed, cleared line by line and by label, and signed off on the command line', async () => {
  const list = await review(...MAY);
  expect(list).toMatchObject({ code: 0, noted: '' });
  expect(list.printed).toMatch(
    /^ *line +posted on +days +source +party +reference +item +site +open/,
  );
  expect(list.printed).toMatch(/ACME +PO 4711 +F1 +DC +1,200\.00 +missing-link +open$/m);
  expect(list.printed).toMatch(
    /Second Quarter Rebate +F1 +DC +-500\.00 +vendor-rebate +reallocate 4900 +open$/m,
  );
  expect(list.printed).toContain('Open at the end of 2026-05: 1,524.00; unexplained: 1,524.00\n');
  const sheet = await review('--csv', '--label', 'vendor-rebate', ...MAY);
  expect(sheet.printed.split('\r\n')).toEqual([
    expect.stringMatching(
      /^event,postedOn,age,source,document,reference,party,item,site,account,amount,open,/,
    ),
    expect.stringMatching(
      /^3,2026-05-10,21,GJ,,Second Quarter Rebate,ACME,F1,DC,1495,-500\.00,-500\.00,,vendor-rebate,4\.3,open,,,reallocate,/,
    ),
  ]);
  const preview = await review('accept', '--label', 'vendor-rebate', '--dry-run', ...MAY);
  expect(preview.printed).toContain('  line 3: reallocate 4900 -500.00\n');
  expect(preview.printed).toContain('Dr 1495 500.00  at DC, non-inventory-reallocation');
  for (const label of [
    'vendor-rebate',
    'customer-rebate',
    'customer-return',
    'converted-po',
    'sp-cost',
    'consumable-cost',
  ])
    expect(await review('accept', '--label', label, ...MAY)).toMatchObject({ code: 0 });
  const early = await review('sign-off', ...MAY);
  expect(early).toMatchObject({ code: 1, printed: '' });
  expect(early.noted).toContain(
    '1 lines of the review of 2026-05 are open and unexplained, together 1200.00.',
  );
  const split = await review('split', '--line', '1', '--part', '700@5300', '--key', 's', ...MAY);
  expect(split.printed).toMatch(/^done action 7 {2}s\n {2}line 1: reallocate 5300 700\.00\n/);
  expect((await review('undo', '7', '--reason', 'not freight', ...MAY)).printed).toContain(
    'done action 8',
  );
  const carried = ['--line', '1', '--owner', 'Ada', '--reason', 'goods promised'];
  expect(await review('carry-forward', ...carried, ...MAY)).toMatchObject({ code: 0 });
  expect((await review(...MAY)).printed).toMatch(
    /1,200\.00 +missing-link +carried-forward \(Ada\)$/m,
  );
  expect((await review('sign-off', ...MAY)).printed).toMatch(
    /^2026-05: signed-off, done; 0 unexplained, 1,200\.00 open with an explanation\n {2}signed-off by /,
  );
  expect((await review('actions')).printed).toMatch(
    /^ +8 +undo 7 +2026-05-31 +1: 1,200\.00 +\S.* +not freight$/m,
  );
  const trend = await review('trend', '--from', '2026-05', '--to', '2026-05');
  expect(trend.printed).toMatch(/^2026-05 +1,524\.00 +-324\.00 +1,200\.00 +yes$/m);
  expect(trend.printed).toContain('  vendor ACME: 1, 1,200.00\n');
});

test('004.02 what is asked for wrongly is said before any book is opened', async () => {
  const said = async (...words: readonly string[]) => {
    const { code, noted } = await review(...words);
    return [code, noted];
  };
  expect(await said('pay')).toEqual([
    2,
    expect.stringMatching(/^It is list, actions, undo.*; not pay\.\n$/),
  ]);
  expect(await said('accept')).toEqual([2, 'accept takes --line or --label.\n']);
  expect(await said('accept', '--label', 'rebate')).toEqual([
    2,
    expect.stringContaining('; not rebate.'),
  ]);
  expect(await said('match', '--line', '1', '--against', 'x')).toEqual([
    2,
    'A line is named by the number of its event, not x.\n',
  ]);
  expect(await said('split', '--line', '1', '--part', '5')).toEqual([
    2,
    '--part takes <amount>@<account>, not 5.\n',
  ]);
  expect(await said('undo')).toEqual([2, 'undo takes the number of an action.\n']);
});
