import type { TransactionInput } from '../transactions/transaction.ts';

type Story = readonly TransactionInput[];

const DAY = /^2026-(0[1-9]|1[0-2])-(0|1|2[0-8])/;

/** The story told day after day, so that nothing comes late; a day that is none stays where it is. */
export function dayAfterDay(story: Story): Story {
  const days = story.map(({ postedOn }) => postedOn).filter((day) => DAY.test(day));
  const sorted = days.toSorted();
  return story.map((input) =>
    DAY.test(input.postedOn) ? { ...input, postedOn: sorted.shift() ?? '' } : input,
  );
}
