import { expect, test } from 'vitest';
import { COSTING_METHODS } from '../costing/cost-pool.ts';
import { keysOf } from '../primitives/keys.ts';
import { day } from '../testing/sample-books.ts';
import {
  indexPolicies,
  type PolicyRow,
  policyOn,
  policyRows,
  policyStatusOn,
} from './policies-in-force.ts';
import {
  COMPANY_SETTING_VALUES,
  COMPANY_SETTINGS,
  isPolicyName,
  isPolicyValue,
  POLICIES,
  POLICY_VALUES,
  policyNames,
  policyValues,
  usualValue,
} from './policy.ts';

const NOTHING = { policies: indexPolicies([]) };

const declared = (...rows: readonly PolicyRow[]) => ({ policies: indexPolicies(rows) });

test('beyond 11 every policy has a usual value, which is one of its values, and every value its consequence', () => {
  expect(policyNames()).toEqual(keysOf(POLICY_VALUES));
  for (const name of policyNames()) {
    const [usual, source, decides] = POLICIES[name];
    expect([name, policyValues(name).includes(usual)]).toEqual([name, true]);
    expect([name, source]).toEqual([name, expect.stringMatching(/^(Q-\d\d|\d{3}\.\d\d)$/)]);
    const sentences = Object.values<string>(POLICY_VALUES[name]);
    expect([name, sentences.filter((text) => !/^[A-Z].*\.$/.test(text))]).toEqual([name, []]);
    expect(decides).not.toBe('');
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  }
  expect(policyNames().map((name) => [name, usualValue(name)])).toEqual([
    ['late-facts', 'restate'],
    ['price-difference', 'expense'],
    ['customer-return-cost', 'original'],
    ['vendor-return-cost', 'current'],
    ['shortage-cost', 'last-then-standard'],
    ['kept-streams', 'none'],
    ['sales-cost', 'valuation'],
    ['review-approval', 'one-person'],
  ]);
});

test('settings of the company that are policies too are told beside them, with all their values', () => {
  expect(keysOf(COMPANY_SETTING_VALUES)).toEqual(keysOf(COMPANY_SETTINGS));
  expect(keysOf(COMPANY_SETTING_VALUES['costing-method'])).toEqual([...COSTING_METHODS]);
  for (const name of keysOf(COMPANY_SETTINGS)) {
    const values: readonly string[] = keysOf(COMPANY_SETTING_VALUES[name]);
    expect(values).toContain(COMPANY_SETTINGS[name][0]);
  }
});

test('Q-15 a company that declared nothing has what is usual, and so has every group of it', () => {
  const date = day('2026-03-01');
  expect(policyOn(NOTHING, 'late-facts', 1, date)).toBe('restate');
  expect(policyStatusOn(NOTHING, 'late-facts', null, date)).toEqual({
    value: 'restate',
    declared: 'usual',
    since: null,
  });
});

test('beyond 11 a policy holds from its day on, until a later one does', () => {
  const configuration = declared(
    { policy: 'late-facts', group: null, from: day('2026-07-01'), value: 'prospective' },
    { policy: 'late-facts', group: null, from: day('2026-03-01'), value: 'forbid' },
  );
  const on = (date: string) => policyOn(configuration, 'late-facts', 1, day(date));
  expect(['2026-02-28', '2026-03-01', '2026-06-30', '2026-07-01'].map(on)).toEqual([
    'restate',
    'forbid',
    'forbid',
    'prospective',
  ]);
  expect(policyOn(configuration, 'price-difference', 1, day('2026-07-01'))).toBe('expense');
});

test('beyond 11 a group may differ from the company, and goes by it again once its own is taken back', () => {
  const configuration = declared(
    { policy: 'vendor-return-cost', group: null, from: day('2026-01-01'), value: 'original' },
    { policy: 'vendor-return-cost', group: 2, from: day('2026-03-01'), value: 'current' },
    { policy: 'vendor-return-cost', group: 2, from: day('2026-06-01'), value: null },
  );
  const on = (group: number | null, date: string) =>
    policyStatusOn(configuration, 'vendor-return-cost', group, day(date));
  const ofCompany = { value: 'original', declared: 'company', since: '2026-01-01' };
  expect(on(2, '2026-02-28')).toEqual(ofCompany);
  expect(on(2, '2026-03-01')).toEqual({ value: 'current', declared: 'group', since: '2026-03-01' });
  expect(on(1, '2026-03-01')).toEqual(ofCompany);
  expect(on(null, '2026-03-01')).toEqual(ofCompany);
  expect(on(2, '2026-06-01')).toEqual(ofCompany);
  const takenBack = declared(
    { policy: 'late-facts', group: null, from: day('2026-01-01'), value: 'forbid' },
    { policy: 'late-facts', group: null, from: day('2026-02-01'), value: null },
  );
  expect(policyStatusOn(takenBack, 'late-facts', 3, day('2026-02-01')).declared).toBe('usual');
});

test('rows are listed in the order of the table, the company before its groups, the oldest first', () => {
  const rows: readonly PolicyRow[] = [
    { policy: 'late-facts', group: null, from: day('2026-01-01'), value: 'forbid' },
    { policy: 'late-facts', group: null, from: day('2026-05-01'), value: 'restate' },
    { policy: 'late-facts', group: 2, from: day('2026-02-01'), value: 'prospective' },
    { policy: 'late-facts', group: 10, from: day('2026-01-01'), value: null },
    { policy: 'shortage-cost', group: null, from: day('2025-01-01'), value: 'refuse' },
  ];
  expect(policyRows(indexPolicies(rows.toReversed()))).toEqual(rows);
});

test('a value belongs to its own policy and to no other', () => {
  expect(isPolicyName('late-facts')).toBe(true);
  expect(isPolicyName('toString')).toBe(false);
  expect(isPolicyValue('vendor-return-cost', 'original')).toBe(true);
  expect(isPolicyValue('late-facts', 'original')).toBe(false);
  expect(isPolicyValue('late-facts', 'toString')).toBe(false);
});
