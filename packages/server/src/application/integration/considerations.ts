/** What to weigh before inventory is integrated or not, each with the answer it speaks for. */
export type Consideration = {
  readonly question: string;
  readonly speaksFor: 'integrated' | 'not integrated';
  readonly because: string;
};

/** The four considerations, and what is advised (`000.24`, `000.25`). */
export const CONSIDERATIONS: readonly Consideration[] = [
  {
    question: 'Do you sell mainly services?',
    speaksFor: 'not integrated',
    because: 'There is little stock to show; a period-end stock journal is enough.',
  },
  {
    question: 'Do you sell mainly goods?',
    speaksFor: 'integrated',
    because: 'Stock and cost of sales are then right in the ledger every day, by every movement.',
  },
  {
    question: 'Are the records of your stock accurate, and never below zero?',
    speaksFor: 'integrated',
    because: 'Each movement is then posted at a cost that is known and stays.',
  },
  {
    question: 'Is stock often below zero while costs change much?',
    speaksFor: 'not integrated',
    because: 'Goods would be sold at assumed costs and settled later, in the ledger as well.',
  },
];

/** What is advised where nothing speaks against it. */
export const INTEGRATION_ADVICE =
  'Choose one method and keep it. Take full integration (perpetual inventory) unless there is a reason not to.';
