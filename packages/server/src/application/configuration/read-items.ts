import {
  ITEM_CLASSES,
  type Item,
  LARGEST_GROUP_NUMBER,
  LARGEST_MEASURE,
  LARGEST_UNIT_COST,
  MEASURE_DECIMALS,
  mapSetCosts,
  measure,
  parseDecimal,
  type Refusal,
  refusal,
  SET_STREAMS,
  UNIT_COST_DECIMALS,
  unitCost,
} from 'perpetua-core';
import type { ItemSetup } from './company-setup.ts';

const MOST_QUANTITY_DECIMALS = 6;
const LONGEST_CODE = 60;

/** Reads items as they are set up; what is wrong with any of them comes back beside them. */
export function readItems(setups: readonly ItemSetup[]): {
  readonly items: readonly Item[];
  readonly refusals: readonly Refusal[];
} {
  const refusals: Refusal[] = [];
  const items = setups.map((setup): Item => {
    for (const fault of faultsOf(setup))
      refusals.push(refusal('setup-invalid', { what: `item ${setup.code}`, fault }));
    const cost = setup.standardCost === undefined ? undefined : costOf(setup.standardCost);
    const set = mapSetCosts(setup.setCosts, (text) => costOf(text) ?? unitCost(0n));
    const weight = measureOf(setup.weight);
    const volume = measureOf(setup.volume);
    return {
      code: setup.code,
      name: setup.name,
      group: setup.group,
      itemClass: setup.itemClass ?? 'stock',
      quantityDecimals: setup.quantityDecimals ?? 0,
      ...(setup.itemType === undefined ? {} : { itemType: setup.itemType }),
      ...(setup.financialGroup === undefined ? {} : { financialGroup: setup.financialGroup }),
      ...(setup.category === undefined ? {} : { category: setup.category }),
      ...(cost === undefined ? {} : { standardCost: cost }),
      ...(set === undefined ? {} : { setCosts: set }),
      ...(weight === undefined ? {} : { weight }),
      ...(volume === undefined ? {} : { volume }),
      ...(setup.salesTaxType ? { salesTaxType: setup.salesTaxType } : {}),
      ...(setup.purchaseTaxType ? { purchaseTaxType: setup.purchaseTaxType } : {}),
    };
  });
  const seen = new Set<string>();
  for (const { code } of items) {
    if (seen.has(code)) {
      refusals.push(refusal('setup-invalid', { what: `item ${code}`, fault: 'given twice' }));
    }
    seen.add(code);
  }
  return { items, refusals };
}

function costOf(text: string) {
  const cost = parseDecimal(text, UNIT_COST_DECIMALS, LARGEST_UNIT_COST);
  return typeof cost === 'bigint' && cost >= 0n ? unitCost(cost) : undefined;
}

/** A weight or a volume above zero; undefined for none, and for what is no such decimal. */
function measureOf(text: string | undefined) {
  const number = text === undefined ? 0n : parseDecimal(text, MEASURE_DECIMALS, LARGEST_MEASURE);
  return typeof number === 'bigint' && number > 0n ? measure(number) : undefined;
}

function faultsOf(setup: ItemSetup): readonly string[] {
  const { code, name, group, itemClass, quantityDecimals, standardCost } = setup;
  const faults: string[] = [];
  if (code === '' || code.length > LONGEST_CODE || /[\n\r\0]/.test(code)) {
    faults.push(`the code needs 1 to ${LONGEST_CODE} characters on one line`);
  }
  if (name.trim() === '') faults.push('the name is empty');
  if (!Number.isInteger(group) || group < 1 || group > LARGEST_GROUP_NUMBER) {
    faults.push(`group ${group} is not a number from 1 to ${LARGEST_GROUP_NUMBER}`);
  }
  if (itemClass !== undefined && !ITEM_CLASSES.includes(itemClass))
    faults.push(`there is no item class ${itemClass}`);
  const decimals = quantityDecimals ?? 0;
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_QUANTITY_DECIMALS) {
    faults.push(`quantity decimals are 0 to ${MOST_QUANTITY_DECIMALS}, not ${decimals}`);
  }
  if (standardCost !== undefined && costOf(standardCost) === undefined) {
    faults.push(
      `standard cost ${standardCost} is no decimal from 0 with at most ${UNIT_COST_DECIMALS} decimals`,
    );
  }
  for (const field of ['weight', 'volume'] as const) {
    if (setup[field] === undefined || measureOf(setup[field]) !== undefined) continue;
    faults.push(
      `${field} ${setup[field]} is no decimal above 0 with at most ${MEASURE_DECIMALS} decimals`,
    );
  }
  return [...faults, ...setCostFaults(setup)];
}

/** Costs are set only where no stock is kept, from which they would follow (`004.15`). */
function setCostFaults({ itemClass = 'stock', setCosts = {} }: ItemSetup): readonly string[] {
  const set = SET_STREAMS.filter((stream) => setCosts[stream] !== undefined);
  if (set.length > 0 && itemClass === 'stock')
    return [`its ${set.join(', ')} cost follows from its stock and is not set`];
  return set
    .filter((stream) => costOf(setCosts[stream] ?? '') === undefined)
    .map(
      (stream) =>
        `${stream} cost ${setCosts[stream]} is no decimal from 0 with at most ${UNIT_COST_DECIMALS} decimals`,
    );
}
