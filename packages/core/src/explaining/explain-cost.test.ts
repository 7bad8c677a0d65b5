import { expect, test } from 'vitest';
import { formatDecimal } from '../primitives/decimal.ts';
import { CostLog } from '../testing/cost-log.ts';
import { day, type SampleOptions } from '../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../testing/sample-company.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';
import type { CostNode } from './cost-node.ts';

/** The sample company that restates by itself, and says why its movements cost what they do. */
class ExplainedCompany extends SampleCompany {
  readonly log: CostLog;
  readonly #keys = new Map<number, string>();

  constructor(options?: SampleOptions) {
    super(options);
    this.log = new CostLog(this.books);
  }

  on(postedOn: string, key: string, type: TransactionType, fields: SampleFields = {}): void {
    const { event, caused } = this.posted(type, { key, postedOn, ...fields });
    for (const one of [event, ...caused]) this.#keys.set(one.number, one.key);
    const decision = this.decisions.at(-1);
    if (decision === undefined) return;
    this.log.add(decision);
    this.log.restateAfter(decision);
  }

  /** The tree of a transaction's first movement, one part a line, looking back as far as a day. */
  why(key: string, from = '1900-01-01'): readonly string[] {
    const found = this.log
      .steps()
      .flatMap(({ on, movements }) =>
        movements
          .filter(({ event, isVirtual }) => !isVirtual && this.#keys.get(event) === key)
          .map((movement) => ({ on, movement })),
      )[0];
    const tree = found && this.log.explain(found.movement, found.on, day(from));
    return tree === undefined ? [] : this.#lines(tree);
  }

  /** What of a transaction's amount is still in its pool. */
  left(key: string): string {
    const found = this.log
      .steps()
      .flatMap(({ on, movements }) =>
        movements
          .filter(({ event, isVirtual }) => !isVirtual && this.#keys.get(event) === key)
          .map((movement) => ({ on, movement })),
      )[0];
    const left = found && this.log.stillThere(found.movement, found.on);
    return left === undefined ? 'not known' : formatDecimal(left, 2);
  }

  #lines(node: CostNode, depth = 0): readonly string[] {
    const name = this.#keys.get(node.event) ?? '';
    const text = `${'  '.repeat(depth)}${formatDecimal(node.value, 2)} ${node.kind} ${name}`;
    return [text.trimEnd(), ...node.children.flatMap((child) => this.#lines(child, depth + 1))];
  }
}

test('costing 6 under an average a sale is made of what earlier issues left of every receipt', () => {
  const company = new ExplainedCompany();
  company.on('2026-01-05', 'r1', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-06', 's1', 'sale', { quantity: '4' });
  company.on('2026-01-07', 'r2', 'receive-from-vendor', { quantity: '6', unitCost: '16' });
  company.on('2026-01-08', 's2', 'sale', { quantity: '3' });
  // 6 of r1 worth 60.00 and 6 of r2 worth 96.00 are there; 3 of 12 are a quarter of both.
  expect(company.why('s2')).toEqual(['39.00 pool-share s2', '  15.00 told r1', '  24.00 told r2']);
  company.on('2026-01-09', 's3', 'sale', { quantity: '7' });
  // 117.00 for 9: 7 of them are 91.00, of which 7/9 of 45.00 and 7/9 of 72.00.
  expect(company.why('s3')).toEqual(['91.00 pool-share s3', '  35.00 told r1', '  56.00 told r2']);
});

test('costing 6 what shares do not take of a minor unit is told as rounding', () => {
  const company = new ExplainedCompany();
  company.on('2026-01-05', 'r1', 'receive-from-vendor', { quantity: '1', amount: '0.50' });
  company.on('2026-01-06', 'r2', 'receive-from-vendor', { quantity: '1', amount: '0.25' });
  company.on('2026-01-07', 'r3', 'receive-from-vendor', { quantity: '1', amount: '0.25' });
  company.on('2026-01-08', 's', 'sale', { quantity: '1' });
  // A third of 1.00 is 0.33; thirds of 0.50, 0.25 and 0.25 are 0.17, 0.08 and 0.08.
  expect(company.why('s')).toEqual([
    '0.33 pool-share s',
    '  0.17 told r1',
    '  0.08 told r2',
    '  0.08 told r3',
  ]);
  company.on('2026-01-09', 's2', 'sale', { quantity: '1' });
  expect(company.why('s2')).toEqual([
    '0.34 pool-share s2',
    '  0.17 told r1',
    '  0.08 told r2',
    '  0.08 told r3',
    '  0.01 rounding',
  ]);
});

test('costing 6 a backdated receipt and landed cost are in the cost of the sales after them', () => {
  const company = new ExplainedCompany();
  company.on('2026-01-05', 'r1', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-10', 's', 'sale', { quantity: '5' });
  company.on('2026-01-06', 'r2', 'receive-from-vendor', { quantity: '10', unitCost: '16' });
  company.on('2026-01-20', 'f', 'landed-cost', { original: 'r1', amount: '8.00' });
  expect(company.why('s')).toEqual([
    '67.00 pool-share s',
    '  25.00 told r1',
    '  2.00 cost-fact f',
    '  40.00 told r2',
  ]);
});

test('costing 6 under fifo a sale is made of the receipts it used, with what came to their cost', () => {
  const company = new ExplainedCompany({ costingMethod: 'fifo' });
  company.on('2026-01-05', 'r1', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-06', 'r2', 'receive-from-vendor', { quantity: '10', unitCost: '16' });
  company.on('2026-01-10', 's1', 'sale', { quantity: '4' });
  company.on('2026-01-11', 's2', 'sale', { quantity: '8' });
  company.on('2026-01-20', 'f', 'landed-cost', { original: 'r2', amount: '5.00' });
  expect(company.why('s2')).toEqual([
    '93.00 pool-share s2',
    '  60.00 layer r1',
    '    60.00 told r1',
    '  33.00 layer r2',
    '    32.00 told r2',
    '    1.00 cost-fact f',
  ]);
});

test('costing 6 the cost of goods that were transferred is followed to where they were received', () => {
  const company = new ExplainedCompany();
  company.on('2026-01-05', 'r1', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-06', 'r2', 'receive-from-vendor', { quantity: '10', unitCost: '20' });
  const away = { toSite: 'O1', quantity: '4' };
  company.on('2026-01-07', 'sent', 'stock-transfer', away);
  company.on('2026-01-08', 'got', 'receive-transfer', {
    site: 'O1',
    document: 'sent',
    quantity: '4',
  });
  company.on('2026-01-09', 's', 'sale', { site: 'O1', quantity: '1' });
  expect(company.why('s')).toEqual([
    '15.00 pool-share s',
    '  15.00 carried-over got',
    '    15.00 pool-share got',
    '      15.00 carried-over sent',
    '        15.00 pool-share sent',
    '          5.00 told r1',
    '          10.00 told r2',
  ]);
});

test('costing 6 a return costs its share of what the sale had cost, corrections included', () => {
  const company = new ExplainedCompany();
  company.on('2026-01-05', 'r1', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-10', 's', 'sale', { quantity: '4' });
  company.on('2026-01-12', 'back', 'return', { original: 's', quantity: '1' });
  company.on('2026-01-06', 'r2', 'receive-from-vendor', { quantity: '10', unitCost: '20' });
  expect(company.why('back')).toEqual([
    '15.00 original back',
    '  15.00 pool-share s',
    '    5.00 told r1',
    '    10.00 told r2',
  ]);
});

test('costing 6 what the pool did not hold costs what it knew last, and says of what', () => {
  const company = new ExplainedCompany();
  company.on('2026-01-05', 'r1', 'receive-from-vendor', { quantity: '2', unitCost: '10' });
  company.on('2026-01-06', 's1', 'sale', { quantity: '2' });
  company.on('2026-01-07', 's2', 'sale', { quantity: '3' });
  expect(company.why('s2')).toEqual([
    '30.00 pool-share s2',
    '  30.00 assumed',
    '    30.00 told r1',
  ]);
});

test('costing 6 what lies further back than one looks is one part, at its exact value', () => {
  const company = new ExplainedCompany();
  company.on('2026-01-05', 'r1', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-06', 's1', 'sale', { quantity: '4' });
  company.on('2026-01-07', 'r2', 'receive-from-vendor', { quantity: '6', unitCost: '16' });
  company.on('2026-01-08', 's2', 'sale', { quantity: '3' });
  expect(company.why('s2', '2026-01-07')).toEqual([
    '39.00 pool-share s2',
    '  15.00 stock-before',
    '  24.00 told r2',
  ]);
});

test('costing 6 of many receipts the largest are told and the others summed', () => {
  const company = new ExplainedCompany();
  for (let at = 1; at <= 60; at += 1)
    company.on('2026-01-05', `r${at}`, 'receive-from-vendor', { quantity: '1', unitCost: `${at}` });
  company.on('2026-01-06', 's', 'sale', { quantity: '60' });
  const parts = company.why('s').slice(1);
  // 60 · 61 / 2 = 1830.00 in all, of which the eleven smallest are 66.00.
  expect(parts).toHaveLength(50);
  expect(parts[0]).toBe('  12.00 told r12');
  expect(parts.at(-1)).toBe('  66.00 others');
});

for (const costingMethod of ['moving-average', 'company-average', 'fifo'] as const)
  test(`costing 6 what of a freight bill is still in stock, ${costingMethod}`, () => {
    const company = new ExplainedCompany({ costingMethod });
    company.on('2026-01-05', 'r1', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
    company.on('2026-01-06', 's1', 'sale', { quantity: '5' });
    company.on('2026-01-20', 'f', 'landed-cost', { original: 'r1', amount: '6.00' });
    expect(company.left('f')).toBe('3.00');
    company.on('2026-01-21', 's2', 'sale', { quantity: '2' });
    expect(company.left('f')).toBe('1.80');
    expect(company.left('r1')).toBe('30.00');
    company.on('2026-01-22', 's3', 'sale', { quantity: '3' });
    expect(company.left('f')).toBe('0.00');
  });
