import type { AccountDetermination } from '../determination/account-determination.ts';
import { assert } from '../primitives/assert.ts';
import { type Money, money, NO_QUANTITY, type Quantity, quantity } from '../primitives/money.ts';
import { type AssemblyShape, eventShape } from '../transactions/event-shape.ts';
import { ASSEMBLY_PARTS, type TransactionType } from '../transactions/posting-rules.ts';
import type { AssemblyLine, Transaction } from '../transactions/transaction.ts';
import { headOf } from './caused-events.ts';
import { draftPart } from './draft-event.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';
import { type Leg, legOf } from './legs.ts';
import { refuseWithoutStandard } from './valuation/method-rules.ts';

/**
 * Drafts a document that turns items into others: an assembly, a disassembly, a transfer of goods
 * from one item to another (`003.X17`–`003.X19`, `000.62`, decision 0029).
 *
 * The document's own event opens a pool under assembly, with as many parts as there will be shares,
 * and takes up the cost that its lines add. Goods go in at their cost and come out at their share of
 * what the pool holds, each in an event of its own that the document causes. Whoever comes last
 * takes all that is left, so that the pool is empty between two documents. Every line is looked
 * at, whatever was refused of those before it.
 */
export function draftAssembly(draft: EventDraft, transaction: Transaction): void {
  const { item, shape } = transaction;
  assert(shape.assembly !== undefined, 'what adds a cost to its goods is a document with lines');
  const whole = wholeOf(transaction, shape.assembly);
  const cause = draft.open(headOf(transaction));
  const leg = openPool(draft, { ...transaction, partOf: { item, parts: whole } });
  for (const { line, part } of partsOf(transaction, shape.assembly, whole)) {
    draft.turnTo(part.item, line);
    if (part.item !== item) refuseWithoutStandard(draft, part.postedOn, part.item);
    draftPart(draft, part, cause);
  }
  draft.turnTo(item);
  if (leg.found.account === null) sayOnce(draft, leg);
}

/** What comes out at once has a part for each unit, else there are as many parts as shares. */
function wholeOf({ lines, quantity: units }: Transaction, { comesOut }: AssemblyShape): Quantity {
  return comesOut ? units : quantity(lines.reduce((sum, line) => sum + partsIn(line), 0n));
}

const partsIn = (line: AssemblyLine): bigint => (line.kind === 'cost' ? 0n : line.parts);

type AddedCost = {
  readonly side: SideQuestion;
  readonly found: AccountDetermination;
  readonly amount: Money;
};

/** Puts the parts under assembly, with what the lines add to their cost. */
function openPool(draft: EventDraft, transaction: Transaction): Leg {
  const { type, shape, postedOn, partOf } = transaction;
  const leg = legOf(draft, transaction, { shape: shape.debit, direction: 'debit' });
  const costs = addedCosts(draft, transaction);
  const parts = partOf?.parts ?? NO_QUANTITY;
  const value = money(costs.reduce((sum, { amount }) => sum + amount, 0n));
  if (leg.pool !== undefined) {
    const { pool } = leg.pool;
    const held = { quantity: quantity(pool.quantity + parts), value: money(pool.value + value) };
    const change = { pool: { ...pool, ...held }, quantity: parts, value };
    draft.move(type, leg.pool, change, { place: leg.place, costing: { source: 'told' } });
  }
  for (const { side, found, amount } of costs) {
    if (draft.isPosted([leg.found.roleUsed, found.roleUsed], postedOn))
      draft.post(draft.side(leg.side, leg.found), draft.side(side, found), amount);
  }
  draft.close();
  return leg;
}

function addedCosts(draft: EventDraft, transaction: Transaction): readonly AddedCost[] {
  const { type, site, shape, item, lines, postedOn } = transaction;
  const costs = lines.flatMap((line): AddedCost[] => {
    if (line.kind !== 'cost') return [];
    draft.turnTo(item, line.line);
    const { role } = shape.credit;
    const side: SideQuestion = { type, role, site, location: '', typedOnLine: line.account };
    return [{ side, found: draft.determine(side, postedOn), amount: line.amount }];
  });
  draft.turnTo(item);
  return costs;
}

/** Something that goes in or comes out, and the line that says so; the document's own item has none. */
type Part = { readonly line: number | undefined; readonly part: Transaction };

/** All that moves, in its order: what goes in, what is scrapped, what comes out. */
function partsOf(
  transaction: Transaction,
  { comesOut }: AssemblyShape,
  whole: Quantity,
): readonly Part[] {
  const { goesIn, comesOut: out, scrapped } = ASSEMBLY_PARTS;
  const goods = transaction.lines.filter((line) => line.kind === 'goods');
  const ofLines = goods.map((line) => partOf(transaction, comesOut ? goesIn : out, line));
  const own = { line: undefined, item: transaction.item };
  if (comesOut) return [...ofLines, partOf(transaction, out, { ...own, parts: whole })];
  const scraps = transaction.lines.filter((line) => line.kind === 'scrap');
  return [
    partOf(transaction, goesIn, { ...own, parts: NO_QUANTITY }),
    ...scraps.map((line) =>
      partOf(transaction, scrapped, { ...line, item: transaction.item, quantity: NO_QUANTITY }),
    ),
    ...ofLines,
  ];
}

/** What a line says; the rest is as the document has it. */
type Told = { readonly line: number | undefined; readonly parts: Quantity } & Pick<
  Transaction,
  'item'
> &
  Partial<Pick<Transaction, 'quantity' | 'location' | 'reason' | 'account'>>;

function partOf(transaction: Transaction, type: TransactionType, told: Told): Part {
  const shape = eventShape(type);
  assert(shape !== undefined, `${type} has two sides`);
  const { line, parts, ...fields } = told;
  const { item } = transaction;
  const plain = { ...transaction, reason: undefined, account: undefined };
  return { line, part: { ...plain, ...fields, type, shape, partOf: { item, parts } } };
}

/** Without an account under assembly every part would say again what the document said already. */
function sayOnce({ refusals }: EventDraft, { side }: Leg): void {
  const isMissing = ({ details }: (typeof refusals)[number]) => details['role'] === side.role;
  const first = refusals.findIndex(isMissing);
  const once = refusals.filter((one, index) => index === first || !isMissing(one));
  refusals.splice(0, refusals.length, ...once);
}
