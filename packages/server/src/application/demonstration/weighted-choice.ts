import { assert } from 'perpetua-core';
import type { RandomSource } from './random-source.ts';

/** Members of which some are chosen more often than others. */
export class WeightedChoice<Member> {
  readonly members: readonly Member[];
  /** Sum of all weights. */
  readonly total: number;
  readonly #limits: readonly number[];

  /** @param weightOf a whole number above zero for every member */
  constructor(members: readonly Member[], weightOf: (member: Member) => number) {
    this.members = members;
    let sum = 0;
    this.#limits = members.map((member) => {
      sum += weightOf(member);
      return sum;
    });
    this.total = sum;
  }

  /** A member, chosen in proportion to its weight. */
  draw(random: RandomSource): Member {
    const drawn = random.below(this.total);
    let low = 0;
    let high = this.#limits.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#limits[middle] ?? 0) > drawn) high = middle;
      else low = middle + 1;
    }
    const member = this.members[low];
    assert(member !== undefined, 'a choice has members');
    return member;
  }
}
