import { assert } from 'perpetua-core';

/**
 * A stream of whole numbers that is the same for the same seed on every machine.
 *
 * It is the "small fast counting" generator on four 32-bit words: additions, shifts and a
 * counter, no fractions anywhere. It is good enough to look like business and of no use for secrets.
 */
export class RandomSource {
  #first: number;
  #second: number;
  #third: number;
  #counter = 1;

  constructor(seed: number) {
    this.#first = 0;
    this.#second = seed >>> 0;
    this.#third = ~seed >>> 0;
    for (let round = 0; round < 12; round += 1) this.#next();
  }

  #next(): number {
    const sum = (this.#first + this.#second + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#first = this.#second ^ (this.#second >>> 9);
    this.#second = (this.#third + (this.#third << 3)) | 0;
    this.#third = (((this.#third << 21) | (this.#third >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number {
    assert(bound > 0, 'a draw has at least one outcome');
    return this.#next() % bound;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** So many units, from `low` to `high`, both included. */
  unitsBetween(low: bigint, high: bigint): bigint {
    assert(low <= high, 'a range of units is not empty');
    return low + (BigInt(this.#next()) % (high - low + 1n));
  }

  /** True in so many of a thousand cases. */
  happens(perMille: number): boolean {
    return this.below(1000) < perMille;
  }

  /** A member of a list that is not empty. */
  oneOf<Member>(list: readonly Member[]): Member {
    const member = list[this.below(list.length)];
    assert(member !== undefined, 'the list has members');
    return member;
  }
}
