import type { AccountRole } from '../../accounts/account-role.ts';
import type { DocumentFacts } from '../../determination/role-substitution.ts';
import { assert } from '../../primitives/assert.ts';
import { money } from '../../primitives/money.ts';
import { postingRule, type TransactionType } from '../../transactions/posting-rules.ts';
import type { EventDraft } from '../event-draft.ts';
import { postAmounts } from '../post-amounts.ts';
import { sidedAmount } from '../sided-amount.ts';
import { type LineInHand, partHead, partOfLine, signed } from './document-part.ts';

/** How a line of value stands on its own side. */
export type ValueSide = {
  /** In place of the role that the rule of its type names. */
  readonly debit?: AccountRole;
  readonly facts?: DocumentFacts;
  readonly typedOnLine?: string | undefined;
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
  { debit, facts = {}, typedOnLine, says }: ValueSide,
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
  draft.open(partHead(draft, line, part, { says }));
  draft.linkTo(line.cause, 'caused-by');
  const sides = [
    sidedAmount(draft, part, own, { amount: net, facts, typedOnLine }),
    ...(taxed === 0n ? [] : [sidedAmount(draft, part, tax, { amount: taxed })]),
    sidedAmount(draft, part, control, { amount: money(-net - taxed) }),
  ];
  if (draft.isPosted([own], part.postedOn)) postAmounts(draft, sides);
  draft.close();
}
