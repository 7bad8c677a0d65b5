import type { CostNodeKind, Refusal, Result } from 'perpetua-core';
import {
  type CostExplanation,
  type CostPart,
  explainCostOf,
  type MovementCost,
  type NamedEvent,
} from '../../application/reading/explain-cost.ts';
import { type EffectExplanation, explainEffect } from '../../application/reading/explain-effect.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { companyOf, tellRefusals, withBooks } from './command.ts';
import { grouped } from './figures.ts';
import { EXIT } from './terminal.ts';

/** The transaction whose cost or effect is asked for, and how much of it. */
export type CostOptions = BooksOptions & {
  readonly company?: string;
  readonly key?: string;
  readonly source?: string;
  readonly event?: string;
  readonly after?: string;
  readonly limit?: string;
  readonly json?: boolean;
};

/** Says why the movements of a transaction cost what they do. */
export function explainCostCommand(services: CliServices, options: CostOptions): Promise<void> {
  const { key, source, event } = options;
  const ask = (books: CliBooks, company: number) =>
    explainCostOf(books.reading, company, { key, source, event });
  return answer(services, options, ask, costText);
}

/** Says where what a transaction changed in costs went. */
export function explainEffectCommand(services: CliServices, options: CostOptions): Promise<void> {
  const { key, source, event, after, limit } = options;
  const ask = (books: CliBooks, company: number) =>
    explainEffect(books.reading, company, { key, source, event, after, limit });
  return answer(services, options, ask, effectText);
}

function answer<Value>(
  services: CliServices,
  options: CostOptions,
  ask: (books: CliBooks, company: number) => Promise<Result<Value, Refusal>>,
  textOf: (value: Value) => string,
): Promise<void> {
  const { terminal } = services;
  return withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const found = await ask(books, company.id);
    if (!found.ok) return tellRefusals(terminal, found.reasons);
    const { value } = found;
    terminal.print(options.json === true ? JSON.stringify(value, null, 2) : textOf(value));
    return EXIT.done;
  });
}

const WORDS: Readonly<Record<CostNodeKind, string>> = {
  told: 'as told',
  'cost-fact': 'cost added',
  'pool-share': 'share of the pool',
  layer: 'used of the receipt',
  assumed: 'at the cost known last',
  'carried-over': 'carried over',
  original: 'share of the original',
  reversed: 'reversed',
  consequence: 'left to be posted',
  standard: 'at standard cost',
  restated: 'restated',
  'left-behind': 'left behind in the pool',
  'stock-before': 'stock before',
  others: 'others',
  'as-posted': 'kept as it was posted',
  rounding: 'rounding',
};

const nameText = (named: NamedEvent | null): string =>
  named === null ? '' : `${named.type} ${named.key}`;

function costText({ movements, ...named }: CostExplanation): string {
  return [`${nameText(named)}, ${named.postedOn}`, ...movements.flatMap(movementLines)].join('\n');
}

function movementLines({ cost, corrections, ...movement }: MovementCost): readonly string[] {
  const { item, site, bucket, account, quantity, value, posted } = movement;
  return [
    '',
    `movement ${movement.movement}: ${quantity} ${item} at ${site}, ${bucket} on ${account}: ${grouped(value)}, posted at ${grouped(posted)}`,
    ...corrections.map(({ transaction, change, dueTo }) => {
      const facts = dueTo.map(nameText).join(', ');
      return `  corrected by ${grouped(change)} on ${transaction?.postedOn ?? ''}, due to ${facts}`;
    }),
    ...partLines(cost, 1),
  ];
}

function partLines(part: CostPart, depth: number): readonly string[] {
  const { kind, transaction, on, pool, of, value, count, isCut, parts } = part;
  const words = [
    WORDS[kind],
    count > 0 ? `(${count})` : '',
    kind === 'pool-share' && pool !== null ? `at ${pool.site} on ${pool.account}` : '',
    kind === 'stock-before' ? on : nameText(transaction),
    transaction === null ? '' : on,
    transaction === null && kind !== 'stock-before'
      ? ''
      : `of ${of.quantity} = ${grouped(of.value)}`,
    isCut ? '…' : '',
  ];
  const text = words.filter((word) => word !== '').join(' ');
  return [
    `${grouped(value).padStart(14)} ${'  '.repeat(depth)}${text}`,
    ...parts.flatMap((child) => partLines(child, depth + 1)),
  ];
}

function effectText(effect: EffectExplanation): string {
  const { stock, accounts, repriced, togetherWith, next } = effect;
  return [
    `${nameText(effect)}, ${effect.postedOn}`,
    `into stock ${grouped(effect.own)}, corrected ${grouped(effect.corrected)}, left ${grouped(effect.left)}`,
    ...(effect.stillThere === null
      ? []
      : [`of its own amount ${grouped(effect.stillThere)} is still there`]),
    ...(effect.isOpen ? ['Costs still have to be run again because of it.'] : []),
    ...togetherWith.map((other) => `together with ${nameText(other)}, ${other.postedOn}`),
    '',
    'stock',
    ...stock.map(
      ({ item, site, bucket, account, own, corrected, left }) =>
        `${grouped(left).padStart(14)}   ${item} at ${site}, ${bucket} on ${account}: ${grouped(own)} and ${grouped(corrected)} corrected`,
    ),
    '',
    'accounts',
    ...accounts.map(
      ({ account, name, site, postedOn, amount }) =>
        `${grouped(amount).padStart(14)}   ${postedOn} ${account} ${name} at ${site}`,
    ),
    '',
    `re-priced by ${effect.corrections} corrections`,
    ...repriced.map(
      ({ transaction, change, costedOn, item, site, bucket, asType }) =>
        `${grouped(change).padStart(14)}   ${costedOn} ${nameText(transaction)}${asType === null ? '' : ` (${asType})`}: ${item} at ${site}, ${bucket}`,
    ),
    ...(next === null ? [] : [`Goes on with --after ${next}`]),
  ].join('\n');
}
