import { ReferenceAssemblies } from './reference-assemblies.ts';
import { canCorrect, canName, correct } from './reference-correction.ts';
import { HOLDERS } from './reference-flows.ts';
import {
  type Happening,
  landedOn,
  type Plan,
  paidFor,
  type ReferenceMove,
  shareOf,
} from './reference-history.ts';
import {
  BRINGS_GOODS,
  broughtIn,
  carries,
  type Landing,
  land,
  landOn,
} from './reference-late-cost.ts';
import { saidOf } from './reference-policies.ts';
import { sizeOf } from './reference-pool.ts';

/** What the reference model makes of costs that are learned after the goods came. */
export class ReferenceCosts extends ReferenceAssemblies {
  protected refusesCorrection(plan: Plan, original: Happening, trusts: boolean): boolean {
    const { input, units } = plan;
    const { item, site } = original.input;
    if (item !== input.item || site !== input.site || !canName(original)) return true;
    const isPrice = input.quantity !== undefined;
    if (isPrice && units > sizeOf(original.moves[0]?.units ?? 0n) - original.usedUnits) return true;
    if (trusts) return false;
    const added = this.addedBy(plan, original);
    const landing = this.#landingOfReceipt(plan, original, added);
    return !canCorrect(this.valuation, original, { added, landing });
  }

  protected correct(plan: Plan, original: Happening): Happening {
    const came = original.moves.filter(({ pool }) => pool.bucket !== 'consigned');
    const added = this.carriedBy(original, this.addedBy(plan, original), came);
    const landing = this.#landingOfReceipt(plan, original, added);
    const happening = this.begin(plan.input, original.document, true);
    correct(this.valuation, happening, original, { added, landing });
    if (landing !== undefined) this.vary(happening, plan, landing);
    return happening;
  }

  /** By how much an earlier transaction cost more: as told, or what its price tells. */
  protected addedBy(plan: Plan, original: Happening): bigint {
    const { input, units } = plan;
    if (input.quantity === undefined) return this.cents(input.amount);
    return this.given(plan) - (shareOf(original, units) ?? 0n);
  }

  /** How much of a late cost its original can carry; all of it, or the cost is refused. */
  protected carriedBy(
    _original: Happening,
    added: bigint,
    _moves: readonly ReferenceMove[],
  ): bigint {
    return added;
  }

  /** The same of the goods that came in alone. */
  protected carriedByGoods(original: Happening, added: bigint): bigint {
    const came = broughtIn(original);
    return this.carriedBy(original, added, came === undefined ? [] : [came]);
  }

  #landingOfReceipt(plan: Plan, original: Happening, added: bigint): Landing | undefined {
    const isReceipt = original.moves.filter(({ pool }) => pool.bucket !== 'consigned').length === 1;
    return isReceipt ? this.landing(plan, original, added) : undefined;
  }

  protected refusesLanding(plan: Plan, original: Happening, trusts: boolean): boolean {
    const { type, item, site } = original.input;
    if (original.isReversed || !BRINGS_GOODS.has(type)) return true;
    if (item !== plan.input.item || site !== plan.input.site) return true;
    const added = this.cents(plan.input.amount);
    const cost = paidFor(original) + original.addedCost + original.landedCost;
    const landing = this.landing(plan, original, added);
    if (landing === undefined) return true;
    return !trusts && (cost + added < 0n || !carries(this.valuation, landing));
  }

  /** Freight or duty on an earlier receipt. */
  protected addCost(plan: Plan, original: Happening): Happening {
    const { input, item } = plan;
    const added = this.carriedByGoods(original, this.cents(input.amount));
    const landing = this.landing(plan, original, added);
    const happening = this.begin(input, input.document ?? '', true);
    if (landing === undefined) return happening;
    land(this.valuation, happening, landing);
    const { pool, borne } = landing;
    const stock = { account: pool.account, site: pool.site, role: HOLDERS.get(pool.bucket) ?? '' };
    happening.lines.push({ ...stock, amount: borne });
    this.vary(happening, plan, landing);
    const { accountClass = 'asset' } = this.configuration.accounts.get(input.account ?? '') ?? {};
    const isExpensed = accountClass === 'expense' || accountClass === 'income';
    const role = isExpensed ? 'freight-in' : 'landed-cost-clearing';
    const account = this.account(input, item, { role, site: input.site, location: '' });
    happening.lines.push({ account, site: input.site, role, amount: -added });
    landedOn(happening, original, added);
    return happening;
  }

  /** Where a cost that comes late lands; nowhere when nothing was brought in. */
  protected landing(plan: Plan, original: Happening, added: bigint): Landing | undefined {
    const came = broughtIn(original);
    if (came === undefined) return undefined;
    const { valuation, holdings } = this;
    const policy = saidOf(this.configuration, 'late-facts', plan, 'restate');
    return landOn({ valuation, holdings, policy }, original, came, added);
  }

  /** What no stock bears of a late cost. */
  protected vary(happening: Happening, { input, item }: Plan, { varied }: Landing): void {
    const [role, { site }] = ['purchase-variance', input];
    const plain = { ...input, account: '' };
    const account = this.account(plain, item, { role, site, location: '' });
    happening.lines.push({ account, site, role, amount: varied });
  }
}
