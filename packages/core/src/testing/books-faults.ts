import { isBelievable } from '../costing/cost-pool.ts';
import type { Posting } from '../journal/posting.ts';
import type { Books, Movement } from '../posting/books.ts';
import type { Decision } from '../posting/decide.ts';
import { roleOf } from '../transactions/event-shape.ts';
import { addTo, type Sums, sumTexts } from './sums.ts';

/** General ledger balances by account and site, debit positive. */
export function ledgerBalances(postings: readonly Posting[]): Sums {
  const balances: Sums = new Map();
  for (const { debit, credit, amount } of postings) {
    addTo(balances, `${debit.account}@${debit.site}`, amount);
    addTo(balances, `${credit.account}@${credit.site}`, -amount);
  }
  return balances;
}

/** General ledger balances by the role each side was determined for. */
export function roleBalances(decisions: readonly Decision[]): Sums {
  const roles = new Map(
    decisions
      .flatMap(({ determinations }) => determinations)
      .map(({ number, determination }) => [number, determination.roleUsed]),
  );
  const balances: Sums = new Map();
  for (const { debit, credit, amount } of decisions.flatMap(({ postings }) => postings)) {
    addTo(balances, roles.get(debit.determination) ?? 'no role', amount);
    addTo(balances, roles.get(credit.determination) ?? 'no role', -amount);
  }
  return balances;
}

/** What the subledger says the bucket accounts must show, by account and site. */
export function subledgerBalances(books: Books): Sums {
  const balances: Sums = new Map();
  for (const { address, pool } of books.pools.values()) {
    addTo(balances, `${address.account}@${address.site}`, pool.value);
  }
  return balances;
}

/** What the subledger says the bucket roles must show. */
export function subledgerRoles(books: Books): Sums {
  const balances: Sums = new Map();
  for (const { address, pool } of books.pools.values()) {
    addTo(balances, roleOf(address.bucket), pool.value);
  }
  return balances;
}

/** Every pool whose state is not what its movements add up to (`I2`). */
export function poolsUnlikeMovements(
  books: Books,
  movements: readonly Movement[],
): readonly string[] {
  const sums: Sums = new Map();
  for (const { pool, quantity, value } of movements) {
    addTo(sums, `${pool} units`, quantity);
    addTo(sums, `${pool} value`, value);
  }
  return [...books.pools.values()].flatMap(({ number, address, pool }) => {
    const moved = [sums.get(`${number} units`) ?? 0n, sums.get(`${number} value`) ?? 0n];
    const isSame = moved[0] === pool.quantity && moved[1] === pool.value;
    const held = `${pool.quantity} = ${pool.value}`;
    return isSame
      ? []
      : [`pool ${number} (${address.bucket}) holds ${held}, moved ${moved.join(' = ')}`];
  });
}

/** Every account of an item at a site whose places do not add up to its pools. */
export function placesUnlikePools(books: Books): readonly string[] {
  const sums: Sums = new Map();
  for (const [key, { account, quantity }] of books.positions) {
    const [item, site, bucket] = key.split('\n');
    addTo(sums, `${item} ${site} ${bucket} ${account}`, quantity);
  }
  for (const { address, pool } of books.pools.values()) {
    const { item, site, bucket, account } = address;
    addTo(sums, `${item} ${site} ${bucket} ${account}`, -pool.quantity);
  }
  return Object.entries(sumTexts(sums)).map(([name, difference]) => `${name}: ${difference}`);
}

/** Every pool with a value its units cannot have (`I13`), or layers that are not the pool. */
export function unbelievablePools(books: Books): readonly string[] {
  return [...books.pools.values()].flatMap(({ number, address, pool }) => {
    const faults: string[] = [];
    const held = `${pool.quantity} = ${pool.value}`;
    const nothing = pool.quantity === 0n && pool.value !== 0n;
    if (nothing || (address.bucket !== 'order-clearing' && !isBelievable(pool))) {
      faults.push(`pool ${number} (${address.bucket}) holds ${held}`);
    }
    const layers = pool.layers.reduce(
      (sum, layer) => ({ units: sum.units + layer.quantity, value: sum.value + layer.value }),
      { units: 0n, value: 0n },
    );
    const isSame = layers.units === pool.quantity && layers.value === pool.value;
    if (pool.layers.length > 0 && !isSame) {
      faults.push(`pool ${number} holds ${held} in layers of ${layers.units} = ${layers.value}`);
    }
    return faults;
  });
}
