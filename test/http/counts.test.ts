import { beforeEach, describe, expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { putPeriod } from '../support/close-period.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { type Answered, type HttpClient, httpClient, problemIn } from './http-client.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A company with frames, cases and resin at the distribution centre, and one that is counted. */
type CountingCompany = HttpClient & {
  /** Sends a request about counts: `POST C-1/entries`. */
  readonly count: (request: string, body?: Fields) => Promise<Answered>;
  /** Posts transactions of the distribution centre. */
  readonly move: (...transactions: readonly Fields[]) => Promise<void>;
  /** Units on hand by item and place. */
  readonly stock: (site?: string) => Promise<Readonly<Record<string, string>>>;
};

let sample: CountingCompany;
let keys = 0;

beforeEach(async () => {
  sample = await countingCompany();
});

/** A location of goods that belong to others, and a second one of our own. */
const LOCATIONS = [
  { site: 'DC', code: 'B-02' },
  { site: 'DC', code: 'VEND', ownership: 'third-party' },
] as const;

let served: ServedBooks | undefined;
let companies = 0;

/** Closes January for the company of the test. */
async function closeJanuary(): Promise<void> {
  if (served !== undefined) await putPeriod(served, `counting-${companies}`, '2026-01');
}

/** Every test has a company of its own, in one database. */
async function countingCompany(
  settings: Parameters<typeof sampleSetup>[0] = {},
  policies: CompanySetup['policies'] = [],
): Promise<CountingCompany> {
  served ??= await servedBooks();
  companies += 1;
  const code = `counting-${companies}`;
  const { locations = [], ...setup } = sampleSetup({ code, ...settings });
  const made = await setUpCompany(
    served,
    { ...setup, policies, locations: [...locations, ...LOCATIONS] },
    { changedBy: 'test', reason: 'test' },
  );
  if (!made.ok) throw new Error(JSON.stringify(made.reasons));
  const { post, send: sendAny } = httpClient(served.address, code);
  const send: HttpClient['send'] = (request, asked) =>
    sendAny(request.replace('/companies/sample', `/companies/${code}`), asked);
  const client = { post, send };
  const company: CountingCompany = {
    ...client,
    count: (request, body) => {
      const [method, path = ''] = request.split(' ');
      const name = path === '' ? '' : `/${path}`;
      return client.send(
        `${method} /companies/sample/counts${name}`,
        body === undefined ? {} : { body },
      );
    },
    move: async (...transactions) => {
      const answers = await client.post(
        transactions.map((one) => {
          keys += 1;
          return { key: `move-${keys}`, postedOn: '2026-01-05', site: 'DC', item: 'F1', ...one };
        }),
      );
      const refused = answers.filter(({ status }) => status !== 'posted');
      if (refused.length > 0) throw new Error(JSON.stringify(refused));
    },
    stock: async (site = 'DC') => {
      const { body } = await client.send(`GET /companies/sample/stock?site=${site}&withZero=true`);
      const lines: readonly Record<'item' | 'place' | 'quantity', string>[] = Object(body).lines;
      return Object.fromEntries(
        lines.map(({ item, place, quantity }) => [`${item}@${place}`, quantity]),
      );
    },
  };
  const receipt = { type: 'receive-from-vendor', quantity: '100', unitCost: '12.50' };
  await company.move(
    { ...receipt, location: 'A-01' },
    { ...receipt, item: 'A1', quantity: '20', unitCost: '4.00' },
    { ...receipt, item: 'K1', quantity: '2.500', unitCost: '8.00' },
  );
  return company;
}

const C1 = { name: 'C-1', site: 'DC', postedOn: '2026-01-31' };
const FRAMES = { item: 'F1', location: 'A-01' };

/** What is refused, line by line: `1 F1 A-01 counted-twice`. */
const refusalsIn = (answered: Answered): readonly string[] =>
  problemIn(answered).refusals.map(({ code, line, place }) =>
    line === undefined ? code : `${line} ${place ?? '-'} ${code}`,
  );

const bodyOf = (answered: Answered) => {
  if (answered.status !== 200) throw new Error(JSON.stringify(answered.body));
  return Object(answered.body);
};

async function started(more: Fields = {}) {
  return bodyOf(await sample.count('POST', { ...C1, ...more }));
}

async function entered(lines: readonly Fields[], more: Fields = {}) {
  return bodyOf(await sample.count('POST C-1/entries', { lines, ...more }));
}

async function accepted(request: Fields = {}) {
  return bodyOf(await sample.count('POST C-1/acceptances', request));
}

test('003.53 000.47 costing 5.5 a count is begun, entered and accepted: differences are adjusted on its day, automatically', async () => {
  expect(await started()).toMatchObject({
    status: 'started',
    count: { ...C1, state: 'open', blind: false, moment: 'start', knownEvent: 3 },
    progress: { lines: 3, uncounted: 3, counted: 0 },
  });
  await entered([
    { ...FRAMES, quantity: '97' },
    { item: 'A1', quantity: '20' },
    { item: 'K1', quantity: '2.625' },
  ]);
  expect(bodyOf(await sample.count('GET C-1'))).toMatchObject({
    progress: { lines: 3, counted: 3 },
    open: { lines: 2, found: '1.00', missing: '37.50', net: '-36.50', refused: 0 },
    accepted: { lines: 0 },
  });
  const preview = bodyOf(await sample.count('POST C-1/acceptances?dryRun=true', {}));
  expect(preview).toMatchObject({ status: 'preview', lines: 3, agreed: 1, net: '-36.50' });
  expect(await sample.stock()).toMatchObject({ 'F1@A-01': '100' });
  const answer = await accepted();
  expect(answer).toMatchObject({
    status: 'accepted',
    state: 'closed',
    acceptance: 1,
    lines: 3,
    agreed: 1,
    found: '1.00',
    missing: '37.50',
    net: '-36.50',
    uncounted: [],
    progress: { lines: 3, accepted: 3 },
  });
  expect(answer.adjustments).toEqual([
    expect.objectContaining({ item: 'K1', recorded: '2.500', counted: '2.625', value: '1.00' }),
    expect.objectContaining({ ...FRAMES, difference: '-3', value: '-37.50', line: 3 }),
  ]);
  const event = answer.adjustments[1].event;
  const { body } = await sample.send(`GET /companies/sample/transactions/${event}`);
  expect(body).toMatchObject({
    content: {
      type: 'count-variance',
      postedOn: '2026-01-31',
      quantity: '-3',
      reference: 'automatic adjustment of count C-1',
    },
  });
  expect(await sample.stock()).toMatchObject({ 'F1@A-01': '97', 'A1@': '20', 'K1@': '2.625' });
});

test('costing 5.5 what moves between start and acceptance is no difference, and is not lost', async () => {
  await started();
  await sample.move(
    { type: 'sale', location: 'A-01', quantity: '5', postedOn: '2026-02-01' },
    {
      type: 'receive-from-vendor',
      location: 'A-01',
      quantity: '10',
      unitCost: '13.05',
      postedOn: '2026-02-02',
    },
  );
  await entered([{ ...FRAMES, quantity: '97' }]);
  const lines = bodyOf(await sample.count('GET C-1/lines?differing=true')).lines;
  expect(lines).toMatchObject([
    { ...FRAMES, recorded: '100', counted: '97', difference: '-3', movedSince: '5', late: '0' },
  ]);
  await accepted();
  expect(await sample.stock()).toMatchObject({ 'F1@A-01': '102' });
});

test('costing 5.5 what is counted later stands against what lies there then', async () => {
  await started();
  await sample.move({ type: 'sale', location: 'A-01', quantity: '5', postedOn: '2026-02-01' });
  await entered([{ ...FRAMES, quantity: '94', moment: 'entry' }]);
  await sample.move({ type: 'sale', location: 'A-01', quantity: '2', postedOn: '2026-02-01' });
  expect(await accepted()).toMatchObject({ adjustments: [{ counted: '99', difference: '-1' }] });
  expect(await sample.stock()).toMatchObject({ 'F1@A-01': '92' });
});

test('frozen is what is recorded on the count day as known at the start, whatever is dated later', async () => {
  await sample.move({ type: 'sale', location: 'A-01', quantity: '30', postedOn: '2026-02-10' });
  await started();
  // Known too late: it is dated before the count day and was not frozen.
  await sample.move({ type: 'sale', location: 'A-01', quantity: '4', postedOn: '2026-01-20' });
  const [line] = bodyOf(await sample.count('GET C-1/lines?after=2')).lines;
  expect(line).toMatchObject({ ...FRAMES, recorded: '100', movedSince: '-4', late: '-4' });
  expect(bodyOf(await sample.count('GET C-1'))).toMatchObject({ movedLines: 1, lateLines: 1 });
  await entered([{ ...FRAMES, quantity: '100' }]);
  expect(await accepted()).toMatchObject({ agreed: 1, adjustments: [] });
  expect(await sample.stock()).toMatchObject({ 'F1@A-01': '66' });
});

test('a count below zero is brought up by what is there', async () => {
  await sample.move({ type: 'sale', item: 'A1', quantity: '24' });
  await started();
  await entered([{ item: 'A1', quantity: '6' }]);
  expect(await accepted()).toMatchObject({
    adjustments: [{ recorded: '-4', counted: '6', difference: '10', value: '40.00' }],
  });
});

describe('what is covered', () => {
  const places = async (more: Fields) => {
    const { count } = await started(more);
    const { lines } = bodyOf(await sample.count(`GET ${count.name}/lines`));
    return lines.map(({ item, location }: typeof FRAMES) => `${item}@${location ?? ''}`);
  };

  test('a site, locations, groups, listed items; listed ones also where nothing is recorded', async () => {
    expect(await places({ name: 'all' })).toEqual(['A1@', 'K1@', 'F1@A-01']);
    await sample.count('POST all/cancellation', { because: 'test' });
    expect(await places({ name: 'location', locations: ['A-01', 'B-02'] })).toEqual(['F1@A-01']);
    expect(await places({ name: 'group', groups: [2] })).toEqual(['A1@', 'K1@']);
    await sample.count('POST location/cancellation', { because: 'test' });
    const listed = { name: 'items', items: ['F1', 'F2'], locations: ['A-01', 'B-02'] };
    expect(await places(listed)).toEqual(['F1@A-01', 'F2@A-01', 'F2@B-02']);
  });

  test('an unknown site, location, group, item or day begins nothing, all told at once', async () => {
    const wrong = await sample.count('POST', {
      ...C1,
      site: 'X',
      postedOn: '2026-02-30',
      locations: ['Y'],
      warehouse: 'W',
      groups: [7],
      items: ['Z', 'S1'],
    });
    expect(refusalsIn(wrong)).toEqual([
      'date-invalid',
      'site-unknown',
      'location-unknown',
      'location-unknown',
      'request-malformed',
      'item-unknown',
      'item-not-stocked',
    ]);
    expect(bodyOf(await sample.count('GET'))).toEqual({ counts: [] });
  });

  test('a count asked for again is answered again, and refused under the name of another', async () => {
    await started();
    expect(await started()).toMatchObject({ status: 'duplicate', progress: { lines: 3 } });
    const other = await sample.count('POST', { ...C1, postedOn: '2026-01-30' });
    expect(problemIn(other)).toMatchObject({
      code: 'count-exists',
      title: 'Count C-1 is another one already: postedOn was 2026-01-31, now 2026-01-30.',
    });
  });

  test('a place is in one open count at a time', async () => {
    await started();
    const second = { ...C1, name: 'C-2', locations: ['A-01'] };
    expect(refusalsIn(await sample.count('POST', second))).toEqual(['1 F1 at A-01 count-overlaps']);
    await entered([{ ...FRAMES, quantity: '97' }]);
    await accepted();
    expect((await sample.count('POST', second)).status).toBe(200);
  });
});

describe('entering', () => {
  test('lines come in several steps, corrected, in parts, and by their numbers', async () => {
    await started();
    await entered([{ line: 3, quantity: '40' }]);
    await entered([{ line: 3, quantity: '41' }]);
    const parts = { lines: [{ line: 3, quantity: '56', also: true }], key: 'part-2' };
    expect(bodyOf(await sample.count('POST C-1/entries', parts))).toMatchObject({ sheet: 3 });
    // The same part sent again is not added again.
    expect(bodyOf(await sample.count('POST C-1/entries', parts))).toMatchObject({
      status: 'duplicate',
      sheet: 3,
    });
    const [line] = bodyOf(await sample.count('GET C-1/lines?state=counted')).lines;
    expect(line).toMatchObject({ ...FRAMES, counted: '97', round: 1 });
    const { entries } = bodyOf(await sample.count('GET C-1/lines/3'));
    expect(entries.map((one: Fields) => [one['sheet'], one['quantity'], one['also']])).toEqual([
      [1, '40', false],
      [2, '41', false],
      [3, '56', true],
    ]);
    const other = { lines: [{ line: 3, quantity: '57', also: true }], key: 'part-2' };
    expect(refusalsIn(await sample.count('POST C-1/entries', other))).toEqual(['key-reused']);
    const nameless = { lines: [{ line: 3, quantity: '57', also: true }] };
    expect(refusalsIn(await sample.count('POST C-1/entries', nameless))).toEqual(['field-missing']);
  });

  test('two counters who differ dispute a line until it is counted again', async () => {
    await started({ blind: true });
    await entered([{ ...FRAMES, quantity: '97' }], { counter: 'Ann' });
    const second = await entered([{ ...FRAMES, quantity: '98' }], { counter: 'Bob' });
    expect(second.progress).toMatchObject({ disputed: 1, counted: 0 });
    const named = await sample.count('POST C-1/acceptances', { lines: [FRAMES] });
    expect(refusalsIn(named)).toEqual(['3 F1 at A-01 count-not-settled']);
    expect(refusalsIn(await sample.count('POST C-1/acceptances', {}))).toEqual([
      'nothing-to-accept',
    ]);
    expect(bodyOf(await sample.count('POST C-1/recounts', {}))).toMatchObject({
      lines: [3],
      progress: { 'to-recount': 1, disputed: 0 },
    });
    await entered([{ ...FRAMES, quantity: '98' }], { counter: 'Cid' });
    expect(await accepted()).toMatchObject({ lines: 1, adjustments: [{ difference: '-2' }] });
  });

  test('parts between which goods moved are not added up', async () => {
    await started({ moment: 'entry' });
    await entered([{ ...FRAMES, quantity: '40' }]);
    await sample.move({ type: 'sale', location: 'A-01', quantity: '5' });
    const part = { lines: [{ ...FRAMES, quantity: '55', also: true }], key: 'p' };
    expect(refusalsIn(await sample.count('POST C-1/entries', part))).toEqual([
      '1 F1 at A-01 count-parts-moved',
    ]);
  });

  test('what is found where nothing was recorded becomes a line; its frozen quantity is that of the start', async () => {
    await started();
    await sample.move({
      type: 'receive-from-vendor',
      item: 'F2',
      location: 'B-02',
      quantity: '3',
      unitCost: '40',
    });
    const found = await entered([{ item: 'F2', location: 'B-02', quantity: '1' }]);
    expect(found).toMatchObject({ entered: 1, found: 1, progress: { lines: 4 } });
    expect(await accepted()).toMatchObject({
      adjustments: [
        { line: 4, item: 'F2', recorded: '0', counted: '1', difference: '1', value: '40.00' },
      ],
    });
    expect(await sample.stock()).toMatchObject({ 'F2@B-02': '4' });
  });

  test('everything wrong with a sheet is told at once, line by line, and nothing of it is kept', async () => {
    await started({ locations: ['A-01'] });
    const wrong = await sample.count('POST C-1/entries', {
      lines: [
        { ...FRAMES, quantity: '97' },
        { ...FRAMES, quantity: '98' },
        { item: 'X9', location: 'A-01', quantity: '1' },
        { item: 'F2', location: 'NOWHERE', quantity: '1' },
        { item: 'F2', location: 'B-02', quantity: '1' },
        { item: 'F2', location: 'A-01', quantity: '1,5' },
        { item: 'A1', location: 'A-01', quantity: '1.5' },
        { item: 'K1', location: 'A-01', quantity: '-1' },
        { item: 'S1', location: 'A-01', quantity: '1' },
        { line: 9, quantity: '1' },
        { line: 1, item: 'F2', quantity: '1' },
        { quantity: '1' },
      ],
    });
    expect(problemIn(wrong).status).toBe(422);
    expect(refusalsIn(wrong)).toEqual([
      '2 F1 at A-01 counted-twice',
      '3 X9 at A-01 item-unknown',
      '4 F2 at NOWHERE location-unknown',
      '5 F2 at B-02 count-out-of-scope',
      '6 F2 at A-01 number-invalid',
      '7 A1 at A-01 number-too-precise',
      '8 K1 at A-01 counted-below-zero',
      '9 S1 at A-01 item-not-stocked',
      '10 - count-line-unknown',
      '11 F2 count-line-unknown',
      '12 - count-line-unknown',
    ]);
    expect(bodyOf(await sample.count('GET C-1')).progress).toMatchObject({
      lines: 1,
      uncounted: 1,
    });
  });
});

describe('accepting', () => {
  test('chosen lines are accepted, the rest stays open and is listed, and is counted on', async () => {
    await started();
    await entered([
      { ...FRAMES, quantity: '97' },
      { item: 'A1', quantity: '19' },
    ]);
    expect(await accepted({ lines: [FRAMES] })).toMatchObject({
      state: 'open',
      lines: 1,
      adjustments: [{ ...FRAMES, value: '-37.50' }],
      progress: { uncounted: 1, counted: 1, accepted: 1 },
      uncounted: [{ line: 2, item: 'K1' }],
    });
    expect(await accepted({ except: [{ line: 9 }, { item: 'F1' }] }).catch(String)).toContain(
      'count-line-unknown',
    );
    await entered([{ item: 'K1', quantity: '2.500' }]);
    expect(await accepted({ except: [{ item: 'A1' }] })).toMatchObject({ lines: 1, agreed: 1 });
    expect(await accepted()).toMatchObject({ state: 'closed', adjustments: [{ item: 'A1' }] });
  });

  test('all within a tolerance are accepted, the others sent to be counted again', async () => {
    await started();
    await entered([
      { ...FRAMES, quantity: '97' },
      { item: 'A1', quantity: '18' },
      { item: 'K1', quantity: '2.500' },
    ]);
    const within = { tolerance: { value: '8.00' } };
    expect(await accepted(within)).toMatchObject({
      lines: 2,
      agreed: 1,
      beyondTolerance: 1,
      adjustments: [{ item: 'A1', value: '-8.00' }],
    });
    expect(bodyOf(await sample.count('POST C-1/recounts', within)).lines).toEqual([3]);
    const none = await sample.count('POST C-1/recounts', within);
    expect(refusalsIn(none)).toEqual(['nothing-to-recount']);
    await entered([{ ...FRAMES, quantity: '99' }]);
    const tight = await sample.count('POST C-1/acceptances', { tolerance: { percent: '0.99' } });
    expect(problemIn(tight).title).toBe(
      'Nothing of count C-1 can be accepted: 1 counted lines are beyond the tolerance.',
    );
    expect(await accepted({ tolerance: { percent: '1', quantity: '1' } })).toMatchObject({
      lines: 1,
    });
    const wrong = await sample.count('POST C-1/acceptances', { tolerance: { value: '-1' } });
    expect(refusalsIn(wrong)).toEqual(['count-ended']);
  });

  test('what nobody counted is nothing only when that is said', async () => {
    await started();
    await entered([{ ...FRAMES, quantity: '100' }]);
    await entered([{ item: 'K1', quantity: '1' }]);
    await sample.count('POST C-1/recounts', { lines: [{ item: 'K1' }] });
    expect(await accepted({ uncounted: 'zero' })).toMatchObject({
      state: 'open',
      lines: 2,
      adjustments: [{ item: 'A1', counted: '0', difference: '-20', value: '-80.00' }],
      // A line that is to be counted again was counted once, and is not nothing.
      uncounted: [{ item: 'K1' }],
    });
    expect(await sample.stock()).toMatchObject({ 'A1@': '0', 'F1@A-01': '100' });
  });

  test('accepted twice it is answered again; with other content it is refused', async () => {
    await started();
    await entered([{ ...FRAMES, quantity: '97' }]);
    const first = await accepted({ key: 'A-1', lines: [FRAMES] });
    const again = await accepted({ key: 'A-1', lines: [FRAMES] });
    expect(again).toEqual({ ...first, status: 'duplicate' });
    const other = { key: 'A-1', lines: [FRAMES], uncounted: 'zero' };
    expect(refusalsIn(await sample.count('POST C-1/acceptances', other))).toEqual(['key-reused']);
    const line = await sample.count('POST C-1/acceptances', { lines: [FRAMES] });
    expect(refusalsIn(line)).toEqual(['3 F1 at A-01 count-line-accepted']);
    const more = await sample.count('POST C-1/entries', { lines: [{ ...FRAMES, quantity: '9' }] });
    expect(refusalsIn(more)).toEqual(['1 F1 at A-01 count-line-accepted']);
    expect(await sample.stock()).toMatchObject({ 'F1@A-01': '97' });
  });

  test('without a key too, an acceptance that finds nothing more is answered again', async () => {
    await started();
    await entered([{ ...FRAMES, quantity: '97' }]);
    const first = await accepted();
    expect(await accepted()).toEqual({ ...first, status: 'duplicate' });
    await entered([{ item: 'A1', quantity: '20' }]);
    expect(await accepted()).toMatchObject({ status: 'accepted', acceptance: 2, lines: 1 });
  });

  test('one line that cannot be adjusted keeps all out, and every such line is named', async () => {
    await started({ postedOn: '2026-01-31', items: ['F1', 'F2', 'A1'] });
    await entered([
      { ...FRAMES, quantity: '97' },
      { item: 'F2', quantity: '1' },
      { item: 'A1', quantity: '21' },
    ]);
    await closeJanuary();
    const closed = await sample.count('POST C-1/acceptances', {});
    expect(refusalsIn(closed)).toEqual([
      '1 A1 period-closed',
      '2 F2 period-closed',
      '3 F1 at A-01 period-closed',
    ]);
    const named = { lines: [{ line: 9 }, { line: 1 }, FRAMES, { line: 3 }] };
    expect(refusalsIn(await sample.count('POST C-1/acceptances', named))).toEqual([
      'count-line-unknown',
      '1 A1 period-closed',
      '3 F1 at A-01 counted-twice',
      '3 F1 at A-01 period-closed',
    ]);
    expect(await sample.stock()).toMatchObject({ 'F1@A-01': '100', 'A1@': '20' });
    expect(bodyOf(await sample.count('GET C-1'))).toMatchObject({
      open: { lines: 3, refused: 3 },
      progress: { counted: 3, accepted: 0 },
    });
  });

  test('where the count day is closed, or takes nothing late, adjustments are dated on a later day', async () => {
    await started();
    await entered([{ ...FRAMES, quantity: '97' }]);
    await closeJanuary();
    for (const [postedOn, code] of [
      ['2026-01-31', '3 F1 at A-01 period-closed'],
      ['2026-01-30', 'before-count-day'],
      ['2026-02-30', 'date-invalid'],
    ] as const) {
      const refused = await sample.count('POST C-1/acceptances', { postedOn });
      expect(refusalsIn(refused)).toEqual([code]);
    }
    const { adjustments } = await accepted({ postedOn: '2026-02-01' });
    const { body } = await sample.send(
      `GET /companies/sample/transactions/${adjustments[0].event}`,
    );
    expect(body).toMatchObject({ content: { postedOn: '2026-02-01', quantity: '-3' } });
  });

  test('Q-15 where late facts are forbidden, a line that moved since is adjusted on the day it did', async () => {
    sample = await countingCompany({}, [{ policy: 'late-facts', value: 'forbid' }]);
    await started();
    await sample.move({ type: 'sale', location: 'A-01', quantity: '5', postedOn: '2026-02-02' });
    await entered([
      { ...FRAMES, quantity: '97' },
      { item: 'A1', quantity: '19' },
    ]);
    const late = await sample.count('POST C-1/acceptances', {});
    expect(refusalsIn(late)).toEqual(['3 F1 at A-01 late-fact-forbidden']);
    expect(await accepted({ except: [FRAMES] })).toMatchObject({ lines: 1 });
    expect(await accepted({ postedOn: '2026-02-02' })).toMatchObject({
      adjustments: [{ ...FRAMES, difference: '-3' }],
    });
    expect(await sample.stock()).toMatchObject({ 'F1@A-01': '92', 'A1@': '19' });
  });

  test('costing 5.5 an adjustment that comes late is costed where it belongs, and corrected by the books', async () => {
    await started();
    // At 16.00, after the count day: what is missing on it cost 12.50.
    const dearer = { quantity: '100', unitCost: '19.50', postedOn: '2026-02-02' };
    await sample.move({ type: 'receive-from-vendor', location: 'A-01', ...dearer });
    await entered([{ ...FRAMES, quantity: '97' }]);
    expect(await accepted()).toMatchObject({ missing: '48.00' });
    await expect
      .poll(async () => {
        const { body } = await sample.send('GET /companies/sample/reports/trial-balance');
        return Object(body).rows.find((row: Fields) => row['account'] === '5900')?.closing;
      })
      .toBe('37.50');
  });

  test('goods that lie elsewhere than recorded never take the item below zero on the way', async () => {
    sample = await countingCompany({ negativeStock: 'forbid' });
    await started({ locations: ['A-01', 'B-02'] });
    await sample.move({ type: 'sale', location: 'A-01', quantity: '95' });
    await entered([
      { ...FRAMES, quantity: '20' },
      { item: 'F1', location: 'B-02', quantity: '80' },
    ]);
    const answer = await accepted();
    expect(answer.warnings).toEqual([]);
    expect(answer).toMatchObject({ found: '1000.00', missing: '1000.00', net: '0.00' });
    expect(await sample.stock()).toMatchObject({ 'F1@A-01': '-75', 'F1@B-02': '80' });
  });
});

test('goods of others are counted and never adjusted: what became of them is not for a count to say', async () => {
  await sample.move({
    type: 'consignment-receipt',
    item: 'F2',
    location: 'VEND',
    quantity: '10',
  });
  await started({ locations: ['VEND', 'A-01'] });
  await entered([
    { item: 'F2', location: 'VEND', quantity: '8' },
    { ...FRAMES, quantity: '99' },
  ]);
  const named = await sample.count('POST C-1/acceptances', {
    lines: [{ item: 'F2', location: 'VEND' }],
  });
  expect(refusalsIn(named)).toEqual(['2 F2 at VEND count-of-others']);
  expect(await accepted({ uncounted: 'zero' })).toMatchObject({
    lines: 1,
    ofOthers: 1,
    adjustments: [FRAMES],
  });
  expect(await sample.stock()).toMatchObject({ 'F2@VEND': '10' });
  // Two were used; once that is known the count agrees, as of now.
  await sample.move({
    type: 'consignment-use',
    item: 'F2',
    location: 'VEND',
    quantity: '2',
    unitCost: '40',
  });
  await sample.move({ type: 'sale', item: 'F2', location: 'VEND', quantity: '2' });
  await entered([{ item: 'F2', location: 'VEND', quantity: '8', moment: 'entry' }]);
  expect(await accepted()).toMatchObject({ state: 'closed', lines: 1, agreed: 1 });
});

test('a cancelled count accepts nothing more; what it accepted stays, and its places are free', async () => {
  await started();
  await entered([{ ...FRAMES, quantity: '97' }]);
  await accepted();
  const cancelled = bodyOf(
    await sample.count('POST C-1/cancellation', { because: 'inventory postponed' }),
  );
  expect(cancelled).toMatchObject({
    count: { state: 'cancelled', endedBecause: 'inventory postponed' },
    progress: { accepted: 1, uncounted: 2 },
  });
  expect((await sample.count('POST C-1/cancellation', { because: 'again' })).body).toEqual(
    cancelled,
  );
  for (const [request, body] of [
    ['POST C-1/entries', { lines: [{ item: 'A1', quantity: '1' }] }],
    ['POST C-1/recounts', {}],
    ['POST C-1/acceptances', { uncounted: 'zero' }],
  ] as const) {
    expect(problemIn(await sample.count(request, body)).title).toBe('Count C-1 is cancelled.');
  }
  expect(await started({ name: 'C-2' })).toMatchObject({ progress: { lines: 3 } });
});

test('I10 counts of one company are unknown to another', async () => {
  await started();
  for (const request of ['GET C-9', 'GET C-9/lines', 'GET C-9/lines/1', 'GET C-9/sheet']) {
    expect(problemIn(await sample.count(request))).toMatchObject({
      status: 404,
      code: 'not-found',
    });
  }
  const other = await countingCompany();
  expect(problemIn(await other.count('GET C-1'))).toMatchObject({ status: 404, code: 'not-found' });
  const lines = { lines: [{ item: 'A1', quantity: '1' }] };
  for (const [request, body] of [
    ['POST C-1/entries', lines],
    ['POST C-1/acceptances', {}],
    ['POST C-1/cancellation', { because: 'theirs' }],
  ] as const) {
    expect(problemIn(await other.count(request, body)).code).toBe('not-found');
  }
  // The name is free there, and so are the places.
  expect(bodyOf(await other.count('POST', C1))).toMatchObject({ status: 'started' });
  expect(bodyOf(await sample.count('GET C-1'))).toMatchObject({ progress: { uncounted: 3 } });
  const unknown = await sample.send('GET /companies/nobody/counts/C-1');
  expect(problemIn(unknown).code).toBe('company-unknown');
});

test('the sheet shows what is still to be counted, and what is recorded unless the count is blind', async () => {
  await started();
  await entered([{ ...FRAMES, quantity: '97' }]);
  const sheet = await sample.count('GET C-1/sheet');
  expect(sheet.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(sheet.body).toBe(
    'count,line,location,item,name,recorded,counted\r\nC-1,1,,A1,Case,20,\r\nC-1,2,,K1,Resin,2.500,\r\n',
  );
  expect((await sample.count('GET C-1/sheet?all=true')).body).toContain('C-1,3,A-01,F1,Frame,100,');
  const workbook = await sample.count('GET C-1/sheet?format=xlsx');
  expect(workbook.headers.get('content-type')).toContain('spreadsheetml');
  expect(refusalsIn(await sample.count('GET C-1/sheet?format=pdf'))).toEqual(['request-malformed']);
  await sample.count('POST C-1/cancellation', { because: 'test' });
  await started({ name: 'C-2', blind: true });
  const blind = await sample.count('GET C-2/sheet?format=json');
  expect(Object(blind.body).rows[0]).toMatchObject({ item: 'A1', recorded: '' });
});
