import type { AccountRole } from '../accounts/account-role.ts';
import type { PoolAddress } from '../costing/cost-pool.ts';
import type { PostingSide } from '../journal/posting.ts';
import type { EventDraft, SideQuestion } from '../posting/event-draft.ts';
import { factsOf } from '../posting/legs.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { CLAIM_VARIANCES } from '../transactions/claim-variance.ts';
import { eventShape, roleOf } from '../transactions/event-shape.ts';
import { postingRule, type TransactionType } from '../transactions/posting-rules.ts';
import type { UseOfGoods } from './claims.ts';
import type { SaidOfSides } from './cost-history.ts';

/** The two sides of a posting. */
export type Sides = { readonly debit: PostingSide; readonly credit: PostingSide };

/**
 * The variance that takes what changes in the cost of a type whose other side stands at an amount of
 * its own: a receipt that is cleared was credited at what it was received at.
 */
const VARIANCES: Partial<Record<TransactionType, AccountRole>> = {
  'manual-receipt-match': 'transfer-variance',
};

/** How events were posted, and what those said that posted nothing. */
export type KnownSides = {
  readonly posted: ReadonlyMap<number, Sides>;
  readonly said: ReadonlyMap<number, SaidOfSides>;
};

/** Asks for the sides of corrections; accounts of stock are those the stock is pinned to. */
export class CorrectedSides {
  readonly #draft: EventDraft;
  readonly #on: BusinessDate;
  readonly #posted: ReadonlyMap<number, Sides>;
  readonly #said: ReadonlyMap<number, SaidOfSides>;

  constructor(draft: EventDraft, on: BusinessDate, { posted, said }: KnownSides) {
    this.#draft = draft;
    this.#on = on;
    this.#posted = posted;
    this.#said = said;
  }

  /** The side of a pool itself, for what changed in a movement of a type. */
  ofPool(type: TransactionType, address: PoolAddress): PostingSide {
    const { site, account, bucket } = address;
    return this.#side({ type, role: roleOf(bucket), site, location: '', pinned: account });
  }

  /** The side that stands against a pool in an event: as it was posted, else as its rule says. */
  against(
    event: number,
    { type, isDebit }: { readonly type: TransactionType; readonly isDebit: boolean },
    address: PoolAddress,
  ): PostingSide {
    const variance = VARIANCES[type];
    if (variance !== undefined) return this.ofRole(type, variance, address);
    const posted = this.#posted.get(event);
    if (posted !== undefined) return isDebit ? posted.credit : posted.debit;
    return this.#asSaid(event, type, address);
  }

  /** The side that is not the stock of the pool, as it would have been posted had there been value. */
  #asSaid(event: number, type: TransactionType, { site, bucket }: PoolAddress): PostingSide {
    const { debit, credit } = eventShape(type) ?? bothSides(type);
    const shape = debit.role === roleOf(bucket) ? credit : debit;
    const { location = '', reason, account } = this.#said.get(event) ?? {};
    const typedOnLine = shape.line === 'none' ? undefined : account;
    const facts = factsOf({ reason }, shape);
    return this.#side({ type, role: shape.role, site, location, reason, typedOnLine, facts });
  }

  /** What takes the difference of a claim: its variance, else the side that it was written off to. */
  ofClaim({ event, type }: UseOfGoods, address: PoolAddress): PostingSide {
    const variance = CLAIM_VARIANCES[type];
    if (variance !== undefined) return this.ofRole(type, variance, address);
    const posted = this.#posted.get(event);
    if (posted !== undefined) return posted.debit.role === 'grni' ? posted.credit : posted.debit;
    return this.ofRole(type, postingRule(type).credit ?? 'inventory-adjustment', address);
  }

  ofRole(type: TransactionType, role: AccountRole, { site }: PoolAddress): PostingSide {
    return this.#side({ type, role, site, location: '' });
  }

  #side(question: SideQuestion): PostingSide {
    return this.#draft.side(question, this.#draft.determine(question, this.#on));
  }
}

/** The sides of what the books post by themselves, which have no shape of their own. */
function bothSides(type: TransactionType) {
  const { debit, credit } = postingRule(type);
  const side = (role: AccountRole | null) => ({ role: role ?? 'cogs', line: 'none' }) as const;
  return { debit: side(debit), credit: side(credit) };
}
