import type { AccountRole } from '../../accounts/account-role.ts';
import type { DocumentFacts } from '../../determination/role-substitution.ts';
import { stockAccounts } from '../../determination/stock-accounts.ts';
import { assert } from '../../primitives/assert.ts';
import { money, NO_MONEY, type Quantity } from '../../primitives/money.ts';
import { postingRule, type TransactionType } from '../../transactions/posting-rules.ts';
import type { EarlierEvent } from '../books.ts';
import type { EventDraft } from '../event-draft.ts';
import { postAmounts, type SidedAmount } from '../post-amounts.ts';
import { sidedAmount } from '../sided-amount.ts';
import { type LineInHand, partHead, partOfLine, signed } from './document-part.ts';

/** How a line of value stands on its own side. */
export type ValueSide = {
  /** In place of the role that the rule of its type names. */
  readonly debit?: AccountRole;
  readonly facts?: DocumentFacts;
  readonly typedOnLine?: string | undefined;
  /** It is not the first part of its line. */
  readonly isFurther?: boolean;
  /** So many units of what was sold without a cost are taken back. */
  readonly takes?: { readonly sale: EarlierEvent; readonly units: Quantity };
  /** What its content says besides. */
  readonly says?: Readonly<Record<string, string>>;
};

/**
 * Drafts a line that moves no stock: its amount without tax on the role that its rule names beside
 * what is owed, its tax on tax, and both together on what is owed (`000.43`, `000.56`).
 */
export function draftValueLine(
  draft: EventDraft,
  line: LineInHand,
  type: TransactionType,
  { debit, facts = {}, typedOnLine, says, takes, isFurther = false }: ValueSide,
): void {
  const { control, tax } = line.commercial.shape;
  const part = partOfLine(line, type, { account: typedOnLine });
  const rule = postingRule(type);
  const isDebit = rule.credit === control;
  const own = debit ?? (isDebit ? rule.debit : rule.credit);
  assert(own !== null, `${type} has a side beside what is owed`);
  const direction = isDebit ? 1n : -1n;
  const net = direction * signed(line, line.line.net);
  const taxed = direction * signed(line, line.line.tax);
  draft.open(partHead(draft, line, part, { says, isFurther }));
  draft.linkTo(line.cause, 'caused-by');
  const sides = [
    sidedAmount(draft, part, own, { amount: net, facts, typedOnLine }),
    ...(taxed === 0n ? [] : [sidedAmount(draft, part, tax, { amount: taxed })]),
    sidedAmount(draft, part, control, { amount: money(-net - taxed) }),
  ];
  refuseStockAccounts(draft, sides);
  if (draft.isPosted([own], part.postedOn)) postAmounts(draft, sides);
  if (takes !== undefined) draft.link(takes.sale.event, 'refers-to', takes.units, NO_MONEY);
  draft.close();
}

/** What moves no stock stands on no account that holds some, whoever names it (`004.09`, `004.40`). */
function refuseStockAccounts(draft: EventDraft, sides: readonly SidedAmount[]): void {
  const holding = stockAccounts(draft.books.desk.configuration);
  for (const { side } of sides)
    if (holding.has(side.account))
      draft.refuse('line-account-holds-stock', { account: side.account });
}
