import fc from 'fast-check';
import { COSTING_METHODS, type CostingMethod } from '../costing/cost-pool.ts';
import type { Configuration } from '../determination/configuration.ts';
import { itemTypeKey, modeKey } from '../determination/mapping.ts';
import { indexPolicies, type PolicyRow } from '../determination/policies-in-force.ts';
import type { PolicyName, PolicyValue } from '../determination/policy.ts';
import type { Item } from '../items/item.ts';
import { FIRST_DAY } from '../primitives/business-date.ts';
import { unitCost } from '../primitives/money.ts';
import { transactionTypes } from '../transactions/posting-rules.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { type Kind, STORY_KINDS, storyOf, storyText } from './random-story.ts';
import {
  assignment,
  day,
  SAMPLE_ITEMS,
  sampleConfiguration,
  withAccounts,
  withAssignments,
  withModes,
} from './sample-books.ts';

/**
 * A company whose accounts differ by site, location, item type, reason and day, so that pools and
 * pins are many and every step of the ladder decides now and then.
 */
function manyAccounts(
  costingMethod: CostingMethod,
  negativeStock: 'allow' | 'forbid',
  {
    sitesBalance: selfBalancingSites,
    receivesAsSent,
    policies,
  }: {
    readonly sitesBalance: boolean;
    readonly receivesAsSent: boolean;
    readonly policies: readonly PolicyRow[];
  },
): Configuration {
  const sites = sampleConfiguration().sites;
  const office = sites.get('O1');
  return sampleConfiguration({
    costingMethod,
    negativeStock,
    selfBalancingSites,
    configuration: {
      policies: indexPolicies(policies),
      sites: new Map([
        ...sites,
        ...(office === undefined
          ? []
          : [['O1', { ...office, receivesTransfersAutomatically: receivesAsSent }] as const]),
      ]),
      accounts: withAccounts({
        1310: 'asset',
        1350: 'asset',
        1360: 'asset',
        1390: 'asset',
        1400: 'asset',
        1410: 'asset',
        5010: 'expense',
        5910: 'expense',
        5920: 'expense',
      }),
      ...withAssignments([
        assignment('inventory', '1310', { group: 1, site: 'DC' }),
        assignment('inventory', '1390', { group: 1, site: 'DC', location: 'CONS' }),
        assignment('inventory', '1350', { group: 1, site: 'O1', validFrom: day('2026-05-01') }),
        assignment('inventory', '1360', { group: 2, validFrom: day('2026-07-01') }),
        assignment('inventory', '1310', { group: 1, site: 'L', validFrom: day('2026-03-01') }),
        assignment('wip', '1400', { site: 'L' }),
        assignment('wip', '1410', { site: 'O1', validFrom: day('2026-06-01') }),
        assignment('inventory-in-transit', '1410', { validFrom: day('2026-06-01') }),
        assignment('count-variance', '5910', { group: 1, site: 'DC', location: 'CONS' }),
        assignment('cost-revalue', '5920', { group: 1, site: 'DC' }),
      ]),
      modes: withModes(
        transactionTypes().map((type) => [modeKey(type, 'cogs'), { mode: 'item-type' }] as const),
      ),
      itemTypeAccounts: new Map([[itemTypeKey('cogs', 'Frame', ''), '5010']]),
    },
  });
}

/** Standard costs with more decimals than the currency has, so that there is something to round. */
const STANDARD_COSTS: Readonly<Record<string, bigint>> = { F1: 733_500_000n, A1: 1_234_567_891n };

/** The sample's items; at standard every one has a standard cost. */
const itemsUnder = (method: CostingMethod): readonly Item[] =>
  SAMPLE_ITEMS.map((item) => {
    const cost = STANDARD_COSTS[item.code];
    return method !== 'standard' || cost === undefined
      ? item
      : { ...item, standardCost: unitCost(cost) };
  });

const small = (max: number) => fc.nat({ max });

/** One turn of a story of these kinds. */
const turnOf = (kinds: readonly Kind[]) =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    item: small(2),
    site: small(2),
    other: small(11),
    spot: small(2),
    quantity: fc.integer({ min: 1, max: 12 }),
    cents: fc.oneof(small(9999), fc.constantFrom(0, 1, 333, 1000)),
    past: fc.oneof({ weight: 2, arbitrary: small(1) }, { weight: 1, arbitrary: small(11) }),
    day: small(335),
  });

const SAID: readonly (readonly [PolicyName, PolicyValue])[] = [
  ['customer-return-cost', 'original'],
  ['customer-return-cost', 'current'],
  ['vendor-return-cost', 'original'],
  ['vendor-return-cost', 'current'],
  ['late-facts', 'prospective'],
  ['late-facts', 'prospective'],
  ['late-facts', 'restate'],
  ['price-difference', 'capitalise'],
  ['price-difference', 'expense'],
];

/** Nothing declared, or the other value: for the company, from a day on, for the company but one group. */
const declarations = fc
  .record({
    said: fc.constantFrom(...SAID),
    group: fc.constantFrom(null, 1, 2),
    from: fc.constantFrom(FIRST_DAY, day('2026-04-01'), day('2026-08-01')),
    isTakenBack: fc.nat({ max: 5 }),
  })
  .map(({ isTakenBack, said: [policy, value], ...row }): PolicyRow => {
    return { ...row, policy, value: isTakenBack === 0 ? null : value };
  });

/** Policies as a person would declare them, several over time; none of them twice on a day. */
const policiesOf = fc.uniqueArray(declarations, {
  maxLength: 6,
  selector: ({ policy, group, from }) => `${policy} ${group} ${from}`,
});

const policyText = ({ policy, group, from, value }: PolicyRow): string =>
  `${policy}${group === null ? '' : ` of group ${group}`} from ${from}: ${value ?? 'taken back'}`;

/** A random company and what is sent to it, one after the other. */
export type History = {
  readonly configuration: Configuration;
  readonly items: readonly Item[];
  readonly story: readonly TransactionInput[];
};

/** Random histories; a failing one is shortened and printed as the lines a person would write. */
export function histories(
  longest: number,
  kinds: readonly Kind[] = STORY_KINDS,
  methods: readonly CostingMethod[] = COSTING_METHODS,
): fc.Arbitrary<History> {
  return fc
    .record({
      method: fc.constantFrom<CostingMethod>(...methods),
      negative: fc.constantFrom<'allow' | 'forbid'>('allow', 'allow', 'forbid'),
      receivesAsSent: fc.constantFrom(false, false, true),
      startsWithStock: fc.boolean(),
      sitesBalance: fc.boolean(),
      policies: policiesOf,
      turns: fc.array(turnOf(kinds), { minLength: 1, maxLength: longest, size: 'max' }),
    })
    .map(({ method, negative, startsWithStock, turns, ...wanted }) => {
      const { receivesAsSent, sitesBalance, policies } = wanted;
      const story = storyOf(turns, startsWithStock);
      const setting = `stock below zero: ${negative}, received as sent: ${receivesAsSent}, sites balance: ${sitesBalance}`;
      const declared = policies.map((row) => `\n${policyText(row)}`).join('');
      const print = () => `${method}, ${setting}${declared}${storyText(story)}`;
      const configuration = manyAccounts(method, negative, wanted);
      const items = itemsUnder(method);
      return { configuration, items, story, [fc.toStringMethod]: print };
    });
}
