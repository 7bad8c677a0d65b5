import { keysOf } from '../primitives/keys.ts';

type Row = readonly [posts: string, asks: string, what: string];

/** What can be done with open lines. What posts nothing only says something about them. */
// biome-ignore format: a table reads as a table
export const REVIEW_ACTIONS = {
  // action                  what it posts                                                asks for                      what it does
  'accept':                ['what its suggestion does',                                   '',                           'Does what is suggested for each line'],
  'reallocate':            ['X7',                                                         'account or role; amount',    'Takes the open amount, or a part of it, to an account'],
  'split':                 ['X7 for each part',                                           'parts: account, amount',     'Takes it to several accounts'],
  'link-receipt':          ['X35',                                                        'receipt; quantity, amount',  'Links a purchase to its receipt: goods received are cleared, the price difference is purchase variance'],
  'late-receipt':          ['manual vendor receipt, X35',                                 'quantity; amount',           'Receives the goods it was for, and links it to them'],
  'goods-back':            ['return to vendor, X35',                                      'quantity; amount',           'Sends goods back that it was the credit for, and links it to them'],
  'late-cost':             ['X16, or X4 without a receipt, and X7',                       'item or receipt; amount',    'Makes goods dearer by it'],
  'match':                 ['X36',                                                        'two lines; amount',          'Two lines that cancel out belong together'],
  'move-to-vendor-return': ['X7',                                                         '',                           'Moves it to the account of goods that wait to go back to the vendor'],
  'carry-forward':         ['nothing',                                                    'owner, reason',              'Leaves it open with an explanation, for the next month'],
  'correct':               ['nothing',                                                    'reason',                     'Finds it correct as it is'],
} as const satisfies Record<string, Row>;

export type ReviewActionKind = keyof typeof REVIEW_ACTIONS;

/** All actions in the order of the table. */
export const reviewActionKinds = (): readonly ReviewActionKind[] => keysOf(REVIEW_ACTIONS);

/** Whether an action only says something about its lines and posts nothing. */
export const saysOnly = (kind: ReviewActionKind): boolean => REVIEW_ACTIONS[kind][0] === 'nothing';
