import type { RestatedBooks, RestatedPool } from './restated-books.ts';
import { addTo, type Sums } from './sums.ts';

/**
 * What cannot be right in any books, whatever late facts did to them: units that are not those that
 * were moved, value on nothing or against its units (`I13`), layers that are not their pool, an
 * account that is not its pools (`I3`), a journal that does not balance (`I1`).
 */
export function restatedFaults(books: RestatedBooks, moved: RestatedBooks): readonly string[] {
  const faults: string[] = [];
  const worth: Sums = new Map();
  for (const [name, pool] of books.pools) {
    const [, site = '', bucket = '', account = ''] = name.split(' ');
    const units = moved.pools.get(name)?.units ?? 0n;
    if (pool.units !== units) faults.push(`${name} has ${pool.units} units, ${units} were moved`);
    if (!isBelievable(pool, bucket)) faults.push(`${name} holds ${pool.units} = ${pool.value}`);
    if (!isOfItsLayers(pool)) faults.push(`${name} is not what its layers are`);
    if (bucket !== 'consigned') addTo(worth, `${account}@${site}`, pool.value);
  }
  for (const [name, value] of worth) {
    const balance = books.balances.get(name) ?? 0n;
    if (balance !== value) faults.push(`${name} is ${balance} in the ledger, ${value} in pools`);
  }
  const total = [...books.balances.values()].reduce((sum, balance) => sum + balance, 0n);
  if (total !== 0n) faults.push(`the ledger is off by ${total}`);
  return faults;
}

function isBelievable({ units, value }: RestatedPool, bucket: string): boolean {
  if (units === 0n) return value === 0n;
  return bucket === 'order-clearing' || (units > 0n ? value >= 0n : value <= 0n);
}

function isOfItsLayers({ units, value, layers }: RestatedPool): boolean {
  if (layers.length === 0) return true;
  const held = layers.reduce((sum, layer) => sum + layer.units, 0n);
  const worth = layers.reduce((sum, layer) => sum + layer.value, 0n);
  const isPositive = layers.every((layer) => layer.units > 0n && layer.value >= 0n);
  return isPositive && held === units && worth === value;
}
